/** Verifies a whole ledger, from a server or from a file, and says what is wrong and where. Needs no server and no secret. */
import { openCheckpoint } from "./checkpoint.ts";
import { createCompactRange, equalHashes, hashLeaf } from "./merkle.ts";
import { commit } from "./sequencer.ts";

/** One line of an export. */
export type LedgerRecord =
  | { readonly kind: "header"; readonly format: "kept-ledger/1"; readonly origin: string; readonly verifierKey: string }
  | {
      readonly kind: "entry";
      readonly index: number;
      readonly commitment: string;
      readonly leafHash: string;
      readonly salt: string | null;
      readonly content: string | null;
    }
  | {
      readonly kind: "checkpoint";
      readonly size: number;
      readonly rootHash: string;
      readonly note: string;
      readonly at: string;
    };

export type LedgerFaultCode =
  | "record_malformed"
  | "header_missing"
  | "key_differs"
  | "entry_missing"
  | "entry_misplaced"
  | "content_changed"
  | "content_missing"
  | "leaf_changed"
  | "checkpoint_root_differs"
  | "checkpoint_unsigned"
  | "checkpoint_beyond_end"
  | "checkpoint_differs"
  | "entries_unsigned";

export interface LedgerFault {
  readonly code: LedgerFaultCode;
  /** Where: the index of an entry or the size of a checkpoint; null for the whole. */
  readonly at: number | null;
  readonly message: string;
}

export interface LedgerReport {
  readonly valid: boolean;
  readonly entries: number;
  /** Entries whose content was erased, with the ledger's own record of it. */
  readonly erased: number;
  readonly checkpoints: number;
  readonly rootHash: string;
  readonly faults: readonly LedgerFault[];
}

export interface VerifyOptions {
  /** The key to trust, kept from before. Without it the export's own is used, which proves consistency, not origin. */
  readonly verifierKey?: string;
  /** A checkpoint kept from before: the ledger must still contain that tree. */
  readonly earlier?: { readonly size: number; readonly rootHash: string };
}

/** Recomputes every commitment, every leaf, and the root at every checkpoint. Reads the records once. */
export async function verifyLedger(
  records: AsyncIterable<LedgerRecord> | Iterable<LedgerRecord>,
  options: VerifyOptions = {},
): Promise<LedgerReport> {
  const faults: LedgerFault[] = [];
  const fault = (code: LedgerFaultCode, at: number | null, message: string): void => {
    faults.push({ code, at, message });
  };
  const range = createCompactRange();
  const blank = new Set<number>();
  const announced = new Set<number>();
  let key = options.verifierKey ?? null;
  let checkpoints = 0;
  let signedSize = 0;
  let earlierSeen = false;

  for await (const record of records) {
    switch (record.kind) {
      case "header": {
        if (key === null) key = record.verifierKey;
        else if (key !== record.verifierKey)
          fault("key_differs", null, "The ledger names another key than the trusted one.");
        break;
      }
      case "entry": {
        if (record.index !== range.size) {
          const code = record.index > range.size ? "entry_missing" : "entry_misplaced";
          fault(code, range.size, `Entry ${range.size} should come here; entry ${record.index} does.`);
        }
        const index = range.size;
        checkEntry(record, index, fault);
        if (record.content === null) blank.add(index);
        else for (const erased of announcedIndexes(record.content)) announced.add(erased);
        // The commitment is what the tree was made of; a changed leaf shows at the next checkpoint as well.
        range.append(hashLeaf(Buffer.from(record.commitment, "hex")));
        if (options.earlier?.size === range.size) {
          earlierSeen = true;
          if (options.earlier.rootHash !== rootHex(range.root())) {
            fault(
              "checkpoint_differs",
              range.size,
              `The tree of ${range.size} entries is not the one of the earlier checkpoint.`,
            );
          }
        }
        break;
      }
      case "checkpoint": {
        checkpoints += 1;
        checkCheckpoint(record, range, key, fault);
        signedSize = Math.max(signedSize, record.size);
        break;
      }
    }
  }

  if (key === null) fault("header_missing", null, "There is no header with a key, so no signature can be checked.");
  for (const index of blank) {
    if (!announced.has(index)) {
      fault("content_missing", index, `Entry ${index} has no content, and no later entry says that it was erased.`);
    }
  }
  if (signedSize < range.size) {
    fault("entries_unsigned", signedSize, `Entries ${signedSize} to ${range.size - 1} are under no checkpoint.`);
  }
  if (options.earlier !== undefined && options.earlier.size > 0 && !earlierSeen) {
    fault(
      "entry_missing",
      range.size,
      `The earlier checkpoint counted ${options.earlier.size} entries; there are ${range.size}.`,
    );
  }
  return {
    valid: faults.length === 0,
    entries: range.size,
    erased: blank.size,
    checkpoints,
    rootHash: rootHex(range.root()),
    faults,
  };
}

type Report = (code: LedgerFaultCode, at: number | null, message: string) => void;

function checkEntry(record: LedgerRecord & { kind: "entry" }, index: number, fault: Report): void {
  const commitment = Buffer.from(record.commitment, "hex");
  if (!equalHashes(hashLeaf(commitment), Buffer.from(record.leafHash, "hex"))) {
    fault("leaf_changed", index, `The leaf of entry ${index} does not follow from its commitment.`);
  }
  if (record.content === null || record.salt === null) return;
  if (!equalHashes(commit(Buffer.from(record.salt, "hex"), record.content), commitment)) {
    fault("content_changed", index, `The content of entry ${index} is not what was committed to.`);
  }
}

function checkCheckpoint(
  record: LedgerRecord & { kind: "checkpoint" },
  range: { readonly size: number; root(): Uint8Array },
  key: string | null,
  fault: Report,
): void {
  const { size } = record;
  if (key !== null) {
    const opened = openCheckpoint(record.note, key);
    if (!opened.ok) {
      fault("checkpoint_unsigned", size, `The checkpoint of size ${size} is not signed by the key (${opened.reason}).`);
    } else if (opened.checkpoint.size !== size || rootHex(opened.checkpoint.root) !== record.rootHash) {
      fault("checkpoint_differs", size, `The checkpoint of size ${size} says something else than what was signed.`);
    }
  }
  if (size > range.size) {
    fault("checkpoint_beyond_end", size, `A checkpoint counts ${size} entries; there are ${range.size}.`);
  } else if (size < range.size) {
    fault("checkpoint_differs", size, `The checkpoint of size ${size} does not stand after entry ${size - 1}.`);
  } else if (rootHex(range.root()) !== record.rootHash) {
    fault("checkpoint_root_differs", size, `The tree of ${size} entries has another root than its checkpoint says.`);
  }
}

/** The entries whose content this entry says was erased. */
function announcedIndexes(content: string): readonly number[] {
  // Cheap test first: nearly all entries are others.
  if (!content.includes('"ledger.content-erased"')) return [];
  try {
    const value = JSON.parse(content) as { type?: unknown; data?: { indexes?: unknown } };
    const indexes = value.type === "ledger.content-erased" ? value.data?.indexes : undefined;
    return Array.isArray(indexes) ? indexes.filter((index) => typeof index === "number") : [];
  } catch {
    return [];
  }
}

function rootHex(root: Uint8Array): string {
  return Buffer.from(root).toString("hex");
}
