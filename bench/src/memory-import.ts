/** By how much memory grows while a package is imported: of ten times as many rows against of as many. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compareMedians, describeSides, samplesOf, takeTurns } from "./measure.ts";
import { createDiary, diaryEmail } from "./memory/diary.ts";
import type { ImportJob, ImportReport } from "./memory/measure-import.ts";
import { runKept } from "./memory/run-kept.ts";
import type { Scenario } from "./scenario.ts";

const program = fileURLToPath(new URL("./memory/measure-import.ts", import.meta.url));
const run = promisify(execFile);
const MEGABYTE = 1_000_000;
/** Growth below this many megabytes is chance, and taken for this much. */
const LEAST = 0.5;
const WARM_ROWS = 2_000;

/** A fresh process for each figure: what one import leaves behind must not lie under the next. */
async function measureImport(job: ImportJob): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await run(process.execPath, ["--expose-gc", program, JSON.stringify(job)]);
  const { residentGrowth, liveGrowth } = JSON.parse(stdout) as ImportReport;
  const megabytes = (bytes: number) => Math.max(LEAST, bytes / MEGABYTE);
  return { resident: megabytes(residentGrowth), live: megabytes(liveGrowth) };
}

export const memoryImport: Scenario = {
  name: "memory-import",
  title: "memory while a package of 300,000 rows is imported, against one of 30,000",
  async run(options) {
    const large = options.rows ?? 300_000;
    const small = Math.max(2, Math.round(large / 10));
    const runs = options.runs ?? 3;
    const folder = await mkdtemp(join(tmpdir(), "kept-bench-"));
    const file = (name: string) => join(folder, name);
    try {
      options.onProgress(`packing ${small} and ${large} rows`);
      createDiary(file("diary.db"), [WARM_ROWS, small, large]);
      await runKept("discover", file("diary.db"), "--accept", "--out", file("map.yaml"));
      const on = ["--url", file("diary.db"), "--map", file("map.yaml")];
      for (const account of [1, 2, 3])
        await runKept("access", ...on, "--email", diaryEmail(account), "--out", file(`${account}.zip`));
      options.onProgress("importing in processes of their own");
      let empties = 0;
      const empty = () => {
        empties += 1;
        createDiary(file(`empty-${empties}.db`), []);
        return file(`empty-${empties}.db`);
      };
      const side = (name: string, account: number) => ({
        name,
        run: () =>
          measureImport({
            map: file("map.yaml"),
            warm: { file: file("1.zip"), into: empty() },
            measured: { file: file(`${account}.zip`), into: empty() },
          }),
      });
      const samples = await takeTurns([side("small", 2), side("large", 3)], { warmUp: 0, runs });
      return {
        name: "memory-import",
        unit: "MB",
        ...describeSides(samplesOf(samples, "large.resident"), samplesOf(samples, "small.resident")),
        runs,
        database: "SQLite file",
        rows: large,
        against: `growth of resident memory for ${small} rows: 1 is flat`,
        also: {
          live: {
            ...compareMedians(samplesOf(samples, "large.live"), samplesOf(samples, "small.live")),
            against: "the same, in live JavaScript memory",
          },
        },
        details: { rowsOfTheBaseline: small, floor: `${LEAST} MB` },
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
