/** A question to the person as a letter, before anybody is asked: to be read, or printed and posted. */
import type { AskPerson } from "@kept/contract/request-clocks";
import { presumedArrival } from "../clocks/posted-letters.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { questionNotice } from "./compose-mail.ts";
import { type RenderedMail, renderMail } from "./emails.tsx";
import { findRequest } from "./queries.ts";
import { centrePath } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";

/** The question as it would be sent now, to be read or printed; on paper it leads to the page for lost links. */
export async function previewQuestion(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: AskPerson,
): Promise<RenderedMail> {
  const request = await findRequest(ctx, requestId);
  if (request === undefined) throw problem("request_not_found");
  const { kept } = parts;
  const language = isLanguage(request.language) ? request.language : "en";
  const today = ctx.clock.now().toZonedDateTimeISO(kept.controller.zone).toPlainDate().toString();
  const arrival = presumedArrival(kept.controller, input.sentByPost ?? today, request.regimes);
  const closesAt = isoInstant(addDuration(arrival, kept.requests.questionLifetime));
  const texts = await loadMailTexts(ctx, language);
  const url = `${parts.publicUrl}${centrePath.find()}`;
  const question = { text: input.text, closesAt };
  return renderMail(kept, language, questionNotice({ kept, language, texts, request, question, url }));
}
