/**
 * A person recommends something to a friend (R-8.3.b). A friend cannot consent for another: one message at their act, with
 * their name, once for ever, and nothing kept of the address but the keyed hash that makes it once.
 */
import type { ReferFriend } from "@kept/contract/messages";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { acceptMessage } from "./accept-message.ts";
import type { MessageParts } from "./message-parts.ts";
import { composeMessage } from "./send-message.ts";
import { unsubscribeTexts } from "./unsubscribe-texts.ts";

const ONCE = "referral";

/** Answers the same whether it goes out, went out before, or the address has said no. @throws problem `stream_unknown` */
export async function referFriend(ctx: Ctx, parts: MessageParts, input: ReferFriend): Promise<{ taken: true }> {
  const { stream, to } = input;
  const settings = Object.hasOwn(parts.kept.streams, stream) ? parts.kept.streams[stream] : undefined;
  if (settings === undefined || !settings.referral) {
    throw problem("stream_unknown", { pointers: [{ pointer: "/body/stream", message: "is no stream of referrals" }] });
  }
  const { controller, centre, languages } = parts.kept;
  const named = input.language ?? "";
  const language = isLanguage(named) ? named : (languages[0] ?? "en");
  const texts = unsubscribeTexts[language];
  const sender = input.sender.trim();
  const raw = await composeMessage(ctx, settings, {
    to,
    subject: texts.friendSubject(sender, centre.brand),
    text: texts.friendText(sender, centre.brand, controller.website ?? "", controller.name),
    language,
  });
  await ctx.transaction((tx) =>
    acceptMessage(tx, parts, { stream, settings, door: "referral", to, raw, language, key: ONCE }),
  );
  return { taken: true };
}
