/** The functions of a program that put a derivative beside a value. */

export const differentiable = `/**
 * A function with its derivative beside it. The core of TF.js registers none, so that whatever lies between a weight and the loss is
 * made of these. \`pull\` takes the gradient of the value to those of the inputs: \`null\` by one that has none.
 */
const differentiable =
  <T extends Tensor[]>(value: (...inputs: T) => Tensor, pull: (g: Tensor, ...inputs: T) => (Tensor | null)[]) =>
  (...inputs: T): Tensor =>
    tf.customGrad((...given) => {
      const save = given.at(-1) as tf.GradSaveFunc;
      save(inputs);
      const gradFunc = (g: Tensor, kept: Tensor[]) => pull(g, ...(kept as T)).map((x) => x ?? tf.scalar(NaN));
      return { value: value(...inputs), gradFunc };
    })(...inputs);`;

export const differentiableKeeping = `/** The same where \`pull\` goes by what \`compute\` says to keep, which would be dear to compute again. */
const differentiableKeeping =
  <T extends Tensor[], K extends Tensor[]>(
    compute: (...inputs: T) => { value: Tensor; keep: [...K] },
    pull: (g: Tensor, ...kept: K) => (Tensor | null)[],
  ) =>
  (...inputs: T): Tensor =>
    tf.customGrad((...given) => {
      const save = given.at(-1) as tf.GradSaveFunc;
      const { value, keep } = compute(...inputs);
      save(keep);
      const gradFunc = (g: Tensor, kept: Tensor[]) => pull(g, ...(kept as K)).map((x) => x ?? tf.scalar(NaN));
      return { value, gradFunc };
    })(...inputs);`;
