import { expect, test } from "vitest";
import { fold } from "../../src/explain/fold.ts";
import { explainPlan } from "../../src/explain/plan.ts";
import { trainingOf } from "../support/training.ts";

test("a plan says of each launch what it computes, how, what it reads and writes, and where to", () => {
  const training = trainingOf({
    network: "input dense(16, activation: relu) dropout(50%) dense(3, activation: softmax)",
    train: "optimizer: adam  clip_gradients: global_norm(1)  batch_size: 8",
  });
  expect(explainPlan(training)).toMatchInlineSnapshot(`
    "network net on table, run net: a step of 8 examples

        computes                      by                  reads     writes  flops          to
     1  dense_1                       product 8×4×16  384 bytes  512 bytes  1.0 k           0
     2  dropout_1                     draw              0 bytes  512 bytes    128         512
     3  dense_1, relu_1, dropout_1    loop 8×16          1.1 kB  512 bytes    384       1,024
     4  dense_2                       product 8×16×3  704 bytes   96 bytes    768       2,048
     5  dense_2, softmax_1            loop 8×3        108 bytes   32 bytes     48       1,536
     6  cross_entropy                 loop 8×3        236 bytes   64 bytes    144     1,600 +
     7  cross_entropy                 loop 8           96 bytes   36 bytes     32  in place +
     8  gradient of cross_entropy, …  loop 8×3        236 bytes  204 bytes    168  in place +
     9  gradient of dense_2           product 8×3×16  288 bytes  512 bytes    768       1,536
    10  gradient of dropout_1, relu…  loop 8×16          1.6 kB  576 bytes    768  in place +
    11  gradient of dense_1           product 4×8×16  640 bytes  256 bytes  1.0 k           0
    12  gradient of dense_2           product 16×8×3  608 bytes  192 bytes    768         256
    13  global_norm                   loop 48         192 bytes    4 bytes     96       2,176
    14  global_norm                   loop 3           12 bytes    4 bytes      6       2,240
    15  global_norm                   loop 64         256 bytes    4 bytes    128         448
    16  global_norm                   loop 16          64 bytes    4 bytes     32         512
    17  global_norm                   loop 1           16 bytes    4 bytes      6    in place
    18  update of dense_1.kernel      loop 64            1.0 kB  768 bytes    960    in place
    19  update of dense_1.bias        loop 16         272 bytes  192 bytes    240    in place
    20  update of dense_2.kernel      loop 48         784 bytes  576 bytes    720    in place
    21  update of dense_2.bias        loop 3           64 bytes   36 bytes     45    in place

    launches    21, for 105 operations
    arithmetic  8.3 k flops, 53% of them in products
    memory      weights 524 bytes, optimizer 1.0 kB, what lives within a step 2.5 kB
    traffic     8.7 kB read, 5.1 kB written
    "
  `);
});

test("layers that repeat are shown once, in at most 100 columns", () => {
  const training = trainingOf({
    network: "defaults { activation: elu } input repeat 30 { dense(50) batch_norm } dense(3, activation: softmax)",
    train: "optimizer: nadam",
  });
  const lines = explainPlan(training).split("\n");
  expect(lines.length).toBeLessThan(60);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(lines.filter((line) => line.includes("again"))).toMatchInlineSnapshot(`
    [
      "  …  2 to 7 again 28 times",
      "  …  190 to 197 again 28 times",
    ]
  `);
});

test("the plan of data that declares no width is known when the data is read", () => {
  const training = trainingOf({
    features: "all",
    network: "input dense(3, activation: softmax)",
  });
  expect(explainPlan(training)).toMatchInlineSnapshot(`
    "network net on table, run net: a step of 32 examples

    the plan is known when the data is read
    "
  `);
});

test("rows that come three times or more are folded, the longest stretch first", () => {
  const folded = (text: string) =>
    fold([...text], (row) => row)
      .map(({ rows, again }) => rows.join("") + (again === 0 ? "" : `*${again}`))
      .join(" ");
  expect(folded("abc")).toBe("a b c");
  expect(folded("xaay")).toBe("x a a y");
  expect(folded("xaaay")).toBe("x a*2 y");
  expect(folded("xababababy")).toBe("x ab*3 y");
  expect(folded("aabaabaabaab")).toBe("aab*3");
});
