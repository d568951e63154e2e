/**
 * Outside a server a run folder takes the ledger's place: the intent and the planned keys, sealed, before anything is
 * changed; a signed receipt after. A run that was cut off is found here and settled before the next one begins.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ErasureOutcome, ErasurePlan } from "@kept/engine/rights";
import { canonicalJson, type JsonValue } from "@kept/server/platform/ledger/canonical-json";
import { openLocalKeys } from "./local-keys.ts";

export interface Run {
  /** Seals the plan. Has to resolve before the store commits. */
  begin(plan: ErasurePlan): Promise<void>;
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

/** A new run. Nothing is written before it begins. */
export function createRun(dataDir: string, folder: string): Run {
  const startedAt = new Date().toISOString();
  return runAt(
    dataDir,
    join(folder, `${startedAt.replace(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}`),
    startedAt,
  );
}

/** Runs that were cut off. Whoever calls holds the lock of the folder: otherwise a run that goes on looks cut off. */
export async function findOpenRuns(dataDir: string, folder: string): Promise<readonly OpenRun[]> {
  const open: OpenRun[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const path = join(folder, name);
    const sealed = await readFile(join(path, SEALED)).catch(() => null);
    if (sealed === null) {
      // Cut off before its plan was sealed: nothing can have happened.
      if (name !== "lock" && !existsSync(join(path, RECEIPT))) await rm(path, { recursive: true, force: true });
      continue;
    }
    const text = (await openLocalKeys(dataDir)).unseal(sealed);
    if (text === null) throw new UnreadableRun(path);
    const { startedAt, plan } = JSON.parse(text) as SealedPlan;
    open.push({ ...runAt(dataDir, path, startedAt), plan });
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
const RECEIPT = "receipt.json";

interface SealedPlan {
  readonly startedAt: string;
  readonly plan: ErasurePlan;
}

function runAt(dataDir: string, path: string, startedAt: string): Run {
  return {
    async begin(plan) {
      const keys = await openLocalKeys(dataDir);
      await mkdir(path, { recursive: true, mode: 0o700 });
      await writeWhole(join(path, SEALED), keys.seal(JSON.stringify({ startedAt, plan } satisfies SealedPlan)));
    },
    async finish(outcome) {
      const keys = await openLocalKeys(dataDir);
      const receipt = { format: "kept-run-receipt/1", startedAt, finishedAt: new Date().toISOString(), ...outcome };
      const value = keys
        .sign(Buffer.from(canonicalJson(receipt as unknown as JsonValue), "utf8"))
        .toString("base64url");
      const signature = { algorithm: "Ed25519", publicKey: keys.publicKey, value };
      await writeWhole(join(path, RECEIPT), `${JSON.stringify({ receipt, signature }, null, 2)}\n`);
      await rm(join(path, SEALED), { force: true });
      return join(path, RECEIPT);
    },
    abandon: () => rm(path, { recursive: true, force: true }),
  };
}

/** There under its name only when all of it is on disk. */
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600, flush: true });
  await rename(`${path}.part`, path);
}
