/**
 * This browser as a witness: it keeps the last checkpoint that it has seen and lets the server prove, at the next visit,
 * that the ledger has only grown since.
 */

import type { getCheckpoint } from "@kept/contract/ledger";
import { getConsistencyProof } from "@kept/contract/ledger";
import { type Answer, call } from "../api/call.ts";
import { canVerify, verifyConsistency } from "./verify-proofs.ts";

type Checkpoint = Answer<typeof getCheckpoint>;

export type WitnessResult =
  | { readonly kind: "first" }
  | { readonly kind: "unsupported" }
  | { readonly kind: "grown"; readonly from: number; readonly seenAt: string }
  | { readonly kind: "broken"; readonly from: number; readonly seenAt: string };

interface Seen {
  readonly size: number;
  readonly rootHash: string;
  readonly seenAt: string;
}

/** @returns what this browser can say; remembers the checkpoint unless it contradicts the one seen before */
export async function witnessCheckpoint(
  checkpoint: Checkpoint,
  storage: Storage = localStorage,
): Promise<WitnessResult> {
  if (!canVerify()) return { kind: "unsupported" };
  const key = `kept-checkpoint/${checkpoint.origin}`;
  const seen = readSeen(storage.getItem(key));
  if (checkpoint.size > 0 && seen === null) remember(storage, key, checkpoint);
  if (seen === null) return { kind: "first" };
  const { size: from, seenAt } = seen;
  if (!(await hasOnlyGrown(seen, checkpoint))) return { kind: "broken", from, seenAt };
  remember(storage, key, checkpoint);
  return { kind: "grown", from, seenAt };
}

async function hasOnlyGrown(seen: Seen, checkpoint: Checkpoint): Promise<boolean> {
  if (checkpoint.size < seen.size) return false;
  if (checkpoint.size === seen.size) return checkpoint.rootHash === seen.rootHash;
  const proof = await call(getConsistencyProof, { query: { from: seen.size, to: checkpoint.size } });
  // The roots are ours: the one remembered and the one just signed, whatever the proof says they are.
  return verifyConsistency({
    path: proof.path,
    from: seen.size,
    to: checkpoint.size,
    fromRoot: seen.rootHash,
    toRoot: checkpoint.rootHash,
  });
}

function remember(storage: Storage, key: string, { size, rootHash }: Checkpoint): void {
  storage.setItem(key, JSON.stringify({ size, rootHash, seenAt: new Date().toISOString() } satisfies Seen));
}

function readSeen(text: string | null): Seen | null {
  if (text === null) return null;
  try {
    const { size, rootHash, seenAt } = JSON.parse(text) as Partial<Seen>;
    return typeof size === "number" && typeof rootHash === "string" && typeof seenAt === "string"
      ? { size, rootHash, seenAt }
      : null;
  } catch {
    return null;
  }
}
