/** What rows of others have stopped is tried again, in batches and undos as in single requests: a few times, each from the start. */
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { afterEach, describe, expect, test } from "vitest";
import { SystemError } from "../connector.ts";
import type { KeptTogether, Retry } from "../rights-system.ts";
import { type Happening, pauseAt } from "../testing/interleave.ts";
import { createTestDatabase, type TestDatabase, testKinds, whyMissing } from "../testing/test-database.ts";
import { readMap } from "./map-file.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const today = { today: "2030-06-15" };
const SCHEMA = `
  CREATE TABLE people (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);
  CREATE TABLE orders (id integer PRIMARY KEY, person_id integer NOT NULL, second_id integer, FOREIGN KEY (person_id) REFERENCES people(id));
  CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL, FOREIGN KEY (order_id) REFERENCES orders(id));
  INSERT INTO people VALUES (1, 'ada@example.org'), (2, 'bo@example.org'), (3, 'cy@example.org');
  INSERT INTO orders VALUES (1, 1, 2), (2, 2, NULL), (3, 3, NULL);
  INSERT INTO order_lines VALUES (1, 1);`;
const MAP: DataMap = readMap(`
tables:
  people: { subject: true, identifiers: { email: email } }
  orders: { edges: { "person_id -> people": owner, "second_id -> people": owner } }
  order_lines: { edges: { "order_id -> orders": part } }
`);
const PEOPLE = ["1", "2"].map((id) => ({ identifiers: [], keys: [{ table: "people", key: [id] }] }));

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  describe.skipIf(missing !== null)(missing ?? "tries again", () => {
    const opened: (RowRights | TestDatabase)[] = [];
    afterEach(async () => {
      for (const one of opened.splice(0)) await ("drop" in one ? one.drop() : one[Symbol.asyncDispose]());
    });

    async function openCourt() {
      const database = await createTestDatabase(kind);
      await database.execute(SCHEMA);
      const at: Happening = { moment: null, act: async () => undefined };
      const rights = createRowRights(pauseAt(await database.open(), at), EMPTY_MAP, { schemaMaxAge: 600_000 });
      rights.useMap(MAP);
      opened.push(rights, database);
      const rows = async () => [
        await database.query("SELECT * FROM people WHERE id > 0 ORDER BY id"),
        await database.query("SELECT * FROM orders ORDER BY id"),
        await database.query("SELECT * FROM order_lines ORDER BY id"),
      ];
      const retries: Retry[] = [];
      const kept: (readonly KeptTogether[])[] = [];
      const hooks = {
        onRetry: (retry: Retry) => void retries.push(retry),
        keep: async (parts: readonly KeptTogether[]) => void kept.push(parts),
      };
      return { database, at, rights, rows, retries, kept, hooks, before: await rows() };
    }

    /** Fails like a deadlock after the first statement, so many times. */
    function conflicts(at: Happening, times: number): void {
      let left = times;
      at.moment = "after the first statement";
      at.act = async () => {
        left -= 1;
        if (left > 0) at.moment = "after the first statement";
        throw new SystemError("system_conflict", "test", "Another transaction got in the way.", "Try again.");
      };
    }

    test("a batch and the undo of one of it; in the end with the same result as without", async () => {
      const { at, rights, rows, retries, kept, hooks, before } = await openCourt();
      conflicts(at, 2);
      const outcome = await rights.batch.erase(PEOPLE, EVERYTHING, today, null, hooks);
      expect(outcome.whole.verified).toBe(true);
      expect(retries.map(({ attempt, of, code }) => [attempt, of, code])).toEqual([
        [2, 4, "system_conflict"],
        [3, 4, "system_conflict"],
      ]);
      const [part] = kept.at(-1) ?? [];
      if (part === undefined) throw new Error("nothing was kept");
      const seals: (KeptTogether | null)[] = [];
      conflicts(at, 1);
      const seal = async (_: unknown, rest: KeptTogether | null) => void seals.push(rest);
      await rights.batch.giveBack(part, 0, { seal, onRetry: hooks.onRetry });
      expect(retries).toHaveLength(3);
      const rest = seals.at(-1);
      if (rest === null || rest === undefined) throw new Error("nothing is kept of who stays away");
      await rights.lifecycle.revert(rest.diff, { seal: async () => {} });
      expect(await rows()).toEqual(before);
    });

    test("not for ever, and then nothing is changed", async () => {
      const { at, rights, rows, retries, hooks, before } = await openCourt();
      conflicts(at, 99);
      await expect(rights.batch.erase(PEOPLE, EVERYTHING, today, null, hooks)).rejects.toMatchObject({
        code: "system_conflict",
      });
      expect(retries.map(({ attempt }) => attempt)).toEqual([2, 3, 4]);
      at.moment = null;
      expect(await rows()).toEqual(before);
    });

    // The others let nobody in while somebody writes.
    if (kind !== "postgres") return;
    test("with a row that came in between plan and change", async () => {
      const { database, at, rights, rows, retries, hooks } = await openCourt();
      at.moment = "before the change";
      at.act = () => database.execute("INSERT INTO order_lines VALUES (9, 2)");
      const { whole } = await rights.batch.erase(PEOPLE, EVERYTHING, today, null, hooks);
      expect(whole.verified).toBe(true);
      expect(retries.map(({ code }) => code)).toEqual(["system_constraint_refused"]);
      expect((await rows())[2]).toEqual([]);
    });
  });
});
