import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "node_modules/",
      "runs/",
      "coverage/",
      "grammar/cst.ts",
      "grammar/standard.ts",
      "src/emit/tfjs/portable-text.ts",
      // AssemblyScript, where `==` compares numbers and there are no imports of types.
      "src/run/kernels/assembly/",
      "src/run/kernels/compiled.ts",
      "test/fixtures/",
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      "no-console": "error",
      "prefer-const": "error",
    },
  },
  { files: ["scripts/**", "src/cli/**"], rules: { "no-console": "off" } },
);
