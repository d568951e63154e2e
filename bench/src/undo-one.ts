/** One of many who left in one run and hang together comes back, against one who left with nobody else. */
import type { KeptTogether } from "@kept/connectors/rights-system";
import { EVERYTHING } from "@kept/engine/rights";
import { emailOf } from "./application/fill-application.ts";
import { openApplication } from "./application/open-application.ts";
import { compareFigures, describeSides, median, samplesOf, takeTurns, time } from "./measure.ts";
import { openBenchRights, personOf } from "./open-rights.ts";
import { type Scenario, UsageError } from "./scenario.ts";

/** People whose numbers are near share rows; those so far apart do not. */
const APART = 23;
const PEOPLE = 300;
const TODAY = { today: "2026-01-01" };
const keepNothing = { seal: async () => undefined };

export const undoOne: Scenario = {
  name: "undo-one-of-many",
  title: "One of 300 who hang together comes back, the others stay erased",
  async run(options) {
    await using application = await openApplication(options);
    const { database, accounts } = application;
    const runs = options.runs ?? 5;
    const people = Math.min(PEOPLE, Math.floor(accounts / 3));
    const alone = runs + 1;
    if (people <= alone || people + (alone + 2) * APART > accounts)
      throw new UsageError(`An application of ${application.rows} rows has too few people.`);
    await using bench = await openBenchRights(database);
    const { batch, lifecycle } = bench.rights;
    const erase = async (numbers: readonly number[]) => {
      let parts: readonly KeptTogether[] = [];
      const keep = async (kept: readonly KeptTogether[]) => {
        parts = kept;
      };
      await batch.erase(
        numbers.map((number) => personOf(emailOf(number))),
        EVERYTHING,
        TODAY,
        null,
        { keep },
      );
      return parts;
    };
    options.onProgress(`erasing ${people} people who hang together, and ${alone} who do not`);
    const groups = await erase(Array.from({ length: people }, (_, at) => at + 1));
    let group = groups.reduce((most, one) => (one.away.length > most.away.length ? one : most));
    const tied = group.away.length;
    const apart = (await erase(Array.from({ length: alone }, (_, at) => people + APART * (at + 2)))).filter(
      ({ away }) => away.length === 1,
    );
    const bytes = JSON.stringify(group).length;
    options.onProgress(`bringing back one of ${tied}, and one of those apart, in turns`);
    const samples = await takeTurns(
      [
        {
          name: "tied",
          run: async () => {
            // Somebody from the middle: they share with as many as anybody does.
            const at = group.away[Math.floor(group.away.length / 2)]?.at ?? -1;
            const look = await time(async () => void (await batch.planGiveBack(group, at)));
            let rest: KeptTogether | null = null;
            const undo = await time(async () => {
              const seal = async (_: unknown, left: KeptTogether | null) => {
                rest = left;
              };
              await batch.giveBack(group, at, { seal });
            });
            group = rest ?? group;
            return { look, undo };
          },
        },
        {
          name: "apart",
          run: async () => {
            const part = apart.pop();
            if (part === undefined) throw new UsageError("Too few people of the application share nothing.");
            const look = await time(async () => void (await lifecycle.planRevert(part.diff)));
            const undo = await time(async () => void (await lifecycle.revert(part.diff, keepNothing)));
            return { look, undo };
          },
        },
      ],
      { warmUp: 1, runs },
    );
    return {
      name: "undo-one-of-many",
      unit: "ms",
      ...describeSides(samplesOf(samples, "tied.undo"), samplesOf(samples, "apart.undo")),
      runs,
      database: database.label,
      rows: application.rows,
      against: "ours, one who left in the same way and shares nothing with anybody of the run",
      also: {
        look: {
          ...compareFigures(median(samplesOf(samples, "tied.look")), median(samplesOf(samples, "apart.look"))),
          against: "the look before it, of the same two",
        },
      },
      details: { tied, kilobytesKept: Math.round(bytes / 1024) },
    };
  },
};
