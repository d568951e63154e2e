/** The one writer of the tree. It runs inside the relay's transaction, under a lock that admits one at a time. */
import { createHash, randomBytes } from "node:crypto";
import { sql, type Transaction } from "kysely";
import { type Clock, isoInstant } from "../clock.ts";
import type { Keyring } from "../crypto/keyring.ts";
import type { Database } from "../db/database.ts";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { completeSubtrees, createCompactRange, type Hash, hashLeaf } from "./merkle.ts";

/** What an entry says, before it is hidden behind its commitment. */
export interface LedgerContent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly key: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly subject: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Any number that only Kept uses as an advisory lock. */
const SEQUENCER_LOCK = 7_203_451_002;
const SALT_BYTES = 16;

/** The tree in the database is not the one that was last signed. Nothing is appended to it. */
export class LedgerDamagedError extends Error {
  readonly code = "ledger_damaged";
}

/** The commitment by which the tree knows an entry: without the salt it tells nothing about a guessable content. */
export function commit(salt: Uint8Array, content: string): Hash {
  return createHash("sha256").update(salt).update(content, "utf8").digest();
}

/** Waits until no other transaction appends; the lock ends with the transaction. */
export async function lockSequencer(trx: Transaction<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(SEQUENCER_LOCK)})`.execute(trx);
}

/**
 * Appends entries in order and signs the new tree. The caller holds {@link lockSequencer}.
 * @throws LedgerDamagedError when entries were added or removed behind its back
 */
export async function appendEntries(
  trx: Transaction<Database>,
  parts: { readonly keys: Keyring; readonly clock: Clock; readonly origin: string },
  contents: readonly LedgerContent[],
): Promise<void> {
  if (contents.length === 0) return;
  const size = await ledgerSize(trx);
  const signed = await latestSize(trx);
  if (size !== signed) {
    throw new LedgerDamagedError(`The ledger holds ${size} entries, and its last checkpoint says ${signed}.`);
  }
  const range = createCompactRange(size, await readSubtrees(trx, size));
  const entries = [];
  const subjects = [];
  const nodes = [];
  for (const [offset, content] of contents.entries()) {
    const index = size + offset;
    const text = canonicalJson(content as unknown as JsonValue);
    const salt = randomBytes(SALT_BYTES);
    const commitment = commit(salt, text);
    const leaf = hashLeaf(commitment);
    nodes.push(...range.append(leaf));
    entries.push({
      index,
      entry_id: content.id,
      type: content.type,
      key: content.key,
      at: content.at,
      commitment,
      leaf_hash: leaf,
      salt,
      content: text,
    });
    const about = new Set([content.key, ...Object.values(content.subject)]);
    subjects.push(...[...about].map((subject) => ({ subject, index })));
  }
  await trx.insertInto("ledger_entry").values(entries).execute();
  await trx.insertInto("ledger_subject").values(subjects).execute();
  if (nodes.length > 0) await trx.insertInto("ledger_node").values(nodes).execute();
  const root = range.root();
  await trx
    .insertInto("ledger_checkpoint")
    .values({
      size: range.size,
      root_hash: root,
      note: signCheckpoint(parts.keys, { origin: parts.origin, size: range.size, root }),
      at: isoInstant(parts.clock.now()),
    })
    .execute();
}

async function ledgerSize(trx: Transaction<Database>): Promise<number> {
  const row = await trx.selectFrom("ledger_entry").select("index").orderBy("index", "desc").limit(1).executeTakeFirst();
  return row === undefined ? 0 : row.index + 1;
}

async function latestSize(trx: Transaction<Database>): Promise<number> {
  const row = await trx
    .selectFrom("ledger_checkpoint")
    .select("size")
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.size ?? 0;
}

async function readSubtrees(trx: Transaction<Database>, size: number): Promise<readonly Hash[]> {
  const roots: Hash[] = [];
  for (const { level, index } of completeSubtrees(size)) roots.push(await readNode(trx, level, index));
  return roots;
}

/** Root of a complete subtree. */
export async function readNode(db: Transaction<Database>, level: number, index: number): Promise<Hash> {
  const row =
    level === 0
      ? await db.selectFrom("ledger_entry").select("leaf_hash as hash").where("index", "=", index).executeTakeFirst()
      : await db
          .selectFrom("ledger_node")
          .select("hash")
          .where("level", "=", level)
          .where("index", "=", index)
          .executeTakeFirst();
  if (row === undefined) throw new LedgerDamagedError(`The ledger lacks the subtree ${index} of level ${level}.`);
  return row.hash;
}
