/** Modules that are assembled are valid, and do what their instructions say. */
import { expect, test } from "vitest";
import { Assembler } from "../../../src/run/codegen/assembler.ts";
import { signed, unsigned } from "../../../src/run/codegen/opcodes.ts";

test("an empty module is valid", () => {
  expect(WebAssembly.validate(new Assembler().toBytes())).toBe(true);
});

test("a function calls an imported one and another of its module, and works in imported memory", () => {
  const assembler = new Assembler();
  assembler.importMemory("env", "memory");
  const report = assembler.importFunction("env", "report", { parameters: ["i32", "i32"], results: [] });
  const double = assembler.add({
    parameters: ["i32"],
    results: [],
    write(body) {
      const values = body.local("v128");
      body.get(0).memory("v128.load", 16).tee(values).get(values).op("f32x4.add").set(values);
      body.get(0, values).memory("v128.store", 16);
    },
  });
  const run = assembler.add({
    parameters: [],
    results: ["f32"],
    write(body) {
      body.i32(1024).call(double);
      body.i32(-7).i32(300).call(report);
      body.i32(1024).memory("f32.load", 20);
    },
  });
  assembler.export("run", run);
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Float32Array(memory.buffer).set([1, 2, 3, 4], (1024 + 16) / 4);
  const reported: number[][] = [];
  const env = { memory, report: (...values: number[]) => reported.push(values) };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembler.toBytes()), { env });
  expect((exports["run"] as () => number)()).toBe(4);
  expect([...new Float32Array(memory.buffer, 1024 + 16, 4)]).toEqual([2, 4, 6, 8]);
  expect(reported).toEqual([[-7, 300]]);
});

test("loops, blocks and conditions nest", () => {
  const assembler = new Assembler();
  const factorial = assembler.add({
    parameters: ["i32"],
    results: ["i32"],
    write(body) {
      const product = body.local("i32");
      body.i32(1).set(product);
      body.block(() => {
        body.loop(() => {
          body.get(0).op("i32.eqz").branchIf(1);
          body.get(product, 0).op("i32.mul").set(product);
          body.get(0).i32(1).op("i32.sub").set(0);
          body.branch(0);
        });
      });
      body.get(product).i32(100).op("i32.gt_s");
      body.if(
        () => body.i32(-1).set(product),
        () => body.get(product).i32(1000).op("i32.add").set(product),
      );
      body.get(product);
    },
  });
  assembler.export("factorial", factorial);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembler.toBytes()), {});
  expect([0, 4, 5].map(exports["factorial"] as (n: number) => number)).toEqual([1001, 1024, -1]);
});

test("an import after a function is refused, as it would move all functions that are known by their numbers", () => {
  const assembler = new Assembler();
  const nothing = { parameters: [], results: [] };
  assembler.add({ ...nothing, write() {} });
  expect(() => assembler.importFunction("env", "late", nothing)).toThrow("before any is added");
});

test("numbers of variable length are as in the specification of LEB128", () => {
  expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
  expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
  expect([0, 63, 64, -64, -65].map(signed)).toEqual([[0], [63], [0xc0, 0], [0x40], [0xbf, 0x7f]]);
  expect(unsigned(2 ** 32 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
});
