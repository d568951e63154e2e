/** Messages to the person of a request that did not reach them: an operator has to know, for nobody else will tell them. */
import type { Undelivered } from "@kept/contract/requests";
import { addDuration } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { MESSAGE_NAMES } from "./message-names.ts";
import { MESSAGES } from "./request-messages.ts";

/** The queue has given a mail up by then (`MAIL_TRIES`). */
const TRIED = "PT25H";

/** To colleagues, who are reminded otherwise. */
const TASK = "request-task";

/** The oldest first. One that was handed over at a later try is not among them. */
export async function listUndelivered(ctx: Ctx, requestId: string): Promise<Undelivered[]> {
  const triedSince = addDuration(ctx.clock.now(), `-${TRIED}`).epochMilliseconds;
  const mails = await ctx.db
    .selectFrom("mail_message")
    .select(["id", "kind", "error_code", "created_at", "bounced_at", "bounce_status"])
    .where("key", "=", requestId)
    .where("kind", "<>", TASK)
    .where((where) => where.or([where("state", "=", "failed"), where("bounced_at", "is not", null)]))
    .execute();
  const texts = await ctx.db
    .selectFrom("sms_message")
    .select(["id", "kind", "state", "problem_code", "created_at", "settled_at"])
    .where("key", "=", requestId)
    .where("state", "in", ["failed", "expired"])
    .execute();
  return [
    ...mails.map(
      (mail): Undelivered => ({
        id: mail.id,
        way: "email",
        what: whatOf(mail.kind),
        at: (mail.bounced_at ?? mail.created_at).toISOString(),
        ...(mail.bounced_at === null
          ? { why: "refused", code: mail.error_code }
          : { why: "bounced", code: mail.bounce_status }),
        isTriedAgain: mail.bounced_at === null && mail.created_at.getTime() > triedSince,
      }),
    ),
    ...texts.map(
      (text): Undelivered => ({
        id: text.id,
        way: "sms",
        what: TEXTS[text.kind] ?? null,
        at: (text.settled_at ?? text.created_at).toISOString(),
        why: text.state === "expired" ? "expired" : text.problem_code === "sender_removed" ? "no_sender" : "refused",
        // That its time was over says the reason already.
        code: text.state === "expired" || text.problem_code === "sender_removed" ? null : text.problem_code,
        isTriedAgain: false,
      }),
    ),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function whatOf(kind: string): string | null {
  const name = MESSAGE_NAMES.find((one) => kind === `request-${one.replaceAll("_", "-")}`);
  return name === undefined ? null : MESSAGES[name].when;
}

/** A text says no more of itself than what follows from its having left. */
const TEXTS: Readonly<Record<string, string>> = {
  code: MESSAGES.code.when,
  acknowledgement: MESSAGES.received.when,
};
