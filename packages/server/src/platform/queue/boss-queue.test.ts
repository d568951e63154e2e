/** The queue inside somebody else's transaction. */
import { expect, test } from "vitest";
import { createLog } from "../log.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { createBossQueue } from "./boss-queue.ts";

const TIDY = "platform.tidy" as const;

test("a queue whose options changed with the version still takes jobs inside a transaction", async () => {
  const database = await openTestDatabase();
  const log = createLog("silent");
  const send = async (options: { retryLimit: number; timeoutSeconds: number }, id: string): Promise<void> => {
    const queue = createBossQueue(database, log, { work: false });
    queue.handle(TIDY, async () => {}, options);
    await queue.start();
    // Inside a transaction the embedded database's only connection is taken: a look past it would never end.
    const sent = database.db.transaction().execute((trx) => queue.send(trx, [{ id, name: TIDY, payload: {} }]));
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("It hangs.")), 10_000).unref());
    await Promise.race([sent, late]);
    const jobs = await queue.boss.findJobs(TIDY, { id });
    expect(jobs.map((job) => job.retryLimit)).toEqual([options.retryLimit]);
    await queue.stop();
  };
  await send({ retryLimit: 3, timeoutSeconds: 60 }, "00000000-0000-8000-8000-000000000001");
  await send({ retryLimit: 5, timeoutSeconds: 90 }, "00000000-0000-8000-8000-000000000002");
  await database.close();
});

test("many jobs that come at once are done one after the other, without a pause until the next look", async () => {
  const database = await openTestDatabase();
  const queue = createBossQueue(database, createLog("silent"), { work: true });
  let ran = 0;
  const all = Promise.withResolvers<void>();
  queue.handle(
    TIDY,
    async () => {
      ran += 1;
      if (ran === 9) all.resolve();
    },
    { concurrency: 2 },
  );
  await queue.start();
  const jobs = Array.from({ length: 9 }, (_, index) => ({
    id: `00000000-0000-8000-8000-00000000001${index}`,
    name: TIDY,
    payload: {},
  }));
  const started = performance.now();
  await database.db.transaction().execute((trx) => queue.send(trx, jobs));
  await all.promise;
  // The next look of a worker that nobody wakes is fifteen seconds away.
  expect(performance.now() - started).toBeLessThan(10_000);
  await queue.stop();
  expect(ran).toBe(9);
  await database.close();
});
