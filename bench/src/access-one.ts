/** Everything of one person, read to the end: ours against one hand-written SELECT a table. */
import { accessByHand } from "./application/access-by-hand.ts";
import { emailOf } from "./application/fill-application.ts";
import { openApplication } from "./application/open-application.ts";
import { describeSides, samplesOf, takeTurns, time } from "./measure.ts";
import { openBenchRights, readEverything } from "./open-rights.ts";
import type { Scenario } from "./scenario.ts";

export const accessOne: Scenario = {
  name: "access-one",
  title: "everything that 30 tables hold of one person, read to the end",
  async run(options) {
    await using application = await openApplication(options);
    const { database, accounts } = application;
    await using bench = await openBenchRights(database);
    const runs = options.runs ?? 40;
    let read = 0;
    // Both sides of a round read the same person, of whom nothing is cached but by chance; who goes first alternates.
    const emailIn = (round: number) => emailOf(((round * 7919) % accounts) + 1);
    options.onProgress(`reading ${runs} people in turns`);
    const samples = await takeTurns(
      [
        {
          name: "ours",
          run: async (round) => {
            read = 0;
            return {
              work: await time(() =>
                readEverything(bench, emailIn(round), () => {
                  read += 1;
                }),
              ),
            };
          },
        },
        {
          name: "hand",
          run: async (round) => ({ work: await time(() => accessByHand(database.byHand, emailIn(round))) }),
        },
      ],
      { warmUp: Math.min(10, runs), runs },
    );
    const ours = samplesOf(samples, "ours.work");
    const hand = samplesOf(samples, "hand.work");
    return {
      name: "access-one",
      unit: "ms",
      ...describeSides(ours, hand),
      runs,
      database: database.label,
      rows: application.rows,
      against: "hand-written: one REPEATABLE READ transaction, one SELECT a table, the same columns, the same driver",
      also: {},
      details: { rowsOfThePerson: read },
    };
  },
};
