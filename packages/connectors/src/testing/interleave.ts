/** C17: a row that comes in from a connection of its own while an erasure runs, and what becomes of it. */
import { EVERYTHING, type RowRef } from "@kept/engine/rights";
import type { RowStore, RowWriter } from "../connector.ts";
import type { RowRights } from "../rights/row-rights.ts";
import { quote } from "./build-database.ts";
import type { TestDatabase } from "./test-database.ts";

/** Moments of a run, in their order. */
export const MOMENTS = [
  "before the transaction",
  "before the lock",
  "after the lock",
  "before the change",
  "after the first statement",
  "after the last statement",
  "after the commit",
] as const;
export type Moment = (typeof MOMENTS)[number];

/** What happens, and when; afterwards the moment is null. */
export interface Happening {
  moment: Moment | null;
  act: () => Promise<void>;
}

/** Lets something happen at a moment of a write: real statements of a real store, with a pause between them. */
export function pauseAt(store: RowStore, at: Happening): RowStore {
  const reach = async (moment: Moment) => {
    if (at.moment !== moment) return;
    at.moment = null;
    await at.act();
  };
  return {
    ...store,
    async write(work, options) {
      await reach("before the transaction");
      const result = await store.write(async (writer) => {
        const paused: RowWriter = {
          ...writer,
          async lockRows(...keys) {
            await reach("before the lock");
            await writer.lockRows(...keys);
            await reach("after the lock");
          },
          async apply(operations, onApplied) {
            await reach("before the change");
            const [first, ...rest] = operations;
            if (first === undefined) return await writer.apply(operations, onApplied);
            const changed = [...(await writer.apply([first], onApplied))];
            await reach("after the first statement");
            changed.push(...(await writer.apply(rest, (index) => onApplied?.(index + 1))));
            await reach("after the last statement");
            return changed;
          },
        };
        return await work(paused);
      }, options);
      await reach("after the commit");
      return result;
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

export type Fate = "refused" | "erased" | "told of";

/** A row that comes in, and where it is then. */
export interface Incoming {
  /** From a connection of its own; rejects when the database refuses it. */
  readonly insert: () => Promise<void>;
  readonly table: string;
  readonly column: string;
  readonly key: string;
}

export interface InterleavingCourt {
  readonly database: TestDatabase;
  /** Over a store of {@link pauseAt}. */
  readonly rights: RowRights;
  readonly at: Happening;
  readonly today: string;
}

/** Erases the person while a row of theirs comes in. Answers what became of that row; rejects when it was lost. */
export async function eraseWhile(
  { database, rights, at, today }: InterleavingCourt,
  person: RowRef,
  moment: Moment,
  incoming: Incoming,
): Promise<Fate> {
  const { table, column, key } = incoming;
  const insert = { done: false, refused: false, wait: Promise.resolve() };
  at.moment = moment;
  at.act = async () => {
    insert.wait = incoming.insert().then(
      () => {
        insert.done = true;
      },
      () => {
        insert.refused = true;
      },
    );
    // Time to be done, or to wait for a lock of the erasure; after the commit nothing is left to wait for.
    const locked = new Promise((resolve) => setTimeout(resolve, 300));
    await (moment === "after the commit" ? insert.wait : Promise.race([insert.wait, locked]));
  };
  const query = { identifiers: [], keys: [person] };
  const plans = { last: await rights.planErasure(query, EVERYTHING, { today }) };
  const outcome = await rights.erase(query, EVERYTHING, { today }, null, {
    beforeChange: async (plan) => {
      plans.last = plan;
    },
  });
  await insert.wait;
  const name = (one: string) => quote(database.kind, one);
  const where = `FROM ${name(table)} WHERE ${name(column)} = '${key}'`;
  const isThere = async () => (await database.query(`SELECT 1 AS found ${where}`)).length > 0;
  if (insert.refused) return "refused";
  if (!insert.done) throw new Error("the insert neither succeeded nor failed");
  if (!(await isThere())) return "erased";
  if (outcome.verified) throw new Error(`a row of ${table} that came ${moment} is left, and nobody was told`);
  const isTold = (residue: readonly { readonly table: string }[]) => residue.some((finding) => finding.table === table);
  if (!isTold(outcome.residue))
    throw new Error(`a row of ${table} that came ${moment} is left, and others were told of`);
  // It stays told of for as long as it is there.
  const looked = await rights.settle(plans.last, { today });
  if (!isTold(looked?.residue ?? [])) throw new Error(`a row of ${table} that came ${moment} is told of once only`);
  await database.execute(`DELETE ${where}`);
  const settled = await rights.settle(plans.last, { today });
  if (settled?.verified !== true) throw new Error(`without the row of ${table} something else is left`);
  return "told of";
}
