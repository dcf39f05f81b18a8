/** What a bundler calls a module of ours: the spec's path, and the train block where the import says which. */
export interface ModuleId {
  readonly file: string;
  readonly train: string | undefined;
}

/** `/src/mnist.dnn` or `/src/mnist.dnn?train=deep`; what has another query, such as Vite's `?raw`, is another plugin's. */
export const moduleIds = /\.dnn(?:\?train=[^&#]*)?$/;

export function readId(id: string): ModuleId {
  const [, file, train] = /^(.*?\.dnn)(?:\?train=([^&#]*))?$/s.exec(id)!;
  return { file: file!, train: train === undefined ? undefined : decoded(train) };
}

/** The name as it was meant; a stray `%` stands for itself. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
