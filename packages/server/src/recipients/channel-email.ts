/** E-mail: says whom it is about and what to do, with a link by which the recipient answers. */
import type { ToldEvent } from "@kept/contract/recipients";
import { Temporal } from "../platform/clock.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { MailMessage } from "../platform/mail/mail.ts";
import { MailError } from "../platform/mail/send-mail.ts";
import { renderMail } from "../requests/emails.tsx";
import { loadMailTexts } from "../templates/queries.ts";
import type { Channel } from "./channel.ts";
import { composeNotice } from "./notice-mails.ts";

export const NOTICE_LINK = "recipient.notice";

/** Recipients answer late too; a link that had lapsed would be worse than none. */
const LINK_LIFETIME = "P90D";

export const noticePath = (token: string): string => `/recipients/answer/${token}`;

export const emailChannel: Channel = {
  kind: "email",
  awaitsAnswer: true,
  saysPart: true,
  async tell(ctx, parts, { notice, recipient, person, reference }) {
    const { channel } = recipient;
    if (channel?.kind !== "email") return { kind: "failed", code: "channel_removed", final: true };
    const { kept } = parts;
    const language = kept.languages[0] ?? "en";
    const subject = `${notice.request_id}/${notice.id}`;
    const link = await ctx.transaction((tx) =>
      createLink(tx, { purpose: NOTICE_LINK, subject, lifetime: LINK_LIFETIME }),
    );
    const day = Temporal.Instant.fromEpochMilliseconds(notice.due_at.getTime())
      .toZonedDateTimeISO(kept.controller.zone)
      .toPlainDate();
    const message: MailMessage = {
      id: `msg_${notice.id}`,
      key: notice.request_id,
      kind: "recipient-notice",
      language,
      to: channel.to,
      replyTo: kept.controller.email,
      ...renderMail(
        kept,
        language,
        composeNotice({
          texts: await loadMailTexts(ctx, language),
          language,
          controller: kept.controller.name,
          event: notice.event as ToldEvent,
          reference,
          identifiers: person.identifiers,
          categories: notice.categories,
          dueOn: day.toString(),
          url: `${parts.publicUrl}${noticePath(link.token)}`,
        }),
      ),
    };
    try {
      await ctx.mail.send(message);
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      return { kind: "failed", code: `mail_${error.code.toLowerCase()}`, final: error.permanent };
    }
    return { kind: "sent" };
  },
};
