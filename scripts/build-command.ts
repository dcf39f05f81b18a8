/** Builds the command and the library in dist/, without the types: what `npm start` needs. */
import config from "../rolldown.config.ts";
import { buildAll } from "./bundle.ts";

await buildAll(config, "dist");
