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

const address = process.env["KEPT_TEST_POSTGRES"];

test.skipIf(address === undefined)(
  "of two processes on one database one is at a sweep, and the other comes to it when that one has ended",
  async () => {
    const [one, other] = await Promise.all([openPostgres(address ?? ""), openPostgres(address ?? "")]);
    const did: string[] = [];
    await one.alone(70_007, async () => {
      await other.alone(70_007, async () => void did.push("the same"));
      await other.alone(70_008, async () => void did.push("another"));
    });
    await other.alone(70_007, async () => void did.push("the same, afterwards"));
    await Promise.all([one.close(), other.close()]);
    expect(did).toEqual(["another", "the same, afterwards"]);
  },
);
