/** The functions of a program that put a derivative beside a value. */

export const differentiable = `/** A function whose gradients by its inputs are \`pull\` of that of its value; \`null\` by an input that needs none. */
const differentiable =
  <T extends Tensor[]>(value: (...inputs: T) => Tensor, pull: (g: Tensor, ...inputs: T) => (Tensor | null)[]) =>
  (...inputs: T): Tensor =>
    tf.customGrad((...given) => {
      (given.pop() as tf.GradSaveFunc)(inputs);
      return { value: value(...inputs), gradFunc: (g: Tensor, kept) => pull(g, ...(kept as T)).map((x) => x ?? g) };
    })(...inputs);`;

export const differentiableKeeping = `/** A function whose gradients are \`pull\` of that of its value and of what it says to keep, where that is dear to compute again. */
const differentiableKeeping =
  <T extends Tensor[], K extends Tensor[]>(
    compute: (...inputs: T) => { value: Tensor; keep: [...K] },
    pull: (g: Tensor, ...kept: K) => (Tensor | null)[],
  ) =>
  (...inputs: T): Tensor =>
    tf.customGrad((...given) => {
      const { value, keep } = compute(...inputs);
      (given.pop() as tf.GradSaveFunc)(keep);
      return { value, gradFunc: (g: Tensor, kept) => pull(g, ...(kept as K)).map((x) => x ?? g) };
    })(...inputs);`;
