// Style, types and dead code, side by side: each has a processor's worth of work, and none reads what another one writes.
// What each of them says comes together, once it has ended.
import { spawn } from "node:child_process";

const checks = [["biome", "check"], ["tsc", "-b", "--checkers", "1"], ["knip"]];

/** @param {readonly string[]} words */
const run = ([name = "", ...args]) =>
  new Promise((resolve) => {
    // The shell finds what npm put into the path, also where programs have an ending.
    const child = spawn([name, ...args].join(" "), { shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.once("close", (code) => {
      process.stdout.write(said);
      if (code !== 0) console.error(`${name} says no.`);
      resolve(code === 0);
    });
  });

const passed = await Promise.all(checks.map(run));
if (passed.includes(false)) process.exitCode = 1;
