/** A program as several files: each section a module that imports from the others what it calls. */
import { docComment } from "./names.ts";
import { declaredIn, heading, type ProgramSection, type ProgramText } from "./program.ts";

/** The files of a program by name; `headerLine` opens each. The sections are laid out, so that what is indented is no module's own. */
export function inModules({ title, sections }: ProgramText, headerLine: string): ReadonlyMap<string, string> {
  const declared = new Map(sections.map((section) => [section, declaredIn(section.code)] as const));
  const imported = new Map(sections.map((section) => [section, importsOf(section, declared)] as const));
  const exported = new Set([...imported.values()].flatMap((imports) => [...imports.values()].flat()));
  return new Map(
    sections.map((section) => {
      const code = withExports(section.code, exported);
      const isModel = section.name === "model";
      return [
        `${section.name}.ts`,
        [
          docComment(isModel ? title : `${about[section.name]}\n\n${headerLine}`),
          ...(/\btf\./.test(code) || mentions(code, "Tensor") ? [`import * as tf from "@tensorflow/tfjs-core";`] : []),
          ...[...imported.get(section)!].map(([from, names]) => importLine(from, names)),
          "",
          ...(mentions(code, "Tensor") ? ["type Tensor = tf.Tensor;", ""] : []),
          ...(isModel ? [heading(section.heading)] : []),
          code,
          "",
        ].join("\n"),
      ];
    }),
  );
}

const about: Readonly<Record<ProgramSection["name"], string>> = {
  random: "Random numbers, so that every run is the same.",
  model: "",
  training: "How the model is trained and measured.",
  data: "The data that the model learns from.",
  main: "Run by itself, this trains the model.",
};

/** The files that a program in modules may have. */
export const moduleFiles: readonly string[] = Object.keys(about).map((name) => `${name}.ts`);

/** Which sections a section may build on; locals of one may be called like what another declares. */
const below: Readonly<Record<ProgramSection["name"], readonly ProgramSection["name"][]>> = {
  random: [],
  model: ["random"],
  data: ["random"],
  training: ["random", "model", "data"],
  main: ["random", "model", "data", "training"],
};

/** What a section takes from each of the others. */
function importsOf(
  section: ProgramSection,
  declared: ReadonlyMap<ProgramSection, readonly string[]>,
): ReadonlyMap<ProgramSection, readonly string[]> {
  const own = new Set(declared.get(section));
  const imports = new Map<ProgramSection, readonly string[]>();
  for (const [other, names] of declared) {
    if (!below[section.name].includes(other.name)) continue;
    const taken = names.filter((name) => !own.has(name) && mentions(section.code, name));
    if (taken.length > 0) imports.set(other, taken);
  }
  return imports;
}

/** An import of one section's names; of types alone where the code only speaks of them. */
function importLine({ name, code }: ProgramSection, names: readonly string[]): string {
  const isType = (each: string): boolean => new RegExp(`^(?:export )?(?:type|interface) ${each}\\b`, "m").test(code);
  const all = names.every(isType);
  const list = [...names].sort().map((each) => (isType(each) && !all ? `type ${each}` : each));
  return `import ${all ? "type " : ""}{ ${list.join(", ")} } from "./${name}.ts";`;
}

/** The declarations that other modules ask for are exported. */
const withExports = (code: string, exported: ReadonlySet<string>): string =>
  code.replace(/^((?:async )?(?:function|const|let|interface|type) (\w+))/gm, (all, head: string, name: string) =>
    exported.has(name) ? `export ${head}` : all,
  );

/** Whether code, without its comments and texts, calls something by this name that it has not made itself. */
function mentions(code: string, name: string): boolean {
  const bare = code.replace(/\/\*[^]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g, "");
  const word = `${name.replace(/\$/g, "\\$")}(?![\\w$])`;
  // Not a property, unless three dots stand before it.
  const called = new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${word}`);
  const isOwn = [
    `\\b(?:const|let) ${word}`,
    `\\b(?:const|let) [{[][^=;]*(?<![\\w$])${word}[^=;]*=`,
    `[(,]\\s*${word}\\??: `,
  ];
  const own = [...isOwn, `\\((?:[^()]*[^\\w$()])?${word}[^()]*\\)(?:: [^=()]+)? =>`].map((text) => new RegExp(text));
  return declarationsOf(bare).some((one) => called.test(one) && !own.some((bound) => bound.test(one)));
}

/** The stretches of laid-out code between blank lines at its left edge: a function and what it names do not part. */
const declarationsOf = (code: string): readonly string[] => code.split(/\n\s*\n(?=\S)/);
