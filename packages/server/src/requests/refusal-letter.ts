/** The words of a refusal: the reason, its ground under each regime, where to complain, and the way to court (Art. 12(4) GDPR). */

import { type RefusalReason, refusalRow } from "@kept/contract/refusals";
import type { KeptConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailTexts } from "../templates/mail-texts.ts";
import { authoritiesFor } from "./authorities.ts";
import type { MailContent } from "./emails.tsx";
import { provisionIn } from "./provision-names.ts";
import type { RequestRow } from "./queries.ts";

export interface RefusalWords {
  readonly reason: RefusalReason;
  readonly text: string;
  /** Something was carried out before: only the rest is refused. */
  readonly isBegun: boolean;
}

/** The letter without any link, so that it is the same for whoever reads it. */
export function refusalLetter(
  kept: KeptConfig,
  language: Language,
  texts: MailTexts,
  request: Pick<RequestRow, "reference" | "regimes" | "region">,
  { reason, text, isBegun }: RefusalWords,
): MailContent {
  const authorities = authoritiesFor(kept, request.region);
  return {
    subject: texts.refusedSubject(request.reference),
    title: isBegun ? texts.refusedRestTitle : texts.refusedTitle,
    paragraphs: [isBegun ? texts.refusedRestText : texts.refusedText],
    quote: text,
    facts: [
      [texts.reference, request.reference],
      ...groundsOf(reason, request.regimes, language).map((ground) => [texts.refusedGround, ground] as const),
      ...authorities.map(({ name, url, email }) => {
        const where = [name, url, ...(email === null ? [] : [email])].join(", ");
        return [texts.refusedComplain, where] as const;
      }),
    ],
    note: [
      texts.refusedNote(kept.controller.email),
      ...(authorities.length === 0 ? [texts.refusedAnyAuthority] : []),
      ...(request.regimes.includes("uk") ? [texts.refusedUk] : []),
      texts.refusedCourt,
    ].join(" "),
  };
}

/** Each provision once, under the names that readers know. */
function groundsOf(reason: RefusalReason, regimes: RequestRow["regimes"], language: Language): readonly string[] {
  const { grounds } = refusalRow(reason);
  const found = regimes.filter((name) => name !== "default" || regimes.length === 1).map((name) => grounds[name]);
  const named = [...new Set(found.filter((ground) => ground !== null))];
  return named.map((ground) => provisionIn(ground, language));
}
