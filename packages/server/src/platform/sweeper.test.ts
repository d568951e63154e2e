/** Repeated work: all of it at once in one process, and each in one process at a time. */
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Ctx } from "./ctx.ts";
import { openPostgres } from "./db/open-database.ts";
import { createSweeper } from "./sweeper.ts";
import { createTestCtx } from "./testing/create-test-ctx.ts";

const MANY = 30;

test("more sweeps than the database has connections begin together, ask it, and end", async () => {
  await using house = await createTestCtx({ slices: () => [] });
  const everybodyIsThere = Promise.withResolvers<void>();
  let there = 0;
  const ended: string[] = [];
  const sweepOf = (name: string) => ({
    name,
    everySeconds: 3600,
    atStart: true,
    run: async (ctx: Ctx) => {
      there += 1;
      if (there === MANY) everybodyIsThere.resolve();
      await everybodyIsThere.promise;
      await sql`SELECT 1`.execute(ctx.db);
      ended.push(name);
    },
  });
  const names = Array.from({ length: MANY }, (_, number) => `sweep ${number}`);
  const sweeper = createSweeper({ ctx: house.ctx, database: house.parts.database, sweeps: names.map(sweepOf) });
  sweeper.start();
  await sweeper.stop();
  expect(ended.toSorted()).toEqual(names.toSorted());
});

test.skipIf(process.env["KEPT_TEST_DB"] !== "postgres")(
  "of two processes on one database one is at a sweep, and the other comes to it when that one has ended",
  async () => {
    await using house = await createTestCtx({ slices: () => [] });
    const { queue, alone } = house.parts.database;
    if (queue.kind !== "postgres") throw new Error("The test needs a server's database.");
    const other = await openPostgres(queue.url);
    const did: string[] = [];
    await alone(7, async () => {
      await other.alone(7, async () => void did.push("the same"));
      await other.alone(8, async () => void did.push("another"));
    });
    await other.alone(7, async () => void did.push("the same, afterwards"));
    await other.close();
    expect(did).toEqual(["another", "the same, afterwards"]);
  },
);
