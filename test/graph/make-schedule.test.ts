/** However a graph is put together and laid out, its bits stay what they are. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeSchedule } from "../../src/graph/make-schedule.ts";
import { givenTo, interpretGraph, type Outcome } from "./interpret-graph.ts";
import { interpretSchedule } from "./interpret-schedule.ts";
import { randomGraph } from "./random-graph.ts";

/** The bits, where NaN is NaN. */
const bits = ({ outputs, variables }: Outcome) =>
  [...Object.entries(outputs), ...variables].map(([name, numbers]) => [name, ...numbers]);

test.each([true, false])("any graph gives the same bits as a schedule (fused: %s)", (fuse) => {
  fc.assert(
    fc.property(randomGraph, (graph) => {
      const given = givenTo(graph);
      const schedule = makeSchedule(graph, { fuse });
      expect(bits(interpretSchedule(schedule, given))).toEqual(bits(interpretGraph(graph, given)));
    }),
    { numRuns: 500, seed: 1 },
  );
});
