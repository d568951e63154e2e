/** Checks a receipt of choices without a server, a database or a secret: what it says, who signed it, that it was entered. */
import { createHash, createPublicKey, verify } from "node:crypto";
import * as z from "zod";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { openCheckpoint } from "../platform/ledger/checkpoint.ts";
import { hashLeaf, verifyInclusion } from "../platform/ledger/merkle.ts";
import { commit } from "../platform/ledger/sequencer.ts";
import { signedBytes } from "./issue-receipt.ts";
import { RECEIPT_FORMAT } from "./receipt-document.ts";
import { isReceiptTerm, RECEIPT_PREFIXES } from "./receipt-terms.ts";

const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

const receiptSchema = z
  .looseObject({
    "@id": z.string(),
    format: z.literal(RECEIPT_FORMAT),
    record: z.looseObject({
      person: z.string(),
      receipt: z.string(),
      at: z.string(),
      noticeHash: z.string().nullable(),
      events: z.array(z.looseObject({ act: z.string(), purpose: z.string(), at: z.string() })),
    }),
    notice: z
      .object({ hash: z.string(), language: z.string(), regime: z.string(), title: z.string(), text: z.string() })
      .nullable(),
    signature: z.object({ algorithm: z.literal("Ed25519"), verifierKey: z.string(), value: z.string() }),
    ledger: z
      .object({
        index: z.int(),
        salt: z.string(),
        content: z.string(),
        leafHash: z.string(),
        size: z.int(),
        rootHash: z.string(),
        path: z.array(z.string()),
        checkpoint: z.string(),
      })
      .nullable(),
  })
  .meta({ id: "ChoiceReceipt" });

export interface ReceiptFault {
  readonly code:
    | "receipt_malformed"
    | "key_differs"
    | "signature_invalid"
    | "term_unknown"
    | "notice_changed"
    | "entry_differs"
    | "entry_not_included"
    | "checkpoint_invalid";
  readonly message: string;
}

export interface ReceiptReport {
  readonly valid: boolean;
  readonly receipt: string;
  readonly at: string;
  readonly choices: readonly string[];
  /** `proved`: the ledger's proof holds; `none`: it was fetched before the ledger had taken it in. */
  readonly ledger: "proved" | "none";
  readonly faults: readonly ReceiptFault[];
}

/**
 * Verifies the text of a receipt.
 * @param trustedKey the signer's key (C2SP vkey), kept from before; without it the receipt's own is believed
 */
export function verifyReceipt(text: string, trustedKey?: string): ReceiptReport {
  const parsed = receiptSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const message = "The file is no receipt that Kept signs: fetch it again, or look whether it was cut off.";
    return {
      valid: false,
      receipt: "",
      at: "",
      choices: [],
      ledger: "none",
      faults: [{ code: "receipt_malformed", message }],
    };
  }
  const { signature, ledger, ...document } = parsed.data;
  const { record } = document;
  const faults: ReceiptFault[] = [];
  const fault = (code: ReceiptFault["code"], message: string): void => void faults.push({ code, message });
  if (trustedKey !== undefined && trustedKey !== signature.verifierKey) {
    fault("key_differs", "It names another key than the one that you trust.");
  }
  if (!isSigned(document as unknown as JsonValue, trustedKey ?? signature.verifierKey, signature.value)) {
    fault("signature_invalid", "The signature does not hold: the receipt was changed, or somebody else signed it.");
  }
  for (const term of listTerms(document as unknown as JsonValue)) {
    if (!isReceiptTerm(term)) fault("term_unknown", `${term} is no term of the vocabularies that it names.`);
  }
  if (document.notice !== null && hashNotice(document.notice) !== record.noticeHash) {
    fault("notice_changed", "The notice is not the one whose hash was recorded.");
  }
  if (ledger !== null) checkLedger(record as unknown as JsonValue, ledger, trustedKey ?? signature.verifierKey, fault);
  return {
    valid: faults.length === 0,
    receipt: record.receipt,
    at: record.at,
    choices: record.events.map(({ act, purpose }) => `${act} ${purpose}`),
    ledger: ledger === null ? "none" : "proved",
    faults,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isSigned(document: JsonValue, key: string, value: string): boolean {
  const match = /^\S+?\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/.exec(key);
  const bytes = Buffer.from(match?.[1] ?? "", "base64");
  if (bytes.length !== 33 || bytes[0] !== 1) return false;
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, bytes.subarray(1)]),
    format: "der",
    type: "spki",
  });
  return verify(null, signedBytes(document), publicKey, Buffer.from(value, "base64url"));
}

function hashNotice(notice: { language: string; regime: string; title: string; text: string }): string {
  const text = `${notice.language}\n${notice.regime}\n${notice.title}\n\n${notice.text}`;
  return createHash("sha256").update(text, "utf8").digest("hex");
}

type LedgerPart = NonNullable<z.infer<typeof receiptSchema>["ledger"]>;

function checkLedger(
  record: JsonValue,
  ledger: LedgerPart,
  key: string,
  fault: (code: ReceiptFault["code"], message: string) => void,
): void {
  const recordHash = createHash("sha256").update(canonicalJson(record), "utf8").digest("hex");
  const entry = parseJson(ledger.content) as { data?: { recordHash?: unknown } } | null;
  if (entry?.data?.recordHash !== recordHash) {
    fault("entry_differs", "The ledger's entry is about another record.");
  }
  const leaf = hashLeaf(commit(Buffer.from(ledger.salt, "hex"), ledger.content));
  const root = Buffer.from(ledger.rootHash, "hex");
  const path = ledger.path.map((hash) => Buffer.from(hash, "hex"));
  if (!verifyInclusion(ledger.index, ledger.size, leaf, path, root)) {
    fault("entry_not_included", "The proof does not lead from the entry to the ledger's root.");
  }
  const opened = openCheckpoint(ledger.checkpoint, key);
  const isSame =
    opened.ok && opened.checkpoint.size === ledger.size && Buffer.from(opened.checkpoint.root).equals(root);
  if (!isSame) fault("checkpoint_invalid", "The checkpoint is not signed by this key, or is of another tree.");
}

/** Every compact IRI that stands in a JSON-LD document, as a property, a type or a reference. */
export function listTerms(value: JsonValue): readonly string[] {
  const terms = new Set<string>();
  const prefixes = Object.keys(RECEIPT_PREFIXES);
  const note = (text: string): void => {
    if (prefixes.includes(text.split(":")[0] ?? "")) terms.add(text);
  };
  const walk = (node: JsonValue): void => {
    if (Array.isArray(node)) for (const each of node as readonly JsonValue[]) walk(each);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    for (const [name, member] of Object.entries(node as Readonly<Record<string, JsonValue>>)) {
      if (name === "@context" || ["kantara", "record", "notice"].includes(name)) continue;
      note(name);
      if (name === "@id" && typeof member === "string") note(member);
      if (name === "@type") for (const type of [member].flat()) note(String(type));
      walk(member);
    }
  };
  walk(value);
  return [...terms].sort();
}
