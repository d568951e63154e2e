/**
 * The window in which an erasure can be taken back. What was taken away is sealed (AES-256-GCM) with a key of which one half
 * stands beside it and the other in the receipt; it ends without exception, and then half and seal are destroyed.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Diff } from "@kept/engine/diff";
import { addDuration, isoInstant, systemClock } from "@kept/server/platform/clock";
import { UsageError } from "./exit-codes.ts";
import { openLocalKeys } from "./local-keys.ts";
import { readReceipt, receiptOf, writeReceipt, writeWhole } from "./run-receipt.ts";
import { openSealed, seal } from "./undo-seal.ts";
import { isTogether, leaveTogether, type OpenedTogether, openTogether } from "./undo-together.ts";

const SEALED = "undo.sealed";
const HALF = "undo.key";
const LONGEST = "P30D";

/** What the receipt says of it. */
export interface UndoWindow {
  /** ISO instant at which it ends. */
  readonly until: string;
  /** The half of the key that goes with the receipt, in base64url; null once it opens nothing any more. */
  readonly key: string | null;
  /** Why what was kept is gone, and when. */
  readonly ended?: { readonly at: string; readonly by: "end of the window" | "undo" };
}

/** A window that begins now and lasts so long (ISO 8601), at most thirty days. */
export function openWindow(duration: string): UndoWindow & { readonly key: string } {
  const now = systemClock.now();
  let until: ReturnType<typeof addDuration>;
  try {
    until = addDuration(now, duration);
  } catch {
    throw new UsageError(`--undo-window is a duration such as P7D or PT12H, not "${duration}".`);
  }
  const length = until.epochMilliseconds - now.epochMilliseconds;
  const longest = addDuration(now, LONGEST).epochMilliseconds - now.epochMilliseconds;
  if (length <= 0 || length > longest)
    throw new UsageError("An undo window lasts longer than nothing and at most thirty days: what is erased has to go.");
  return { until: isoInstant(until), key: randomBytes(32).toString("base64url") };
}

/** Keeps what an erasure takes away, in the folder of its run. Later calls replace earlier ones. */
export async function keepUndo(path: string, window: UndoWindow & { readonly key: string }, diff: Diff): Promise<void> {
  const content = Buffer.from(JSON.stringify(diff), "utf8");
  await writeWhole(join(path, SEALED), seal(await joinedKey(path, window.key), basename(path), content));
}

/** The key of a run that is under way; the half that stands with it is made when it is first asked for. */
export async function joinedKey(path: string, given: string): Promise<Buffer> {
  const known = await readFile(join(path, HALF)).catch(() => null);
  const half = known ?? randomBytes(32);
  if (known === null) await writeWhole(join(path, HALF), half);
  return joinHalves(half, given);
}

/** What was kept of a run: of its person alone, or with others who hang together with them. */
export type KeptUndo =
  | { readonly diff: Diff; readonly together: null }
  | { readonly diff: null; readonly together: OpenedTogether };

/** What was kept; null when it is gone, or the receipt's half is not of this run. */
export async function readUndo(path: string, key: string): Promise<KeptUndo | null> {
  const half = await readFile(join(path, HALF)).catch(() => null);
  if (half === null) return null;
  const own = joinHalves(half, key);
  const sealed = await readFile(join(path, SEALED)).catch(() => null);
  if (sealed === null) {
    const together = await openTogether(path, own);
    return together === null ? null : { diff: null, together };
  }
  const text = openSealed(own, basename(path), sealed);
  return text === null ? null : { diff: JSON.parse(text.toString("utf8")) as Diff, together: null };
}

/** Neither half alone says anything of the key. */
function joinHalves(kept: Buffer, given: string): Buffer {
  const other = Buffer.from(given, "base64url");
  return Buffer.from(Uint8Array.from(kept, (byte, at) => byte ^ (other[at] ?? 0)));
}

/**
 * Destroys what was kept, and says so in the receipt. May be cut off and done again: the half of the key goes first, and what it
 * opened last, by which a window that is not quite ended is found.
 */
export async function endWindow(dataDir: string, path: string, by: "end of the window" | "undo"): Promise<void> {
  await rm(join(path, HALF), { force: true });
  await noteEnd(dataDir, path, by);
  await rm(join(path, SEALED), { force: true });
  await leaveTogether(path);
}

async function noteEnd(dataDir: string, path: string, by: "end of the window" | "undo"): Promise<void> {
  const receipt = await readReceipt(receiptOf(path));
  const undo = receipt?.["undo"] as UndoWindow | undefined;
  if (receipt === null || undo === undefined || undo.ended !== undefined) return;
  const ended = { at: new Date().toISOString(), by };
  await writeReceipt(await openLocalKeys(dataDir), path, { ...receipt, undo: { until: undo.until, key: null, ended } });
}

/** A run whose erasure can still be undone. */
export interface Undoable {
  readonly name: string;
  readonly path: string;
  readonly undo: UndoWindow;
}

/** Runs in this folder that can still be undone. Those whose window is over are ended first. */
export async function findUndoable(dataDir: string, folder: string): Promise<readonly Undoable[]> {
  const found: Undoable[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const path = join(folder, name);
    if (!existsSync(join(path, HALF)) && !existsSync(join(path, SEALED)) && !isTogether(path)) continue;
    const receipt = await readReceipt(receiptOf(path));
    const undo = receipt?.["undo"] as UndoWindow | undefined;
    // A run that was cut off has no receipt yet: it is settled first.
    if (undo === undefined) continue;
    if (undo.ended !== undefined || Date.parse(undo.until) <= Date.now())
      await endWindow(dataDir, path, "end of the window");
    else found.push({ name, path, undo });
  }
  return found;
}

/** Ends every window that is over, on all databases. Answers how many are still open. */
export async function sweepWindows(dataDir: string): Promise<number> {
  const runs = join(dataDir, "runs");
  let open = 0;
  for (const target of await readdir(runs).catch(() => [])) {
    open += (await findUndoable(dataDir, join(runs, target))).length;
  }
  return open;
}
