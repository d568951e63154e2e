/** What it costs when one of many who left together comes back: it goes with what they share, not with how many left. */
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import type { RowStore, RowWriter } from "../connector.ts";
import type { KeptTogether } from "../rights-system.ts";
import { createTestDatabase } from "../testing/test-database.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const MAP: DataMap = readMap(`
tables:
  members: { subject: true, identifiers: { email: email } }
  posts: { edges: { "member_id -> members": owner } }
  comments: { edges: { "post_id -> posts": context, "member_id -> members": owner } }
`);

interface Cost {
  statements: number;
  /** Rows that statements which lock, read exactly or change name. */
  rows: number;
}

/** The same store; `cost` grows with what its transactions that write name. */
function counting(store: RowStore, cost: Cost): RowStore {
  const add = (statements: readonly { readonly length: number }[]) => {
    cost.statements += statements.length;
    for (const { length } of statements) cost.rows += length;
  };
  return {
    ...store,
    write: (work, options) =>
      store.write((writer) => {
        const counted: RowWriter = {
          ...writer,
          lockRows: (table, columns, keys) => {
            add([keys]);
            return writer.lockRows(table, columns, keys);
          },
          readExact: (asks) => {
            add(asks.map(({ in: keys }) => keys));
            return writer.readExact(asks);
          },
          apply: (operations, onApplied) => {
            add(operations.map(({ keys }) => keys));
            return writer.apply(operations, onApplied);
          },
          applyExact: (operations) => {
            add(operations.map(({ rows }) => rows));
            return writer.applyExact(operations);
          },
        };
        return work(counted);
      }, options),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** Everybody has said something to the next one's post, round in a circle, so that all of them hang together. */
async function costOfOne(people: number, all: boolean): Promise<Cost & { readonly tied: number }> {
  const numbers = Array.from({ length: people }, (_, at) => at + 1);
  const rows = (row: (n: number) => string) => numbers.map(row).join(", ");
  const database = await createTestDatabase("sqlite");
  await database.execute(`
    CREATE TABLE members (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);
    CREATE TABLE posts (id integer PRIMARY KEY, member_id integer REFERENCES members(id), body varchar(80));
    CREATE TABLE comments (id integer PRIMARY KEY, post_id integer NOT NULL REFERENCES posts(id), member_id integer REFERENCES members(id), body varchar(80));
    INSERT INTO members VALUES ${rows((n) => `(${n}, 'm${n}@example.org')`)};
    INSERT INTO posts VALUES ${rows((n) => `(${n}, ${n}, 'post of ${n}')`)};
    INSERT INTO comments VALUES ${rows((n) => `(${n}, ${(n % people) + 1}, ${n}, 'comment of ${n}')`)};`);
  const look = async () =>
    Promise.all(["members", "posts", "comments"].map((name) => database.query(`SELECT * FROM ${name} ORDER BY id`)));
  const before = await look();
  const cost: Cost = { statements: 0, rows: 0 };
  const rights = createRowRights(counting(await database.open(), cost), EMPTY_MAP, { schemaMaxAge: 600_000 });
  rights.useMap(MAP);
  try {
    let parts: readonly KeptTogether[] = [];
    const who = numbers.map((n) => ({ identifiers: [], keys: [{ table: "members", key: [String(n)] }] }));
    const keep = async (kept: readonly KeptTogether[]) => {
      parts = kept;
    };
    await rights.batch.erase(who, EVERYTHING, { today: "2030-06-15" }, null, { keep });
    const [group] = parts;
    if (group === undefined || parts.length > 1) throw new Error("they do not hang together");
    const { bonds: _, ...whole } = group;
    Object.assign(cost, { statements: 0, rows: 0 });
    let rest: KeptTogether | null = all ? whole : group;
    const seal = async (_diff: unknown, left: KeptTogether | null) => {
      rest = left;
    };
    await rights.batch.giveBack(rest, 3, { seal });
    const first = { ...cost, tied: group.away.length };
    expect((await look())[0]).toEqual([before[0]?.[3]]);
    // The others come back as well, one by one.
    for (const { at } of group.away.filter((one) => one.at !== 3)) {
      if (rest === null) throw new Error("nothing is kept of who stays away");
      await rights.batch.giveBack(rest, at, { seal });
    }
    expect(rest).toBe(null);
    expect(await look()).toEqual(before);
    return first;
  } finally {
    await rights[Symbol.asyncDispose]();
    await database.drop();
  }
}

test("one comes back by as many statements, about as many rows, whether 8 or 64 hang together with them", async () => {
  const few = await costOfOne(8, false);
  const many = await costOfOne(64, false);
  expect([few.tied, many.tied]).toEqual([8, 64]);
  expect({ ...many, tied: 0 }).toEqual({ ...few, tied: 0 });
  expect(many.rows).toBeLessThan(60);
  // The test can fail: without what hangs on what, all of it is put back and taken away again.
  const whole = await costOfOne(64, true);
  expect(whole.rows).toBeGreaterThan(10 * many.rows);
}, 120_000);
