/** Sends what is left of a transfer. Enters as a job, and again after any crash: what was sent is not sent again. */
import { join } from "node:path";
import { type OpenPackage, openPackage } from "../fulfilment/package/open-package.ts";
import { findPackage } from "../fulfilment/queries.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { completeTransfer, failTransfer } from "./end-transfer.ts";
import { fetchTokens } from "./fetch-tokens.ts";
import { findDestination } from "./find-destination.ts";
import type { TransferItem } from "./item-parts.ts";
import { listCategories, listItems, readManifest } from "./list-items.ts";
import { findTransfer, insertItem, type TransferRow, updateTransfer, withTransferLease } from "./queries.ts";
import { recordDisclosed } from "./record-disclosed.ts";
import { askReceipt, type ItemSender, type Sent, sendItem } from "./send-item.ts";
import type { TransferParts } from "./transfer-parts.ts";
import { openTokens, sealTokens, type Tokens } from "./transfer-secrets.ts";
import type { DestinationConfig } from "./transfers-config.ts";

/** As the project's own worker tries: five times, from a second on, half as long again each time. */
const TRIES = 5;
const FIRST_PAUSE = 1_000;
const PAUSE_GROWTH = 1.5;
/** Rounds of such tries that get no further, with growing pauses between them: about a day. */
const MOST_STALLS = 30;

type Check = (tx: TxCtx) => Promise<TransferRow>;

interface Sending {
  readonly ctx: Ctx;
  readonly parts: TransferParts;
  readonly check: Check;
  readonly sender: ItemSender;
  tokens: Tokens;
}

/** Does nothing when the transfer has ended, or somebody else is at it. */
export async function runTransfer(ctx: Ctx, parts: TransferParts, transferId: string): Promise<void> {
  await withTransferLease(ctx, transferId, async (check) => {
    const row = await findTransfer(ctx, transferId);
    if (row?.state !== "running" || row.sealed_tokens === null) return;
    const destination = findDestination(ctx.keys, parts.kept.transfers, row);
    const fail = (code: string) => ctx.transaction(async (tx) => await failTransfer(tx, await check(tx), code));
    if (destination === undefined) return await fail("destination_removed");
    const pack = await openOwn(ctx, parts, row);
    if (pack === null) return await fail("package_gone");
    await using _ = pack;
    const sender = {
      destination,
      exporter: parts.kept.controller.name,
      transferId,
      jobId: row.job_id,
    };
    const sending = { ctx, parts, check, sender, tokens: openTokens(ctx.keys, transferId, row.sealed_tokens) };
    await prepare(sending, row, pack, destination);
    await sendAll(sending, row, pack, destination);
  });
}

async function openOwn(ctx: Ctx, parts: TransferParts, row: TransferRow): Promise<OpenPackage | null> {
  const pack = await findPackage(ctx, row.request_id);
  if (pack?.state !== "ready") return null;
  return await openPackage(join(parts.packageDir, pack.file_name)).catch(() => null);
}

/** Once, before anything leaves: how much there is, and that it goes. */
async function prepare(
  { ctx, check }: Sending,
  row: TransferRow,
  pack: OpenPackage,
  destination: DestinationConfig,
): Promise<void> {
  if (row.items !== null) return;
  let items = 0;
  for await (const _ of listItems(pack, await readManifest(pack), destination)) items += 1;
  const categories = destination.recipient === undefined ? [] : await listCategories(pack);
  await ctx.transaction(async (tx) => {
    await check(tx);
    await updateTransfer(tx, row.id, { items });
    if (destination.recipient !== undefined) await recordDisclosed(tx, row, destination.recipient, categories);
  });
}

