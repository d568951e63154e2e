/** The program of `npm run bench`. */
import { runBench } from "./command.ts";

process.exitCode = await runBench(process.argv.slice(2), { out: console.log, err: console.error });
