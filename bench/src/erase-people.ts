/** Many people erased in one run, against one run for each: what one of them costs, verified. */
import { EVERYTHING } from "@kept/engine/rights";
import { emailOf } from "./application/fill-application.ts";
import { openApplication } from "./application/open-application.ts";
import {
  compareFigures,
  compareMedians,
  describeSides,
  median,
  samplesOf,
  takeTurns,
  time,
  timeProcessor,
} from "./measure.ts";
import { eraseTimed, openBenchRights, personOf } from "./open-rights.ts";
import { type Scenario, UsageError } from "./scenario.ts";

/** People who share rows are at most 22 numbers apart: those erased alone make no work for each other. */
const APART = 23;
/** In each round, so many are erased one at a time. */
const ALONE = 20;
const PEOPLE = 1_000;
const TODAY = { today: "2026-01-01" };

export const erasePeople: Scenario = {
  name: "erase-1000-people",
  title: "1,000 people erased in one run: what one of them costs",
  async run(options) {
    await using application = await openApplication(options);
    const { database, accounts } = application;
    const half = Math.floor(accounts / 2);
    const runs = options.runs ?? 3;
    const people = Math.min(PEOPLE, Math.floor(half / (runs + 1)));
    const step = Math.floor(half / people);
    const alone = Math.min(ALONE, Math.floor((accounts - half - 2 * APART) / APART / (runs + 1)));
    if (people < 2 || alone < 1) throw new UsageError(`An application of ${application.rows} rows has too few people.`);
    await using bench = await openBenchRights(database);
    let next = half + APART;
    options.onProgress(`erasing ${people} people in one run, and ${alone} one at a time, in turns`);
    const samples = await takeTurns(
      [
        {
          name: "together",
          run: async (round) => {
            // Every so manyth account of the first half; the next round takes their neighbours.
            const named = Array.from({ length: people }, (_, at) => personOf(emailOf(at * step + (round % step) + 1)));
            const approved = await bench.rights.batch.planErasure(named, EVERYTHING, TODAY);
            bench.times.reading = 0;
            let verified = 0;
            const processor = await timeProcessor(async () => {
              verified = await time(async () => {
                const { whole } = await bench.rights.batch.erase(named, EVERYTHING, TODAY, approved, {});
                if (!whole.verified) throw new Error(`the run left ${whole.residue.length} findings behind`);
              });
            });
            const work = verified - bench.times.reading;
            return { verified: verified / people, work: work / people, processor: processor / people };
          },
        },
        {
          name: "alone",
          run: async () => {
            let verified = 0;
            let work = 0;
            let processor = 0;
            for (let turn = 0; turn < alone; turn += 1) {
              const times = await eraseTimed(bench, emailOf(next));
              next += APART;
              verified += times.verified;
              work += times.work;
              processor += times.processor;
            }
            return { verified: verified / alone, work: work / alone, processor: processor / alone };
          },
        },
      ],
      { warmUp: 1, runs },
    );
    const ours = samplesOf(samples, "together.verified");
    const single = samplesOf(samples, "alone.verified");
    return {
      name: "erase-1000-people",
      unit: "ms",
      ...describeSides(ours, single),
      runs,
      database: database.label,
      rows: application.rows,
      against: `ours, one person a run: everything of each, with verification (${alone} people a round)`,
      also: {
        unverified: {
          ...compareFigures(median(samplesOf(samples, "together.work")), median(samplesOf(samples, "alone.work"))),
          against: "the same without verification",
        },
        processor: {
          ...compareMedians(samplesOf(samples, "together.processor"), samplesOf(samples, "alone.processor")),
          against: "processor time of this process for the same, with verification; the database's is not in it",
        },
      },
      details: { people },
    };
  },
};
