/** By how much memory grows while all rows of a person stream past: of ten times as many rows against of as many. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openBenchDatabase } from "./bench-database.ts";
import { compareMedians, describeSides, samplesOf, takeTurns } from "./measure.ts";
import { fillJournal, journalEmail } from "./memory/journal.ts";
import type { ReadJob, ReadReport } from "./memory/measure-read.ts";
import type { Scenario } from "./scenario.ts";

const program = fileURLToPath(new URL("./memory/measure-read.ts", import.meta.url));
const run = promisify(execFile);
const MEGABYTE = 1_000_000;
/** Growth below this many megabytes is chance, and taken for this much. */
const LEAST = 0.5;

/** A fresh process for each figure: what one read leaves behind must not lie under the next. */
async function measureRead(job: ReadJob): Promise<Readonly<Record<string, number>>> {
  // The first flag lets the process collect before it measures; with the second the embedded database is not compiled twice.
  const { stdout } = await run(process.execPath, ["--expose-gc", "--liftoff-only", program, JSON.stringify(job)]);
  const { residentGrowth, liveGrowth } = JSON.parse(stdout) as ReadReport;
  const megabytes = (bytes: number) => Math.max(LEAST, bytes / MEGABYTE);
  return { resident: megabytes(residentGrowth), live: megabytes(liveGrowth) };
}

export const memoryPackage: Scenario = {
  name: "memory-package",
  title: "memory while a package of 100,000 rows streams past, against one of 10,000",
  async run(options) {
    await using database = await openBenchDatabase();
    const large = options.rows ?? database.scale(100_000, 20_000);
    const fill = [Math.max(1, Math.round(large / 10)), large] as const;
    const runs = options.runs ?? 3;
    options.onProgress(`filling a journal of ${(fill[0] + fill[1]) * 2} rows`);
    await fillJournal(database.execute, fill);
    await using copy = await database.dump();
    const job = (table: "lines" | "pages", size: "small" | "large"): ReadJob => ({
      url: database.url,
      file: copy.file,
      email: journalEmail(table, size),
    });
    options.onProgress("reading in processes of their own");
    const samples = await takeTurns(
      (["lines", "pages"] as const).flatMap((table) =>
        (["small", "large"] as const).map((size) => ({
          name: `${table}.${size}`,
          run: () => measureRead(job(table, size)),
        })),
      ),
      { warmUp: 0, runs },
    );
    const ours = samplesOf(samples, "lines.large.resident");
    const small = samplesOf(samples, "lines.small.resident");
    const compare = (table: string, kind: string) =>
      compareMedians(samplesOf(samples, `${table}.large.${kind}`), samplesOf(samples, `${table}.small.${kind}`));
    return {
      name: "memory-package",
      unit: "MB",
      ...describeSides(ours, small),
      runs,
      database: database.label,
      rows: large,
      against: `growth of resident memory for ${fill[0]} rows: 1 is flat (all rows in a table on which nothing hangs)`,
      also: {
        live: { ...compare("lines", "live"), against: "the same, in live JavaScript memory" },
        withParts: {
          ...compare("pages", "resident"),
          against: "the same, for rows on which others hang",
        },
        withPartsLive: { ...compare("pages", "live"), against: "the same, in live JavaScript memory" },
      },
      details: { rowsOfTheBaseline: fill[0], floor: `${LEAST} MB` },
    };
  },
};
