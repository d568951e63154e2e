/** Checks the receipt of what was done for somebody, a request's or a run's: who signed it, and that it is as it was signed. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { canonicalJson, type JsonValue } from "@kept/server/platform/ledger/canonical-json";

const FORMATS: ReadonlySet<unknown> = new Set(["kept-receipt/1", "kept-run-receipt/1"]);

export interface SignedReceiptFault {
  readonly code: "key_differs" | "signature_invalid";
  readonly message: string;
}

type Facts = Readonly<Record<string, unknown>>;

export interface SignedReceiptReport {
  readonly valid: boolean;
  readonly format: string;
  /** What of, when, and what was done, a line each. */
  readonly says: readonly string[];
  /** The key that signed it, as `--key` takes it: base64 of its DER form. */
  readonly key: string;
  readonly faults: readonly SignedReceiptFault[];
}

/**
 * Verifies the text of a receipt; null when it is a receipt of another kind, or none.
 * @param trusted the signer's public key, kept from before: PEM, or the base64 in it; without it the receipt's own is believed
 */
export function verifySignedReceipt(text: string, trusted?: string): SignedReceiptReport | null {
  const file = parse(text);
  if (!isRecord(file)) return null;
  const { receipt, signature } = file;
  if (!isRecord(receipt) || !isRecord(signature) || !FORMATS.has(receipt["format"])) return null;
  const named = bareKey(String(signature["publicKey"] ?? ""));
  const key = trusted === undefined ? named : bareKey(trusted);
  const faults: SignedReceiptFault[] = [];
  if (key !== named) faults.push({ code: "key_differs", message: "It names another key than the one that you trust." });
  const bytes = Buffer.from(canonicalJson(receipt as JsonValue), "utf8");
  const value = Buffer.from(String(signature["value"] ?? ""), "base64url");
  const publicKey = readKey(key);
  if (publicKey === null || !verify(null, bytes, publicKey, value)) {
    const message = "The signature does not hold: the receipt was changed, or somebody else signed it.";
    faults.push({ code: "signature_invalid", message });
  }
  return { valid: faults.length === 0, format: String(receipt["format"]), says: describe(receipt), key: named, faults };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Facts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bareKey(text: string): string {
  return text.replace(/-----[^-]+-----/g, "").replace(/\s/g, "");
}

function readKey(key: string): KeyObject | null {
  try {
    const read = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return read.asymmetricKeyType === "ed25519" ? read : null;
  } catch {
    return null;
  }
}

function describe(receipt: Facts): readonly string[] {
  const { systems, reference, kind, right, finishedAt, completedAt, outcome } = receipt;
  const what = [kind ?? right ?? "erasure", reference, outcome].filter((one) => typeof one === "string").join(" ");
  const parts = Array.isArray(systems) ? systems.filter(isRecord) : [receipt];
  return [
    `${what}, ${String(completedAt ?? finishedAt ?? "")}`,
    ...parts.map(describeSystem),
    ...describeAfterwards(receipt),
  ];
}

/** What has become of it since: the receipt was signed anew then. */
function describeAfterwards({ undo, lift }: Facts): readonly string[] {
  const ended = isRecord(undo) && isRecord(undo["ended"]) ? undo["ended"] : null;
  return [
    ...(ended?.["by"] === "undo" ? [`taken back, ${String(ended["at"])}: what was erased is there again`] : []),
    ...(isRecord(lift)
      ? [`lifted, ${String(lift["liftedAt"])}: back in use${lift["verified"] === false ? ", not all as it was" : ""}`]
      : []),
  ];
}

const COUNTS = ["deleted", "detached", "redacted", "retained", "marked", "sealed", "left"];

function describeSystem({ system, tables, restricted, changes, files, verified }: Facts): string {
  // A run names its counts by what it did.
  const all = [tables, restricted].flatMap((list) => (Array.isArray(list) ? list.filter(isRecord) : []));
  const corrected = total(all, "corrected") || total(Array.isArray(changes) ? changes.filter(isRecord) : [], "rows");
  const counts = [...COUNTS.map((name) => [name, total(all, name)] as const), ["corrected", corrected] as const];
  const told = counts.flatMap(([name, sum]) => (sum > 0 ? [`${sum} ${name === "left" ? "left in use" : name}`] : []));
  const deleted = total(Array.isArray(files) ? files.filter(isRecord) : [], "deleted");
  if (deleted > 0) told.push(`${deleted} ${deleted === 1 ? "file" : "files"} deleted`);
  const looked = typeof verified === "boolean" ? [verified ? "verified" : "not verified"] : [];
  return `${String(system)}: ${[...told, ...looked].join(", ")}`.replace(/: $/, "");
}

function total(rows: readonly Facts[], name: string): number {
  return rows.reduce((sum, row) => sum + (typeof row[name] === "number" ? row[name] : 0), 0);
}
