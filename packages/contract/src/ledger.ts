/** The ledger on the wire: entries, checkpoints, proofs, and the catalogue of everything that is recorded. */
import * as z from "zod";
import { automatedDecisionEntries } from "./automated-decisions.ts";
import { batchEntries } from "./batches.ts";
import { childEntries } from "./child-entries.ts";
import { choiceEntries } from "./choice-entries.ts";
import { complaintEntries } from "./complaint-entries.ts";
import { drpEntries } from "./drp-entries.ts";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { instructionEntries } from "./instructions.ts";
import { mailTemplateEntries } from "./mail-templates.ts";
import { mailboxEntries } from "./mailbox-entries.ts";
import { messageEntries } from "./message-entries.ts";
import { operatorEntries } from "./operators.ts";
import { defineErrors } from "./problems.ts";
import { purposeHistoryEntries } from "./purpose-history.ts";
import { recipientEntries } from "./recipient-entries.ts";
import { replayEntries } from "./replays.ts";
import { requestEntries } from "./request-entries.ts";
import { saleEntries } from "./sales.ts";
import { scanEntries } from "./scans.ts";
import { smsEntries } from "./sms.ts";
import { liftEntries } from "./suppression-lifts.ts";
import { systemEntries } from "./system-endpoints.ts";
import { transferEntries } from "./transfer-entries.ts";

const ledgerEntries = defineEntries({
  "ledger.content-erased": {
    title: "Content of earlier entries erased",
    data: z.object({ indexes: z.array(z.int()), reason: z.string() }),
  },
});

/** Capabilities export `<noun>Entries` and are listed here. */
export const entryCatalogue = {
  ...ledgerEntries,
  ...operatorEntries,
  ...requestEntries,
  ...systemEntries,
  ...replayEntries,
  ...choiceEntries,
  ...mailboxEntries,
  ...messageEntries,
  ...mailTemplateEntries,
  ...saleEntries,
  ...liftEntries,
  ...recipientEntries,
  ...drpEntries,
  ...complaintEntries,
  ...batchEntries,
  ...childEntries,
  ...purposeHistoryEntries,
  ...instructionEntries,
  ...scanEntries,
  ...transferEntries,
  ...smsEntries,
  ...automatedDecisionEntries,
} as const;

export type EntryType = keyof typeof entryCatalogue;

/** What a change gives to the outbox. The relay adds index, time, actor and salt. */
export type LedgerEntryInput = {
  readonly [T in EntryType]: {
    readonly type: T;
    /** Ids of what it is about; `person` and `request` are searchable. */
    readonly subject?: Readonly<Record<string, string>>;
    readonly data: z.input<(typeof entryCatalogue)[T]["data"]>;
  };
}[EntryType];

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: "SHA-256, hexadecimal" });

export const LedgerContentSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    type: z.string(),
    key: z.string(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    subject: z.record(z.string(), z.string()),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "LedgerContent", description: "What an entry says" });

export const LedgerEntrySchema = z
  .object({
    index: z.int().nonnegative(),
    title: z.string(),
    commitment: hash,
    leafHash: hash,
    salt: z.string().nullable().meta({ description: "Hexadecimal; null once the content was erased" }),
    content: LedgerContentSchema.nullable().meta({
      description: "Null once the content was erased; the proof still holds",
    }),
  })
  .meta({ id: "LedgerEntry" });

export const CheckpointSchema = z
  .object({
    origin: z.string(),
    size: z.int().nonnegative(),
    rootHash: hash,
    at: z.string(),
    note: z.string().meta({ description: "The signed note (C2SP checkpoint format)" }),
    verifierKey: z.string().meta({ description: "Public key of the note's signature (C2SP vkey format)" }),
  })
  .meta({ id: "Checkpoint" });

export const InclusionProofSchema = z
  .object({ index: z.int(), size: z.int(), leafHash: hash, rootHash: hash, path: z.array(hash) })
  .meta({ id: "InclusionProof", description: "RFC 9162, section 2.1.3" });

export const ConsistencyProofSchema = z
  .object({ from: z.int(), to: z.int(), fromRoot: hash, toRoot: hash, path: z.array(hash) })
  .meta({ id: "ConsistencyProof", description: "RFC 9162, section 2.1.4" });

export const ledgerErrors = defineErrors({
  ledger_entry_not_found: {
    status: 404,
    title: "The ledger has no entry with this index",
    action: "Ask for the checkpoint first: indexes run from 0 to its size less one.",
  },
  ledger_size_unknown: {
    status: 404,
    title: "The ledger never had, or has not yet, this size",
    action: "Use the size of a checkpoint.",
  },
});

const exampleHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const exampleEntry = {
  index: 0,
  title: "Operator signed in",
  commitment: exampleHash,
  leafHash: exampleHash,
  salt: "00112233445566778899aabbccddeeff",
  content: {
    id: "led_01jd0000000000000000000000",
    at: "2026-11-22T10:00:00.000Z",
    type: "operator.signed-in",
    key: "opr_1",
    actor: { kind: "operator", id: "opr_1" },
    subject: { operator: "opr_1" },
    data: { method: "link" },
  },
} as const;

export const listEntries = endpoint({
  id: "ledger.list",
  method: "get",
  path: "/api/ledger/entries",
  summary: "List entries",
  description:
    "Newest first. Narrow it to what concerns one thing with `subject`, or to one kind of event with `type`; page on with `before`.",
  query: z.object({
    before: z.coerce.number().int().positive().optional().meta({ description: "Only entries with a smaller index" }),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    type: z.string().optional(),
    subject: z.string().optional().meta({ description: "An id that the entry is about: a request, a person" }),
  }),
  responses: {
    200: z.object({
      entries: z.array(LedgerEntrySchema),
      next: z.int().nullable().meta({ description: "Pass it as `before`; null at the end" }),
    }),
  },
  errors: [],
  access: "ledger:read",
  example: { query: { limit: "1" }, response: { entries: [exampleEntry], next: null } },
});

export const getCheckpoint = endpoint({
  id: "ledger.checkpoint",
  method: "get",
  path: "/api/ledger/checkpoint",
  summary: "Get the latest checkpoint",
  description:
    "The size and root of the tree, signed. Anybody may keep checkpoints and later ask for a consistency proof between two of them: it shows that nothing was changed or taken away.",
  responses: { 200: CheckpointSchema },
  errors: [],
  access: "public",
  example: {
    response: {
      origin: "kept.example.org/ledger",
      size: 1,
      rootHash: exampleHash,
      at: "2026-11-22T10:00:00.000Z",
      note: "kept.example.org/ledger\n1\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n— kept.example.org/ledger AAAA\n",
      verifierKey: "kept.example.org/ledger+00000000+AQAA",
    },
  },
});

export const getInclusionProof = endpoint({
  id: "ledger.inclusion-proof",
  method: "get",
  path: "/api/ledger/entries/{index}/proof",
  summary: "Prove that an entry is in the tree",
  description:
    "The audit path from the entry's leaf to the root of the tree of `size` leaves (by default the latest). It names hashes only, so a receipt's holder may ask without signing in.",
  params: z.object({ index: z.coerce.number().int().nonnegative() }),
  query: z.object({ size: z.coerce.number().int().positive().optional() }),
  responses: { 200: InclusionProofSchema },
  errors: ["ledger_entry_not_found", "ledger_size_unknown"],
  access: "public",
  example: {
    params: { index: "0" },
    response: { index: 0, size: 1, leafHash: exampleHash, rootHash: exampleHash, path: [] },
  },
});

export const getConsistencyProof = endpoint({
  id: "ledger.consistency-proof",
  method: "get",
  path: "/api/ledger/consistency",
  summary: "Prove that the tree only grew",
  description: "Shows that the tree of `to` leaves begins with exactly the tree of `from` leaves.",
  query: z.object({
    from: z.coerce.number().int().positive(),
    to: z.coerce.number().int().positive().optional().meta({ description: "Default: the latest size" }),
  }),
  responses: { 200: ConsistencyProofSchema },
  errors: ["ledger_size_unknown"],
  access: "public",
  example: {
    query: { from: "1" },
    response: { from: 1, to: 1, fromRoot: exampleHash, toRoot: exampleHash, path: [] },
  },
});

export const exportLedger = endpoint({
  id: "ledger.export",
  method: "get",
  path: "/api/ledger/export",
  summary: "Download the whole ledger",
  description:
    "JSON lines: a header, every entry in order, every checkpoint. `kept ledger verify <file>` checks it without a server.",
  responses: { 200: z.string() },
  errors: [],
  access: "ledger:read",
  file: "application/x-ndjson",
  example: {},
});

export const ledgerEndpoints = [
  listEntries,
  getCheckpoint,
  getInclusionProof,
  getConsistencyProof,
  exportLedger,
] as const;
