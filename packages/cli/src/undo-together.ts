/**
 * What is kept of several who were erased in one run and hang together: once for all of them, under a key of its own, which each of
 * them opens with the halves of theirs. It goes with the last window.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { KeptTogether } from "@kept/connectors/rights-system";
import { writeWhole } from "./run-receipt.ts";
import { openSealed, seal } from "./undo-seal.ts";

/** Beside the folders of runs. */
export const TOGETHER = "together";
const LINK = "undo.together";
const KEPT = "kept.sealed";
const NEXT = "next.sealed";

/** In the folder of a run: where what is kept of its person stands, and what opens it. */
interface Link {
  readonly group: string;
  /** Their place among the people of the run. */
  readonly at: number;
  /** The key of the group, sealed under theirs, in base64url. */
  readonly key: string;
}

/** What is kept of people who hang together, opened. */
export interface OpenedTogether {
  readonly kept: KeptTogether;
  readonly at: number;
  /** Keeps what is then to be kept of those who stay away; it counts once this one's undo is finished. */
  keepNext(rest: KeptTogether): Promise<void>;
}

/** One of those whose rows are kept together. */
export interface Sharer {
  /** The folder of their run. */
  readonly path: string;
  readonly at: number;
  /** Both halves of their key, joined. */
  readonly key: Buffer;
}

/** A place to keep it; nothing is written before it is. */
export function createTogether(runs: string): (sharers: readonly Sharer[], kept: KeptTogether) => Promise<void> {
  const group = randomBytes(8).toString("hex");
  const key = randomBytes(32);
  const path = join(runs, TOGETHER, group);
  return async (sharers, kept) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    for (const { path: run, at, key: own } of sharers) {
      await writeWhole(join(path, basename(run)), "");
      const link: Link = { group, at, key: seal(own, basename(run), key).toString("base64url") };
      await writeWhole(join(run, LINK), JSON.stringify(link));
    }
    await keep(path, KEPT, key, kept);
  };
}

async function keep(path: string, file: string, key: Buffer, kept: KeptTogether): Promise<void> {
  await writeWhole(join(path, file), seal(key, basename(path), Buffer.from(JSON.stringify(kept), "utf8")));
}

/** Null: there is nothing of the kind, or the key is not of this run. */
export async function openTogether(run: string, own: Buffer): Promise<OpenedTogether | null> {
  const link = await readLink(run);
  if (link === null) return null;
  const path = groupOf(run, link);
  const key = openSealed(own, basename(run), Buffer.from(link.key, "base64url"));
  const sealed = await readFile(join(path, KEPT)).catch(() => null);
  const text = key === null || sealed === null ? null : openSealed(key, basename(path), sealed);
  if (key === null || text === null) return null;
  return {
    kept: JSON.parse(text.toString("utf8")) as KeptTogether,
    at: link.at,
    keepNext: (rest) => keep(path, NEXT, key, rest),
  };
}

/** The undo of this run was finished: what is kept of the others is what it left to be kept. */
export async function settleTogether(run: string): Promise<void> {
  const link = await readLink(run);
  if (link === null) return;
  const path = groupOf(run, link);
  await rename(join(path, NEXT), join(path, KEPT)).catch(ignoreMissing);
}

/** The undo of this run never happened. */
export async function dropNext(run: string): Promise<void> {
  const link = await readLink(run);
  if (link !== null) await rm(join(groupOf(run, link), NEXT), { force: true });
}

/** This run opens it no more; with the last of them it goes. May be cut off and done again. */
export async function leaveTogether(run: string): Promise<void> {
  const link = await readLink(run);
  if (link === null) return;
  const path = groupOf(run, link);
  await rm(join(path, basename(run)), { force: true });
  const names = await readdir(path).catch(() => []);
  if (!names.some((name) => name !== KEPT && name !== NEXT)) await rm(path, { recursive: true, force: true });
  await rm(join(run, LINK), { force: true });
}

/** Is what was kept of this run, or was until a moment ago, kept together with what others lost? */
export function isTogether(run: string): boolean {
  return existsSync(join(run, LINK));
}

function groupOf(run: string, { group }: Link): string {
  return join(dirname(run), TOGETHER, group);
}

async function readLink(run: string): Promise<Link | null> {
  const text = await readFile(join(run, LINK), "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Link);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
