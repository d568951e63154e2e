/** One person's approved erasure: ours, without and with verification, against hand-written transactions. */
import { eraseByCascade, eraseByHand } from "./application/erase-by-hand.ts";
import { emailOf } from "./application/fill-application.ts";
import { openApplication } from "./application/open-application.ts";
import { compareMedians, describeSides, samplesOf, takeTurns, time } from "./measure.ts";
import { eraseTimed, openBenchRights } from "./open-rights.ts";
import { type Scenario, UsageError } from "./scenario.ts";

/** People who share rows are at most 22 numbers apart: nobody's erasure makes work for the next. */
const APART = 23;

export const eraseOne: Scenario = {
  name: "erase-one",
  title: "one person erased from 30 tables: deleted, blanked, detached, counters told",
  async run(options) {
    await using application = await openApplication(options);
    const { database, accounts } = application;
    // Each run takes three people: one for every way of doing it.
    const most = Math.floor((accounts - 1) / APART / 3);
    const runs = options.runs ?? Math.min(30, Math.max(1, most - 8));
    const warmUp = Math.max(0, Math.min(8, most - runs));
    if (most < runs) throw new UsageError(`An application of ${application.rows} rows has people for ${most} runs.`);
    await using bench = await openBenchRights(database);
    const { byHand } = database;
    let next = 1;
    const nextEmail = () => {
      const email = emailOf(next);
      next += APART;
      return email;
    };
    options.onProgress(`erasing ${(runs + warmUp) * 3} people in turns`);
    const samples = await takeTurns(
      [
        { name: "ours", run: () => eraseTimed(bench, nextEmail()) },
        { name: "hand", run: async () => ({ work: await time(() => eraseByHand(byHand, nextEmail())) }) },
        { name: "cascade", run: async () => ({ work: await time(() => eraseByCascade(byHand, nextEmail())) }) },
      ],
      { warmUp, runs },
    );
    const ours = samplesOf(samples, "ours.work");
    const hand = samplesOf(samples, "hand.work");
    const cascade = samplesOf(samples, "cascade.work");
    return {
      name: "erase-one",
      unit: "ms",
      ...describeSides(ours, hand),
      runs,
      database: database.label,
      rows: application.rows,
      against: "hand-written: one transaction, one set-based statement a table and disposition, the same driver",
      also: {
        verified: {
          ...compareMedians(samplesOf(samples, "ours.verified"), hand),
          against: "the same, which verifies nothing; ours with its verification",
        },
        cascade: {
          ...compareMedians(ours, cascade),
          against: "hand-written, leaving to ON DELETE CASCADE and SET NULL whatever they can do",
        },
      },
      details: {},
    };
  },
};
