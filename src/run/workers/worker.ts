/** What a thread of a run does; the build makes a file of it, which `team.ts` starts. */
import { workerData } from "node:worker_threads";
import type { Member, Watch } from "./messages.ts";

const told = workerData as Member | Watch;

/** Loaded apart, for who watches needs nothing of what computes. What fails ends the thread, and is heard there. */
if ("ports" in told) void import("./watch.ts").then(({ watch }) => watch(told));
else void import("./member.ts").then(({ work }) => work(told));
