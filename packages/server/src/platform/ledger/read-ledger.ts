/** Reads the ledger: entries, checkpoints, proofs, and the whole of it as records. */
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { consistencyProof, type Hash, inclusionProof, rangeRoot } from "./merkle.ts";
import { readNode } from "./sequencer.ts";
import type { LedgerRecord } from "./verify-ledger.ts";

type Db = Kysely<Database>;

export interface EntryRow {
  readonly index: number;
  readonly type: string;
  readonly commitment: Hash;
  readonly leafHash: Hash;
  readonly salt: Uint8Array | null;
  readonly content: string | null;
}

export interface EntryFilter {
  readonly before?: number | undefined;
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly limit: number;
}

/** Entries, newest first. */
export async function listEntries(db: Db, filter: EntryFilter): Promise<readonly EntryRow[]> {
  let query = db
    .selectFrom("ledger_entry")
    .select([
      "ledger_entry.index",
      "ledger_entry.type",
      "ledger_entry.commitment",
      "ledger_entry.leaf_hash as leafHash",
      "ledger_entry.salt",
      "ledger_entry.content",
    ])
    .orderBy("ledger_entry.index", "desc")
    .limit(filter.limit);
  const { subject } = filter;
  if (subject !== undefined) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("ledger_subject")
          .select("ledger_subject.index")
          .whereRef("ledger_subject.index", "=", "ledger_entry.index")
          .where("ledger_subject.subject", "=", subject),
      ),
    );
  }
  if (filter.before !== undefined) query = query.where("ledger_entry.index", "<", filter.before);
  if (filter.type !== undefined) query = query.where("ledger_entry.type", "=", filter.type);
  return await query.execute();
}

export interface CheckpointRow {
  readonly size: number;
  readonly root: Hash;
  readonly note: string;
  readonly at: string;
}

/** The checkpoint of a size, or the latest; null when there is none. */
export async function readCheckpoint(db: Db, size?: number): Promise<CheckpointRow | null> {
  let query = db.selectFrom("ledger_checkpoint").selectAll().orderBy("size", "desc").limit(1);
  if (size !== undefined) query = query.where("size", "=", size);
  const row = await query.executeTakeFirst();
  return row === undefined ? null : { size: row.size, root: row.root_hash, note: row.note, at: row.at.toISOString() };
}

/** The audit path of an entry in the tree of `size` leaves, with what it proves. */
export async function proveInclusion(
  db: Db,
  index: number,
  size: number,
): Promise<{ readonly leaf: Hash; readonly root: Hash; readonly path: readonly Hash[] }> {
  const read = nodeReader(db);
  return {
    leaf: await read(0, index),
    root: await rangeRoot(0, size, read),
    path: await inclusionProof(index, size, read),
  };
}

/** Proof that the tree of `from` leaves is the beginning of the tree of `to` leaves. */
export async function proveConsistency(
  db: Db,
  from: number,
  to: number,
): Promise<{ readonly fromRoot: Hash; readonly toRoot: Hash; readonly path: readonly Hash[] }> {
  const read = nodeReader(db);
  return {
    fromRoot: await rangeRoot(0, from, read),
    toRoot: await rangeRoot(0, to, read),
    path: await consistencyProof(from, to, read),
  };
}

function nodeReader(db: Db): (level: number, index: number) => Promise<Hash> {
  return (level, index) => readNode(db as Transaction<Database>, level, index);
}

const PAGE = 500;

/** Every record in the order in which `verifyLedger` wants them, page by page. */
export async function* readRecords(
  db: Db,
  header: { origin: string; verifierKey: string },
): AsyncGenerator<LedgerRecord> {
  yield { kind: "header", format: "kept-ledger/1", ...header };
  let next = 0;
  for (;;) {
    const rows = await db
      .selectFrom("ledger_entry")
      .select(["index", "commitment", "leaf_hash as leafHash", "salt", "content"])
      .where("index", ">=", next)
      .orderBy("index")
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    const checkpoints = await db
      .selectFrom("ledger_checkpoint")
      .select(["size", "root_hash as root", "note", "at"])
      .where("size", ">", next)
      .where("size", "<=", last === undefined ? Number.MAX_SAFE_INTEGER : last.index + 1)
      .orderBy("size")
      .execute();
    let position = 0;
    for (const row of rows) {
      yield {
        kind: "entry",
        index: row.index,
        commitment: hex(row.commitment),
        leafHash: hex(row.leafHash),
        salt: row.salt === null ? null : hex(row.salt),
        content: row.content,
      };
      for (; (checkpoints[position]?.size ?? Infinity) <= row.index + 1; position += 1) {
        const checkpoint = checkpoints[position];
        if (checkpoint !== undefined) yield checkpointRecord(checkpoint);
      }
    }
    for (const checkpoint of checkpoints.slice(position)) yield checkpointRecord(checkpoint);
    if (last === undefined) return;
    next = last.index + 1;
  }
}

function checkpointRecord(row: { size: number; root: Hash; note: string; at: Date }): LedgerRecord {
  return { kind: "checkpoint", size: row.size, rootHash: hex(row.root), note: row.note, at: row.at.toISOString() };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
