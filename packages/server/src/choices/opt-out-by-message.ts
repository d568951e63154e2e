/** Somebody writes that they want no more mail: an objection to all direct marketing by that way (R-8.3.d). */
import type { Method, Surface } from "@kept/contract/choices";
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import { resolvePerson } from "../people/people.ts";
import type { TxCtx } from "../platform/ctx.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { readState } from "./queries.ts";
import { type NewAct, recordActs } from "./record-acts.ts";

export interface OptOutByMessage {
  readonly messageId: string;
  /** What the message names as its sender: a claim. A no is believed, because it harms nobody and can be taken back. */
  readonly identifier: { readonly kind: "email" | "phone"; readonly value: string };
  /** The way by which it came, and about which it is; null: a letter on paper, which is about every way (Art. 21(3) GDPR). */
  readonly channel: "email" | "sms" | null;
  /** ISO instant. */
  readonly receivedAt: string;
}

/** Answers false where no purpose is direct marketing by that way: then a person has to see what is meant. */
export async function optOutByMessage(tx: TxCtx, parts: ChoiceParts, message: OptOutByMessage): Promise<boolean> {
  const channels = Object.entries(parts.kept.channels).flatMap(([name, { kind }]) =>
    message.channel === null || kind === message.channel ? [name] : [],
  );
  const marketing = Object.entries(parts.policy.purposes).filter(
    ([, purpose]) => purpose.directMarketing && purpose.channels.some((channel) => channels.includes(channel)),
  );
  if (marketing.length === 0) return false;
  const { personId } = await resolvePerson(tx, [message.identifier], "claimed in a message");
  const { regime } = await readState(tx, personId);
  const acts = marketing.flatMap(([name, purpose]): NewAct[] => {
    const basis = basisOf(purpose, regime);
    if (basis === undefined || !legalBasis(basis).objectable) return [];
    return purpose.channels
      .filter((channel) => channels.includes(channel))
      .map((channel) => ({ id: `${message.messageId}/${name}/${channel}`, act: "objected", purpose: name, channel }));
  });
  if (acts.length === 0) return false;
  const how: { readonly surface: Surface; readonly method: Method } =
    message.channel === null ? { surface: "paper", method: "written" } : { surface: "mail", method: "reply" };
  await recordActs(tx, parts, personId, acts, { ...how, at: message.receivedAt });
  return true;
}