async function sendAll(
  sending: Sending,
  row: TransferRow,
  pack: OpenPackage,
  destination: DestinationConfig,
): Promise<void> {
  const { ctx, parts, check, sender } = sending;
  const done = row.sent + row.refused;
  for await (const item of listItems(pack, await readManifest(pack), destination)) {
    if (item.ordinal < done) continue;
    const sent = await sendPatiently(sending, item);
    if (sent.kind === "sent" || sent.kind === "refused") {
      await ctx.transaction((tx) => recordItem(tx, check, item, sent));
      continue;
    }
    const { code } = sent;
    return await ctx.transaction(async (tx) => {
      const now = await check(tx);
      if (sent.kind === "stopped" || now.stalls >= MOST_STALLS) return await failTransfer(tx, now, code);
      await stall(tx, now, code);
    });
  }
  const confirmation = destination.confirms ? await askReceipt(sender, sending.tokens.access) : null;
  await ctx.transaction(async (tx) => await completeTransfer(tx, parts, await check(tx), confirmation));
}

type Settled = Extract<Sent, { readonly kind: "sent" | "refused" | "stopped" | "failed" }>;

/** Tries as often as is worth while; a token that has expired is renewed on the way, once for each item. */
async function sendPatiently(sending: Sending, item: TransferItem): Promise<Settled> {
  let pause = FIRST_PAUSE;
  let isRenewed = false;
  for (let tried = 1; ; tried += 1) {
    const sent = await sendItem(sending.sender, sending.tokens.access, item);
    if (sent.kind === "expired") {
      const trouble: Settled | null = isRenewed ? { kind: "stopped", code: "token_refused" } : await renew(sending);
      if (trouble !== null) return trouble;
      isRenewed = true;
      continue;
    }
    if (sent.kind !== "failed" || tried >= TRIES) return sent;
    await sending.parts.pause(pause);
    pause *= PAUSE_GROWTH;
  }
}

/** Null when there are fresh tokens. */
async function renew(sending: Sending): Promise<Settled | null> {
  const { ctx, parts, check, sender, tokens } = sending;
  if (tokens.refresh === null) return { kind: "stopped", code: "session_invalidated" };
  const answer = await fetchTokens(parts, sender.destination, {
    grant_type: "refresh_token",
    refresh_token: tokens.refresh,
  });
  if (!answer.ok) {
    return answer.final ? { kind: "stopped", code: "session_invalidated" } : { kind: "failed", code: answer.code };
  }
  await ctx.transaction(async (tx) => {
    await check(tx);
    await updateTransfer(tx, sender.transferId, {
      sealed_tokens: sealTokens(tx.keys, sender.transferId, answer.tokens),
    });
  });
  sending.tokens = answer.tokens;
  return null;
}

async function recordItem(
  tx: TxCtx,
  check: Check,
  item: TransferItem,
  sent: Extract<Sent, { readonly kind: "sent" | "refused" }>,
): Promise<void> {
  const now = await check(tx);
  const accepted = sent.kind === "sent";
  await insertItem(tx, {
    transfer_id: now.id,
    ordinal: item.ordinal,
    vertical: item.vertical,
    sha256: sent.sha256,
    bytes: String(sent.bytes),
    accepted,
    code: accepted ? null : sent.code,
    sent_at: isoInstant(tx.clock.now()),
  });
  await updateTransfer(tx, now.id, {
    stalls: 0,
    problem_code: null,
    ...(accepted
      ? { sent: now.sent + 1, bytes: String(Number(now.bytes) + sent.bytes) }
      : { refused: now.refused + 1 }),
  });
}

/** Goes on by itself after a while; said once. */
async function stall(tx: TxCtx, row: TransferRow, code: string): Promise<void> {
  const minutes = Math.min(2 ** row.stalls, 60);
  await updateTransfer(tx, row.id, {
    stalls: row.stalls + 1,
    problem_code: code,
    retry_at: isoInstant(addDuration(tx.clock.now(), `PT${minutes}M`)),
  });
  if (row.problem_code === code) return;
  await tx.outbox.add(row.request_id, {
    entry: {
      type: "transfer.stalled",
      subject: { request: row.request_id, transfer: row.id },
      data: { destination: row.destination, code },
    },
  });
}
