/** Whether one person's rights take the same time however many rows of others there are: few against many, in turns. */
import { emailOf } from "./application/fill-application.ts";
import { openApplication } from "./application/open-application.ts";
import { describeSides, median, samplesOf, takeTurns, time } from "./measure.ts";
import { eraseTimed, openBenchRights, readEverything } from "./open-rights.ts";
import type { Result, Scenario } from "./scenario.ts";

/** People who share rows are at most 22 numbers apart: nobody's erasure makes work for the next. */
const APART = 23;
const FEW_ROWS = 10_000;
/** Reads of each person: few people fit into so few rows. */
const READS = 7;

export const flatTime: Scenario = {
  name: "flat-time",
  title: "one person's access and erasure with many rows of others, against few",
  async run(options): Promise<readonly Result[]> {
    await using many = await openApplication(options);
    await using few = await openApplication({ ...options, rows: FEW_ROWS });
    await using inMany = await openBenchRights(many.database);
    await using inFew = await openBenchRights(few.database);
    // The small application has people for few erasures.
    const warmUp = 1;
    const runs = Math.min(options.runs ?? 20, Math.floor((few.accounts - 1) / APART) - warmUp);
    options.onProgress(`the rights of ${runs} people in ${many.rows} and in ${few.rows} rows, in turns`);
    const sides = [
      { name: "many", bench: inMany },
      { name: "few", bench: inFew },
    ];
    const samples = await takeTurns(
      sides.map(({ name, bench }) => ({
        name,
        run: async (round: number) => {
          const email = emailOf(1 + round * APART);
          // The second time: what is cached of one person says nothing of the size of the rest.
          await readEverything(bench, email, () => undefined);
          const reads: number[] = [];
          for (let turn = 0; turn < READS; turn += 1) {
            reads.push(await time(() => readEverything(bench, email, () => undefined)));
          }
          const { work } = await eraseTimed(bench, email);
          return { access: median(reads), erase: work };
        },
      })),
      { warmUp, runs },
    );
    return ["access", "erase"].map((right) => ({
      name: `flat-time-${right}`,
      unit: "ms",
      ...describeSides(samplesOf(samples, `many.${right}`), samplesOf(samples, `few.${right}`)),
      runs,
      database: many.database.label,
      rows: many.rows,
      against: `ours with ${few.rows} rows: 1 is flat`,
      also: {},
      details: {},
    }));
  },
};
