/** Puts the rows of a package into a database, some at a time: a pass that only looks, and one that writes. */
import { isPointedAt, namesOfGiven } from "@kept/engine/import-names";
import { type ImportOrder, writeBatch } from "@kept/engine/import-operations";
import type { NameSet } from "@kept/engine/import-places";
import { type GivenRows, ImportPass, type ImportPlan } from "@kept/engine/import-rows";
import type { GivenRow } from "@kept/engine/import-values";
import type { ModelIndex } from "@kept/engine/model";
import type { Operation } from "@kept/engine/store";
import type { RowReader, RowStore, RowWriter } from "../connector.ts";
import { drive } from "./drive.ts";
import { type ImportScratch, openImportScratch } from "./import-scratch.ts";

/** Rows of one table that are the person's own. They are gone through several times, and give the same rows each time. */
export interface GivenTable {
  readonly table: string;
  readonly rows: Iterable<GivenRow> | AsyncIterable<GivenRow>;
}

/** Rows that are held at once, at most: so many, or fewer of so many characters. */
const ROWS_PER_BATCH = 500;
const CHARACTERS_PER_BATCH = 4_000_000;
const UPDATES_PER_BATCH = 500;

/** Imports in one transaction; nothing when a finding blocks it. Answers what was, or would be, done. */
export async function importRows(
  store: RowStore,
  index: ModelIndex,
  given: readonly GivenTable[],
  isDryRun: boolean,
): Promise<ImportPlan> {
  using scratch = openImportScratch();
  const coming = scratch.createNames();
  await nameRows(index, given, coming);
  const { plan, order } = await store.read(async (reader) => {
    const pass = await beginPass(reader, index, coming, scratch);
    for (const one of given) for await (const rows of batchesOf(one)) await drive(reader, pass.take([rows]));
    return pass.finish(store.capabilities);
  });
  if (isDryRun || plan.findings.some(({ blocks }) => blocks)) return plan;
  try {
    return await store.write(
      async (writer) => {
        const pass = await beginPass(writer, index, coming, scratch);
        for await (const batch of groupsOf(order, given)) {
          const taken = await drive(writer, pass.take(batch));
          // What others have put there since is in the way.
          if (pass.isRefused()) throw new ImportRefused(pass.finish(store.capabilities).plan);
          const { inserts, updates } = writeBatch(index, order, taken);
          await writer.apply(inserts);
          for (const update of updates) scratch.keep(JSON.stringify(update));
        }
        await applyKept(writer, scratch);
        return pass.finish(store.capabilities).plan;
      },
      { suspendForeignKeys: order.suspendForeignKeys },
    );
  } catch (error) {
    if (error instanceof ImportRefused) return error.plan;
    throw error;
  }
}

/** Ends the transaction: nothing of the import stays. */
class ImportRefused extends Error {
  override readonly name = "ImportRefused";
  readonly plan: ImportPlan;
  constructor(plan: ImportPlan) {
    super("The import was refused.");
    this.plan = plan;
  }
}

async function nameRows(index: ModelIndex, given: readonly GivenTable[], coming: NameSet): Promise<void> {
  for (const { table: name, rows } of given) {
    const table = index.table.get(name);
    if (table === undefined || !isPointedAt(index, table)) continue;
    for await (const row of rows) for (const one of namesOfGiven(index, table, row)) coming.add(one);
  }
}

async function beginPass(
  reader: RowReader,
  index: ModelIndex,
  coming: NameSet,
  scratch: ImportScratch,
): Promise<ImportPass> {
  const pass = new ImportPass(index, coming, scratch.createNames());
  await drive(reader, pass.begin());
  return pass;
}

/** What goes in together, in its order. */
async function* groupsOf(order: ImportOrder, given: readonly GivenTable[]): AsyncGenerator<readonly GivenRows[]> {
  for (const { tables, isWhole } of order.groups) {
    const own = given.filter(({ table }) => tables.includes(table));
    if (isWhole) {
      const whole: GivenRows[] = [];
      for (const { table, rows } of own) whole.push({ table, rows: await Array.fromAsync(rows) });
      if (whole.length > 0) yield whole;
    } else for (const one of own) for await (const rows of batchesOf(one)) yield [rows];
  }
}

/** The rows of a table, as many as may be held at once; one batch of none where there are none. */
async function* batchesOf({ table, rows }: GivenTable): AsyncGenerator<GivenRows> {
  let batch: GivenRow[] = [];
  let weight = 0;
  let given = 0;
  for await (const row of rows) {
    batch.push(row);
    weight += weigh(row);
    if (batch.length < ROWS_PER_BATCH && weight < CHARACTERS_PER_BATCH) continue;
    yield { table, rows: batch };
    given += batch.length;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0 || given === 0) yield { table, rows: batch };
}

/** Characters of a row, nearly. Bytes are written as hexadecimal digits. */
function weigh(row: GivenRow): number {
  return Object.values(row).reduce((sum: number, value) => {
    if (typeof value === "string") return sum + value.length;
    if (value instanceof Uint8Array) return sum + 2 * value.length;
    return sum + (value !== null && typeof value === "object" ? JSON.stringify(value).length : 0);
  }, 0);
}

/** References that close a circle are set once all rows are there. */
async function applyKept(writer: RowWriter, scratch: ImportScratch): Promise<void> {
  let batch: Operation[] = [];
  for (const text of scratch.readKept()) {
    batch.push(JSON.parse(text) as Operation);
    if (batch.length < UPDATES_PER_BATCH) continue;
    await writer.apply(batch);
    batch = [];
  }
  if (batch.length > 0) await writer.apply(batch);
}
