import type { DataSet, Part } from "../../data/spec.ts";

/** The same data in memory that all threads see, copied once. */
export function sharedData(data: DataSet): DataSet {
  const array = (values: Float32Array): Float32Array => {
    const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
    shared.set(values);
    return shared;
  };
  const part = ({ features, targets, weights, ...rest }: Part): Part => ({
    ...rest,
    features: array(features),
    targets: array(targets),
    weights: weights && array(weights),
  });
  return { ...data, train: part(data.train), validation: data.validation && part(data.validation) };
}
