/**
 * The run folder of a change that can be taken back (a restriction, its lift, a rectification, an undo): what it takes away,
 * sealed before anything is changed; a signed receipt after. One that was cut off is settled from what was sealed.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { countDiff, type Diff } from "@kept/engine/diff";
import type { RestrictedTable } from "@kept/engine/plan-restriction";
import type { RowRef } from "@kept/engine/rights";
import { openLocalKeys } from "./local-keys.ts";
import { CHANGE, UnreadableRun } from "./run-folder.ts";
import { receiptOf, writeReceipt, writeWhole } from "./run-receipt.ts";
import { dropNext, settleTogether } from "./undo-together.ts";
import { endWindow } from "./undo-window.ts";

const RESTRICTION = "restriction.sealed";
const TOMBSTONES = "tombstones.json";

/** What is done, and what becomes of the folder (`of`: the run that it takes back) when it is. */
export const CHANGE_KINDS = {
  restriction: { title: "restriction", keepsDiff: true, ends: null },
  lift: { title: "lift of a restriction", keepsDiff: false, ends: "restriction" },
  rectification: { title: "rectification", keepsDiff: false, ends: null },
  undo: { title: "undoing of an erasure", keepsDiff: false, ends: "erasure" },
} as const;
export type ChangeKind = keyof typeof CHANGE_KINDS;

export interface ChangeFacts {
  readonly kind: ChangeKind;
  /** The run that is taken back, by its name. */
  readonly of: string | null;
  /** The person's own rows: by them a restriction is found again. */
  readonly subjects: readonly RowRef[];
  /** Of a restriction: keyed hashes of what the person is known by, as nothing finds them while it stands. */
  readonly known?: readonly string[];
  /** What the receipt says beside the rows, as far as it is known beforehand. */
  readonly receipt: Readonly<Record<string, unknown>>;
}

interface Sealed extends ChangeFacts {
  readonly startedAt: string;
  readonly diff: Diff;
}

export interface ChangeRun {
  readonly name: string;
  /** Has to resolve before the store goes on: called before the first change and before the commit. */
  seal(diff: Diff): Promise<void>;
  /** What was sealed last. */
  diff(): Diff | null;
  /** Signs the receipt, and destroys what need not be kept. Answers the receipt's path. */
  finish(facts?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Nothing happened: leaves no trace. */
  abandon(): Promise<void>;
}

/** A change that began and has no receipt. */
export interface OpenChange extends ChangeRun {
  readonly facts: ChangeFacts;
  readonly sealed: Diff;
}

/** A new change. Nothing is written before it is sealed. */
export function createChange(dataDir: string, folder: string, facts: ChangeFacts): ChangeRun {
  const startedAt = new Date().toISOString();
  const name = `${startedAt.replace(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}`;
  return changeAt(dataDir, join(folder, name), startedAt, facts, null);
}

/** Changes that were cut off. Whoever calls holds the lock of the folder. */
export async function findOpenChanges(dataDir: string, folder: string): Promise<readonly OpenChange[]> {
  const open: OpenChange[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const path = join(folder, name);
    const sealed = await readFile(join(path, CHANGE)).catch(() => null);
    if (sealed === null) continue;
    const { startedAt, diff, ...facts } = await unseal<Sealed>(dataDir, path, sealed);
    open.push({ ...changeAt(dataDir, path, startedAt, facts, diff), facts, sealed: diff });
  }
  return open;
}

/** A restriction that stands. */
export interface StandingRestriction {
  readonly name: string;
  readonly since: string;
  readonly subjects: readonly RowRef[];
  readonly known: readonly string[];
  /** Values were taken out; false: everything is there, under a mark. */
  readonly isSealed: boolean;
  readonly diff: Diff;
}

/** Restrictions that stand, oldest first. */
export async function findRestrictions(dataDir: string, folder: string): Promise<readonly StandingRestriction[]> {
  const found: StandingRestriction[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const path = join(folder, name);
    const sealed = await readFile(join(path, RESTRICTION)).catch(() => null);
    if (sealed === null) continue;
    const { startedAt, subjects, known = [], receipt, diff } = await unseal<Sealed>(dataDir, path, sealed);
    const counts = (receipt["restricted"] ?? []) as readonly Pick<RestrictedTable, "sealed">[];
    const isSealed = counts.some((table) => table.sealed > 0);
    found.push({ name, since: startedAt, subjects, known, isSealed, diff });
  }
  return found;
}

async function unseal<T>(dataDir: string, path: string, sealed: Buffer): Promise<T> {
  const text = (await openLocalKeys(dataDir)).unseal(sealed);
  if (text === null) throw new UnreadableRun(path);
  return JSON.parse(text) as T;
}

function changeAt(dataDir: string, path: string, startedAt: string, facts: ChangeFacts, known: Diff | null): ChangeRun {
  let last = known;
  const sealed = (diff: Diff) => JSON.stringify({ ...facts, startedAt, diff } satisfies Sealed);
  return {
    name: basename(path),
    diff: () => last,
    async seal(diff) {
      const keys = await openLocalKeys(dataDir);
      await mkdir(path, { recursive: true, mode: 0o700 });
      await writeWhole(join(path, CHANGE), keys.seal(sealed(diff)));
      last = diff;
    },
    async finish(more = {}) {
      const keys = await openLocalKeys(dataDir);
      const { keepsDiff, ends } = CHANGE_KINDS[facts.kind];
      if (keepsDiff && last !== null) await writeWhole(join(path, RESTRICTION), keys.seal(sealed(last)));
      if (ends !== null && facts.of !== null) await endOther(dataDir, join(path, "..", facts.of), ends);
      await writeReceipt(keys, path, {
        right: facts.kind,
        startedAt,
        finishedAt: new Date().toISOString(),
        of: facts.of,
        ...describeDiff(last),
        ...facts.receipt,
        ...more,
      });
      await rm(join(path, CHANGE), { force: true });
      return receiptOf(path);
    },
    async abandon() {
      if (facts.kind === "undo" && facts.of !== null) await dropNext(join(path, "..", facts.of));
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** What was taken away by that run is there again: what it kept is of no more use, and nobody is to be erased again. */
async function endOther(dataDir: string, path: string, what: "restriction" | "erasure"): Promise<void> {
  await rm(join(path, RESTRICTION), { force: true });
  if (what === "restriction") return;
  await rm(join(path, TOMBSTONES), { force: true });
  await settleTogether(path);
  await endWindow(dataDir, path, "undo");
}

/** Rows that changed, counted by what was observed. */
function describeDiff(diff: Diff | null): Record<string, unknown> {
  if (diff === null) return { system: "", rows: 0, tables: [] };
  const tables = new Map<string, number>();
  for (const { name, rows } of diff.tables) tables.set(name, (tables.get(name) ?? 0) + rows.length);
  for (const { table, keys } of diff.added) tables.set(table, (tables.get(table) ?? 0) + keys.length);
  return { system: diff.system, rows: countDiff(diff), tables: [...tables].map(([name, rows]) => ({ name, rows })) };
}
