/** A text message comes in: STOP is an objection, at once and without proof; all else goes the way of a letter. */

import { optOutByMessage } from "../choices/opt-out-by-message.ts";
import { storeText } from "../mailbox/parse/read-stored.ts";
import { receiveMessage } from "../mailbox/receive-message.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import { openJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, NewJob, TxCtx } from "../platform/ctx.ts";
import { identifierIndex } from "../requests/person.ts";
import { normalisePhone } from "../verification/held-values.ts";
import { addSms } from "./queue-sms.ts";
import type { SmsParts } from "./sms-parts.ts";
import { smsTexts } from "./sms-texts.ts";
import { foldWords, HELP_WORDS, STOP_WORDS } from "./stop-words.ts";

export interface IncomingSms {
  /** The gateway's own id. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** ISO instant. */
  readonly receivedAt: string;
}

/** One number is answered by a machine once in so long: a STOP once (47 CFR 64.1200(a)(12)), and no two machines talk. */
const ANSWERED_ONCE_IN = "P30D";
const ANSWER_LIFETIME = "PT5M";
/** What texts were sealed for that waited here. */
const WAITING_SEAL = "sms.incoming";

/** Answers false for what is here already. */
export async function receiveSms(ctx: Ctx, parts: SmsParts, sms: IncomingSms): Promise<boolean> {
  const door = ctx.as({ kind: "system", id: "sms" });
  return await door.transaction(async (tx) => {
    const id = tx.keys.blindIndex("sms.incoming", sms.id).slice(0, 40);
    const from = normalisePhone(sms.from);
    const senderHash = identifierIndex(tx.keys, { kind: "phone", value: from ?? sms.from });
    const words = foldWords(sms.text);
    const wanted = STOP_WORDS.includes(words) ? "stop" : HELP_WORDS.includes(words) ? "help" : "letter";
    const inserted = await tx.db
      .insertInto("sms_incoming")
      .values({ id, sender_hash: senderHash, taken_for: wanted, sealed: null, received_at: sms.receivedAt })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return false;
    const stopped = wanted === "stop" && from !== null && (await stop(tx, parts, id, from, sms.receivedAt));
    // Where nothing is sent by text message there is nothing to stop; then a person sees what is meant.
    const takenFor = wanted === "stop" && !stopped ? "letter" : wanted;
    const jobs = from === null ? [] : await answer(tx, parts, { id, senderHash, from, takenFor });
    if (takenFor === "letter") await handToMailbox(tx, { ...sms, from: from ?? sms.from });
    await tx.db
      .updateTable("sms_incoming")
      .set({
        taken_for: takenFor,
        ...(jobs.length > 0 ? { answered_at: isoInstant(tx.clock.now()) } : {}),
        settled_at: isoInstant(tx.clock.now()),
      })
      .where("id", "=", id)
      .execute();
    const data = { takenFor, answered: jobs.length > 0 };
    await tx.outbox.add(id, { entry: { type: "sms.received", subject: { sms: id }, data }, jobs });
    return true;
  });
}

/** From here on it is a message like any other: sorted, answered, counted in the inbox. */
async function handToMailbox(tx: TxCtx, sms: IncomingSms): Promise<void> {
  await receiveMessage(tx, {
    mailbox: "sms",
    door: "sms",
    raw: storeText({ from: sms.from, text: sms.text }),
    receivedAt: Temporal.Instant.from(sms.receivedAt),
    isCut: false,
    identity: sms.id,
  });
}

/** Texts that waited in a list of their own, in an older version, go the same way. */
export async function adoptWaiting(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom("sms_incoming")
    .selectAll()
    .where("settled_at", "is", null)
    .where("sealed", "is not", null)
    .execute();
  for (const { id, sealed, received_at } of rows) {
    if (sealed === null) continue;
    await ctx.as({ kind: "system", id: "sms" }).transaction(async (tx) => {
      const { from, text } = openJson<{ from: string; text: string }>(
        tx.keys,
        WAITING_SEAL,
        `sms_incoming/${id}`,
        sealed,
      );
      await handToMailbox(tx, { id, from: normalisePhone(from) ?? from, text, receivedAt: received_at.toISOString() });
      const change = { sealed: null, taken_for: "letter", settled_at: isoInstant(tx.clock.now()) };
      await tx.db.updateTable("sms_incoming").set(change).where("id", "=", id).execute();
    });
  }
}

function stop(tx: TxCtx, parts: SmsParts, messageId: string, phone: string, receivedAt: string): Promise<boolean> {
  const identifier = { kind: "phone", value: phone } as const;
  return optOutByMessage(tx, parts.choices, { messageId, identifier, channel: "sms", receivedAt });
}

async function answer(
  tx: TxCtx,
  parts: SmsParts,
  to: { readonly id: string; readonly senderHash: string; readonly from: string; readonly takenFor: string },
): Promise<NewJob[]> {
  if (parts.kept.sms === null || to.takenFor === "letter") return [];
  const before = new Date(addDuration(tx.clock.now(), `-${ANSWERED_ONCE_IN}`).epochMilliseconds);
  const answered = await tx.db
    .selectFrom("sms_incoming")
    .select("id")
    .where("sender_hash", "=", to.senderHash)
    .where("taken_for", "=", to.takenFor)
    .where("answered_at", ">", before)
    .executeTakeFirst();
  if (answered !== undefined) return [];
  const texts = smsTexts[parts.kept.languages[0] ?? "en"];
  const { brand } = parts.kept.centre;
  const isStop = to.takenFor === "stop";
  const text = isStop ? texts.stopped(brand) : texts.help(brand, `${parts.publicUrl}/privacy`);
  const expiresAt = isoInstant(addDuration(tx.clock.now(), ANSWER_LIFETIME));
  return [await addSms(tx, { key: to.id, kind: isStop ? "stopped" : "help", to: to.from, text, expiresAt })];
}
