/** One person with 10,000 rows in one table, and as many parts of them: ours against sets and against row by row. */
import { openBenchDatabase } from "./bench-database.ts";
import { eraseInSets, eraseRowByRow } from "./feed/erase-by-hand.ts";
import { fillFeed, HEAVY_EMAIL, heavyRows, putHeavyBack } from "./feed/feed.ts";
import { compareFigures, compareMedians, describeSides, median, samplesOf, takeTurns, time } from "./measure.ts";
import { eraseTimed, openBenchRights } from "./open-rights.ts";
import type { Scenario } from "./scenario.ts";

export const eraseManyRows: Scenario = {
  name: "erase-10k-rows",
  title: "one person with a tenth of a table (10,000 of 100,000 rows) erased, with the parts of these rows",
  async run(options) {
    await using database = await openBenchDatabase();
    const rows = options.rows ?? database.scale(100_000, 10_000);
    const runs = options.runs ?? 7;
    options.onProgress(`filling a feed of ${rows} entries`);
    await fillFeed(database, rows);
    await putHeavyBack(database, rows);
    await using bench = await openBenchRights(database);
    const restored = async () => {
      options.onProgress("putting the member's rows back");
      await putHeavyBack(database, rows);
    };
    const samples = await takeTurns(
      [
        {
          name: "ours",
          run: async () => {
            const times = await eraseTimed(bench, HEAVY_EMAIL);
            await restored();
            return times;
          },
        },
        {
          name: "sets",
          run: async () => {
            const work = await time(() => eraseInSets(database.byHand));
            await restored();
            return { work };
          },
        },
      ],
      { warmUp: 1, runs },
    );
    options.onProgress("erasing row by row, once");
    const rowAtATime = await time(() => eraseRowByRow(database.byHand));
    const ours = samplesOf(samples, "ours.work");
    const sets = samplesOf(samples, "sets.work");
    return {
      name: "erase-10k-rows",
      unit: "ms",
      ...describeSides(ours, sets),
      runs,
      database: database.label,
      rows,
      against: "hand-written: one transaction, one set-based statement a table and disposition, the same driver",
      also: {
        verified: {
          ...compareMedians(samplesOf(samples, "ours.verified"), sets),
          against: "the same, which verifies nothing; ours with its verification",
        },
        rowAtATime: {
          ...compareFigures(median(ours), rowAtATime),
          against: "one autocommitted statement for each row, the rows being known (measured once)",
        },
      },
      details: { rowsOfThePerson: heavyRows(rows) * 2 + 1 },
    };
  },
};
