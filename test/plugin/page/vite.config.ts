import dnnc from "dnnc/vite";
import { defineConfig } from "vite";

export default defineConfig({ plugins: [dnnc()], build: { target: "es2022" } });
