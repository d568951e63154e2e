/** Receipts of runs without a server: signed by this machine's key, there under their name only when all of it is on disk. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, type JsonValue } from "@kept/server/platform/ledger/canonical-json";
import type { LocalKeys } from "./local-keys.ts";

const RECEIPT = "receipt.json";

/** Signs what a run did and keeps it in its folder. Answers the path. */
export async function writeReceipt(keys: LocalKeys, path: string, facts: Record<string, unknown>): Promise<string> {
  const receipt = { format: "kept-run-receipt/1", ...facts };
  const bytes = Buffer.from(canonicalJson(receipt as unknown as JsonValue), "utf8");
  const signature = { algorithm: "Ed25519", publicKey: keys.publicKey, value: keys.sign(bytes).toString("base64url") };
  await writeWhole(join(path, RECEIPT), `${JSON.stringify({ receipt, signature }, null, 2)}\n`);
  return join(path, RECEIPT);
}

/** What a receipt says, or null when there is none that can be read. */
export async function readReceipt(file: string): Promise<Record<string, unknown> | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const { receipt } = JSON.parse(text) as { readonly receipt?: Record<string, unknown> };
    return receipt ?? null;
  } catch {
    return null;
  }
}

/** The receipt of the run in this folder. */
export function receiptOf(path: string): string {
  return join(path, RECEIPT);
}

/** There under its name only when all of it is on disk. */
export async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600, flush: true });
  await rename(`${path}.part`, path);
}
