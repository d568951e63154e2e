/** A person's receipt: made from the record, signed with the ledger's key, with the ledger's proof once there is one. */
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { ledgerOrigin, verifierKey } from "../platform/ledger/checkpoint.ts";
import { hex, proveInclusion, readCheckpoint } from "../platform/ledger/read-ledger.ts";
import { choicePath } from "./choice-links.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import type { PolicyBody } from "./policy-body.ts";
import { type EventRow, findRecord, type RecordRow } from "./queries.ts";
import { describeReceipt, RECEIPT_FORMAT } from "./receipt-document.ts";
import type { HashedEvent, HashedRecord } from "./record-acts.ts";

/** The keyring's purpose of the ledger's key: one key to keep in order to check both. */
const SIGNING_PURPOSE = "ledger";

/** What is signed: the format's name first, so that the signature means nothing as anything else. */
export function signedBytes(document: JsonValue): Uint8Array {
  return Buffer.from(`${RECEIPT_FORMAT}\n${canonicalJson(document)}`, "utf8");
}

/** The receipt as a file. Throws `choice_receipt_not_found`. */
export async function issueChoiceReceipt(
  ctx: Ctx,
  parts: ChoiceParts,
  personId: string,
  receiptId: string,
): Promise<string> {
  const found = await findRecord(ctx, personId, receiptId);
  if (found === undefined) throw problem("choice_receipt_not_found");
  const record = describeRow(found.record);
  const policy = await ctx.db
    .selectFrom("choice_policy")
    .select("body")
    .where("version", "=", record.policy_version)
    .executeTakeFirst();
  const notice =
    record.notice_hash === null
      ? undefined
      : await ctx.db.selectFrom("choice_notice").selectAll().where("hash", "=", record.notice_hash).executeTakeFirst();
  const key = verifierKey(ctx.keys, ledgerOrigin(ctx.keys));
  const document = describeReceipt({
    record,
    events: found.events.map(describeEvent),
    body: policy?.body as PolicyBody,
    notice: notice ?? null,
    controlUrl: `${parts.publicUrl}${choicePath.start()}`,
    verifierKey: key,
  });
  const signature = {
    algorithm: "Ed25519",
    verifierKey: key,
    value: Buffer.from(ctx.keys.sign(SIGNING_PURPOSE, signedBytes(document))).toString("base64url"),
  };
  return `${JSON.stringify({ ...document, signature, ledger: await proveRecord(ctx, receiptId) }, null, 2)}\n`;
}

/** The entry of a record with its proof, or null as long as the ledger has not taken it in. */
async function proveRecord(ctx: Ctx, receiptId: string): Promise<JsonValue> {
  const entry = await ctx.db
    .selectFrom("ledger_subject")
    .innerJoin("ledger_entry", "ledger_entry.index", "ledger_subject.index")
    .select(["ledger_entry.index", "ledger_entry.salt", "ledger_entry.content"])
    .where("ledger_subject.subject", "=", receiptId)
    .where("ledger_entry.type", "=", "choice.recorded")
    .executeTakeFirst();
  const checkpoint = await readCheckpoint(ctx.db);
  if (entry === undefined || entry.salt === null || entry.content === null || checkpoint === null) return null;
  const { leaf, root, path } = await proveInclusion(ctx.db, entry.index, checkpoint.size);
  return {
    index: entry.index,
    salt: hex(entry.salt),
    content: entry.content,
    leafHash: hex(leaf),
    size: checkpoint.size,
    rootHash: hex(root),
    path: path.map(hex),
    checkpoint: checkpoint.note,
  };
}

function describeRow(row: RecordRow): HashedRecord {
  return { ...row, at: row.at.toISOString(), received_at: row.received_at.toISOString() };
}

function describeEvent(row: EventRow): HashedEvent {
  return { ...row, at: row.at.toISOString(), until: row.until?.toISOString() ?? null };
}
