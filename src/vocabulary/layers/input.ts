import type { LayerDefinition } from "./definition.ts";
import { listOf } from "../../network/value.ts";

/** The features as they come. Its shape is written, or the data's: `resolve` puts the sides in. */
export const input: LayerDefinition = {
  shape: (_, args) => listOf(args["sides"]).map((side) => (side.kind === "number" ? side.value : undefined)),
  lower: () => ({ kind: "features" }),
};
