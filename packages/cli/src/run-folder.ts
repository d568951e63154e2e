/**
 * Outside a server a run folder takes the ledger's place: the intent and the planned keys, sealed, before anything is
 * changed; a signed receipt and tombstones after. A run that was cut off is found here and settled before the next one begins.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Diff } from "@kept/engine/diff";
import type { ErasureOutcome, ErasurePlan, PersonQuery, Scope } from "@kept/engine/rights";
import { identifierText, rowText, type Tombstone } from "@kept/engine/tombstones";
import { type LocalKeys, openLocalKeys } from "./local-keys.ts";
import { receiptOf, writeReceipt, writeWhole } from "./run-receipt.ts";
import { leaveTogether, type Sharer, TOGETHER } from "./undo-together.ts";
import { joinedKey, keepUndo, type UndoWindow } from "./undo-window.ts";

export interface Run {
  /** Seals the plan. Has to resolve before the store commits. */
  begin(plan: ErasurePlan): Promise<void>;
  /** Keeps what is taken away until the window ends; without a window there is nothing to keep. */
  readonly seal?: (diff: Diff) => Promise<void>;
  /** The same of several who hang together: this one's part in it. */
  readonly share?: (at: number) => Promise<Sharer>;
  /** Signs the receipt and destroys the planned keys. Answers the receipt's path. */
  finish(outcome: ErasureOutcome): Promise<string>;
  /** Nothing happened: leaves no trace. */
  abandon(): Promise<void>;
}

/** A run that began and has no receipt. */
export interface OpenRun extends Run {
  readonly plan: ErasurePlan;
}

/** The folder of all runs on one database: a hash, because addresses name hosts and can hold passwords. */
export function runsFolderOf(dataDir: string, target: string): string {
  return join(dataDir, "runs", createHash("sha256").update(target).digest("hex").slice(0, 16));
}

/** Whose run it is: what its tombstones are made of. */
export interface RunPerson {
  readonly person: PersonQuery;
  readonly scope: Scope;
  /** How long it can be taken back. */
  readonly undo?: UndoWindow & { readonly key: string };
}

/** A new run. Nothing is written before it begins. */
export function createRun(dataDir: string, folder: string, whose: RunPerson): Run {
  const startedAt = new Date().toISOString();
  const path = join(folder, `${startedAt.replace(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}`);
  return runAt(dataDir, path, startedAt, whose);
}

/** The tombstones of all runs on one database, in the order of the runs. */
export async function readTombstones(folder: string): Promise<readonly Tombstone[]> {
  const all: Tombstone[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const text = await readFile(join(folder, name, TOMBSTONES), "utf8").catch(() => null);
    if (text === null) continue;
    const { at, scope, hashes } = JSON.parse(text) as TombstoneFile;
    all.push(...hashes.map((hash): Tombstone => ({ erasure: name, hash, at, scope })));
  }
  return all;
}

/** Runs that were cut off. Whoever calls holds the lock of the folder: otherwise a run that goes on looks cut off. */
export async function findOpenRuns(dataDir: string, folder: string): Promise<readonly OpenRun[]> {
  const open: OpenRun[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const path = join(folder, name);
    const sealed = await readFile(join(path, SEALED)).catch(() => null);
    if (sealed === null) {
      // Cut off before its plan was sealed: nothing can have happened.
      const isOther =
        name === "lock" || name === TOGETHER || existsSync(receiptOf(path)) || existsSync(join(path, CHANGE));
      if (!isOther) await rm(path, { recursive: true, force: true });
      continue;
    }
    const text = (await openLocalKeys(dataDir)).unseal(sealed);
    if (text === null) throw new UnreadableRun(path);
    const { startedAt, plan, whose } = JSON.parse(text) as SealedPlan;
    open.push({ ...runAt(dataDir, path, startedAt, whose, plan), plan });
  }
  return open;
}

/** A run was cut off, and the keys that could tell what it was are gone. */
export class UnreadableRun extends Error {
  override readonly name = "UnreadableRun";
  constructor(path: string) {
    super(
      `An earlier erasure was cut off, and its record in ${path} cannot be read: cli-keys.json has changed since.\n` +
        "Put the old cli-keys.json back, or look at the database yourself and delete that folder.",
    );
  }
}

const SEALED = "plan.sealed";
/** A change that can be taken back is settled by its own kind (`change-run.ts`). */
export const CHANGE = "change.sealed";
const TOMBSTONES = "tombstones.json";

interface SealedPlan {
  readonly startedAt: string;
  readonly plan: ErasurePlan;
  readonly whose: RunPerson;
}

/** Hashes only: who it was can be told by nobody who does not know them already and has the key. */
interface TombstoneFile {
  readonly format: "kept-tombstones/1";
  readonly at: string;
  readonly scope: Scope;
  readonly hashes: readonly string[];
}

function runAt(dataDir: string, path: string, startedAt: string, whose: RunPerson, known?: ErasurePlan): Run {
  let begun = known;
  const { undo } = whose;
  return {
    ...(undo === undefined
      ? {}
      : {
          seal: (diff: Diff) => keepUndo(path, undo, diff),
          share: async (at: number) => ({ path, at, key: await joinedKey(path, undo.key) }),
        }),
    async begin(plan) {
      begun = plan;
      const keys = await openLocalKeys(dataDir);
      await mkdir(path, { recursive: true, mode: 0o700 });
      await writeWhole(join(path, SEALED), keys.seal(JSON.stringify({ startedAt, plan, whose } satisfies SealedPlan)));
    },
    async finish(outcome) {
      const keys = await openLocalKeys(dataDir);
      const at = new Date().toISOString();
      // Before the receipt and the end of the sealed plan: whoever has a receipt has a tombstone.
      await writeWhole(join(path, TOMBSTONES), JSON.stringify(describeTombstones(keys, at, whose, begun)));
      const facts = { startedAt, finishedAt: at, ...outcome, ...(undo === undefined ? {} : { undo }) };
      const receipt = await writeReceipt(keys, path, facts);
      await rm(join(path, SEALED), { force: true });
      return receipt;
    },
    async abandon() {
      await leaveTogether(path);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** One database, one folder: its name is no part of what is hashed, so that a copy elsewhere is found as well. */
function describeTombstones(
  keys: LocalKeys,
  at: string,
  { person, scope }: RunPerson,
  plan: ErasurePlan | undefined,
): TombstoneFile {
  const rows = [...person.keys, ...(plan?.subjects ?? [])].map((row) => rowText("", row));
  const identifiers = person.identifiers.map(({ kind, value }) => identifierText(kind, value));
  const hashes = [...new Set([...identifiers, ...rows])].map((text) => keys.mark(text));
  return { format: "kept-tombstones/1", at, scope, hashes };
}
