import { activationTraits } from "../vocabulary/traits.ts";
import { byUse } from "./by-use.ts";

/** The traits of an activation. */
export const traitsOf = byUse(activationTraits);
