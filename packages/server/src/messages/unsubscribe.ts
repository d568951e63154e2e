/** Somebody ends a list for their address: a choice with its proof where the person is known, and a suppression always. */
import { randomUUID } from "node:crypto";
import { legalBasis } from "@kept/engine/choices/bases";
import { decide } from "@kept/engine/choices/decide";
import { basisOf } from "@kept/engine/choices/policy";
import { readState } from "../choices/queries.ts";
import { recordActs } from "../choices/record-acts.ts";
import { addSuppression, findSuppression } from "../choices/suppressions.ts";
import { findIdentifierOwners, lockPerson } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MessageParts } from "./message-parts.ts";
import type { Unsubscription } from "./unsubscribe-links.ts";

/** Twice is once, unless they said yes in between: then an old link is a new no. */
export async function unsubscribe(
  ctx: Ctx,
  parts: MessageParts,
  asked: Unsubscription,
  language: Language | null,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const [owner] = await findIdentifierOwners(tx, [asked.address]);
    if (owner !== undefined)
      await recordNo(tx.as({ kind: "person", id: owner.person_id }), parts, owner.person_id, asked, language);
    const scope = { class: "marketing", purpose: asked.purpose, topic: asked.topic } as const;
    // Whoever was erased left no record to write to; the list holds without one.
    if ((await findSuppression(tx, asked.address, scope)) !== null) return;
    const { purpose, topic } = asked;
    if (!(await addSuppression(tx, asked.address, { purpose, topic: topic ?? "", reason: "unsubscribed" }))) return;
    await tx.outbox.add(asked.address, {
      entry: { type: "suppression.added", data: { purpose, reason: "unsubscribed" } },
    });
  });
}

async function recordNo(
  tx: TxCtx,
  parts: MessageParts,
  personId: string,
  asked: Unsubscription,
  language: Language | null,
): Promise<void> {
  const { policy } = parts.choices;
  const purpose = Object.hasOwn(policy.purposes, asked.purpose) ? policy.purposes[asked.purpose] : undefined;
  // A list that the configuration has given up is ended by the suppression alone.
  if (purpose === undefined || !purpose.channels.includes(asked.channel)) return;
  const topic = asked.topic !== null && purpose.topics.includes(asked.topic) ? asked.topic : undefined;
  const at = isoInstant(tx.clock.now());
  await lockPerson(tx, personId, at);
  const state = await readState(tx, personId);
  const basis = basisOf(purpose, state.regime);
  if (basis === undefined) return;
  const question = { purpose: asked.purpose, channel: asked.channel, topic };
  const standsDenied = !decide(policy, state, question, at).allowed;
  const saidNo = state.entries.some(
    (entry) =>
      ["withdrawn", "refused", "objected", "opted-out"].includes(entry.act) &&
      entry.purpose === asked.purpose &&
      ["", asked.channel].includes(entry.channel) &&
      ["", topic ?? ""].includes(entry.topic),
  );
  if (standsDenied && saidNo) return;
  const act = legalBasis(basis).needsConsent ? "withdrawn" : "objected";
  await recordActs(tx, parts.choices, personId, [{ id: randomUUID(), act, ...question }], {
    surface: "mail",
    method: "one-click",
    at,
    language,
  });
}
