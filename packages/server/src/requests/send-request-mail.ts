/** Writes to the person of a request: makes the link that the message carries, composes and sends it. */
import { feeGround } from "@kept/contract/fees";
import { listQuestionRows, meetClocks, previewDue } from "../clocks/request-clocks.ts";
import { readUndo } from "../fulfilment/describe-undo.ts";
import { findPackage, isBegun, listSteps } from "../fulfilment/queries.ts";
import { addUndoShare, forgetUndoKey } from "../fulfilment/undo-window.ts";
import { purposeTitle } from "../kept-config.ts";
import { answerAddress } from "../mailbox/answer-address.ts";
import { markBounced } from "../mailbox/record-bounce.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage, type Language } from "../platform/i18n/language.ts";
import type { MailMessage } from "../platform/mail/mail.ts";
import { MailError } from "../platform/mail/send-mail.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { codeOfMessage } from "../verification/codes.ts";
import { openQuestion } from "./ask-person.ts";
import type { MailFacts } from "./compose-mail.ts";
import { renderMail } from "./emails.tsx";
import { confirmExtension, extensionText } from "./extend-request.ts";
import { MESSAGE_NAMES, type MessageName } from "./message-names.ts";
import { openPerson } from "./person.ts";
import { findRequest, type RequestRow } from "./queries.ts";
import { reachOf } from "./reach-person.ts";
import { recordEvent } from "./record-event.ts";
import { refusalText } from "./refuse-request.ts";
import { listRequestChoices } from "./request-choices.ts";
import { feeText, findFee, formatFee } from "./request-fees.ts";
import { listGaps } from "./request-gaps.ts";
import { centrePath, LINKS, PROVE_LINK_LIFETIME, STATUS_LINK_LIFETIME } from "./request-links.ts";
import { composeMail, MESSAGES } from "./request-messages.ts";
import type { RequestParts } from "./request-parts.ts";
import { sendRequestText } from "./send-request-text.ts";
import { giveUpNotice } from "./undo-extensions.ts";
import { describeWithheld } from "./withhold-part.ts";

/** Silent when there is nobody to write to: the person was forgotten, or gave no address. */
export async function sendRequestMail(
  ctx: Ctx,
  parts: RequestParts,
  input: { readonly requestId: string; readonly message: string; readonly messageId: string },
): Promise<void> {
  const message = MESSAGE_NAMES.find((name) => name === input.message);
  const request = await findRequest(ctx, input.requestId);
  if (message === undefined || request === undefined) return;
  const person = openPerson(ctx, request.id, request.sealed_person);
  const { kept } = parts;
  const reach = reachOf(kept, request, person);
  if (reach === null) return;
  const isText = reach.way === "sms";
  const links = {
    verify: { purpose: LINKS.verify, lifetime: kept.requests.verificationLinkLifetime, path: centrePath.confirm },
    status: { purpose: LINKS.status, lifetime: STATUS_LINK_LIFETIME, path: centrePath.status },
    receipt: { purpose: LINKS.status, lifetime: STATUS_LINK_LIFETIME, path: centrePath.receipt },
    prove: { purpose: LINKS.prove, lifetime: PROVE_LINK_LIFETIME, path: centrePath.prove },
    package: { purpose: LINKS.package, lifetime: kept.requests.packageLinkLifetime, path: centrePath.package },
  } as const;
  const { purpose, lifetime, path } = links[isText && message === "confirm" ? "prove" : MESSAGES[message].link];
  const { link, share } = await ctx.transaction(async (tx) => {
    const made = await createLink(tx, { purpose, subject: request.id, lifetime });
    // The token of this link is the person's part of the key, and of no other.
    return {
      link: made,
      share: BRINGS_SHARE.includes(message) ? await addUndoShare(tx, request.id, made.token) : null,
    };
  });
  const bringsCode =
    message === "code" || (message === "confirm" && (isText || CODE_CHANNELS.includes(request.channel)));
  const tier = isText ? "sms" : "code";
  const code = bringsCode ? await ctx.transaction((tx) => codeOfMessage(tx, request.id, input.messageId, tier)) : null;
  // Enough codes for a day, or a later one is on its way: nobody's mailbox is flooded.
  if (message === "code" && code === null) return;
  const language = isLanguage(request.language) ? request.language : "en";
  const content = composeMail(message, {
    kept,
    language,
    texts: await loadMailTexts(ctx, language),
    request,
    pack: await findPackage(ctx, request.id),
    refusal: refusalText(ctx.keys, request),
    withheld:
      message === "package_ready" ? (await describeWithheld(ctx, request.id)).map(({ text }) => `• ${text}`) : [],
    code,
    question: message === "question" || message === "doubt" ? await openQuestion(ctx, request.id) : null,
    extension: {
      text: extensionText(ctx.keys, request),
      dueOn: message === "extended" ? await extendedDay(ctx, parts, request) : null,
    },
    fee: message === "fee_quote" ? await quotedFee(ctx, request, language) : null,
    undo: await describeUndo(ctx, parts, request, message, share, language),
    uses: (await listRequestChoices(ctx, request.id)).map(({ purpose }) => purposeTitle(kept, purpose, language)),
    gaps: await listGaps(ctx, parts, request.id, language),
    isBegun: (await listSteps(ctx, request.id)).some(isBegun),
    url: `${parts.publicUrl}${(share === null ? path : centrePath.status)(link.token)}${kept.languages.length > 1 ? `?lang=${language}` : ""}`,
    urlExpiresAt: link.expiresAt,
  });
  if (isText) {
    const { title, action } = content;
    await sendRequestText(ctx, parts, {
      id: input.messageId,
      to: reach.to,
      language,
      request,
      title,
      url: action?.url,
      code,
      // It is only queued yet: what follows from its having been handed over waits for that.
      acknowledges: sentMessages[message] === acknowledge,
    });
    return;
  }
  const replyTo = answerAddress(kept, null, request.reference);
  const mail: MailMessage = {
    id: input.messageId,
    key: request.id,
    kind: `request-${message.replaceAll("_", "-")}`,
    language,
    to: reach.to,
    ...(person?.answers === undefined ? {} : { answers: person.answers, automatic: "auto-replied" as const }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(kept, language, content),
    ...(share === null ? {} : { isSecret: true }),
  };
  try {
    await ctx.mail.send(mail);
  } catch (error) {
    if (!isNoAddress(error)) throw error;
    return await ctx.transaction(async (tx) => {
      await markBounced(tx, mail, error.status);
      if (message === "extended") await giveUpNotice(tx, parts, request.id);
    });
  }
  if (share !== null) await ctx.transaction((tx) => forgetUndoKey(tx, request.id));
  await sentMessages[message]?.(ctx, parts, request.id);
}

/**
 * The address is none (RFC 3463, 5.1.x): trying again changes nothing. All else may be put right, by the server or by whoever runs
 * it: 5.1.7 and 5.1.8 are about the sender.
 */
function isNoAddress(error: unknown): error is MailError & { readonly status: string } {
  return error instanceof MailError && error.status !== null && /^5\.1\.(?![78]$)/.test(error.status);
}

/** Messages that tell of an erasure, or of the part of it that was carried out: they bring the key to take it back. */
const BRINGS_SHARE: readonly MessageName[] = ["erased", "refused"];

/** Whoever asked there has a page to enter a code on. It is made at this moment, so that no payload of a job holds it. */
const CODE_CHANNELS: readonly string[] = ["centre", "api"];

/** What follows from a message having been handed over. */
const sentMessages: Partial<Record<MessageName, (ctx: Ctx, parts: RequestParts, requestId: string) => Promise<void>>> =
  {
    received: acknowledge,
    stopped: acknowledge,
    recorded: acknowledge,
    stated: acknowledge,
    reviewed: acknowledge,
    extended: confirmExtension,
  };

/** The receipt of the request is acknowledged, with what happens next and by when it is answered. */
export async function acknowledge(ctx: Ctx, _: RequestParts, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!(await meetClocks(tx, requestId, "acknowledge"))) return;
    await recordEvent(tx, requestId, { type: "request.acknowledged", data: {} });
  });
}

/** Before the run; in the message that tells of it and brings the key, until when; afterwards, where it could not be. */
async function describeUndo(
  ctx: Ctx,
  parts: RequestParts,
  request: RequestRow,
  message: MessageName,
  share: { readonly until: string } | null,
  language: Language,
): Promise<MailFacts["undo"]> {
  if (BRINGS_SHARE.includes(message) && share === null) return null;
  const undo = await readUndo(ctx, parts, request, await listSteps(ctx, request.id));
  if (undo === null || undo.state === "ended") return null;
  return { until: share?.until ?? null, unable: undo.unable.map((system) => parts.systems.title(system, language)) };
}

async function quotedFee(ctx: Ctx, request: RequestRow, language: Language): Promise<MailFacts["fee"]> {
  const fee = await findFee(ctx, request.id);
  if (fee === undefined) return null;
  const question = (await listQuestionRows(ctx, request.id)).find(({ id }) => id === fee.id);
  const { grounds } = feeGround(fee.ground);
  const named = [...new Set(request.regimes.flatMap((regime) => grounds[regime] ?? []))];
  return {
    amount: formatFee(fee, language),
    ground: named.join("; "),
    text: feeText(ctx.keys, fee),
    closesAt: question?.closes_at?.toISOString() ?? null,
  };
}

async function extendedDay(ctx: Ctx, parts: RequestParts, request: RequestRow): Promise<string> {
  const extensionNoticeAt = new Date(ctx.clock.now().epochMilliseconds);
  return (await previewDue(ctx, parts.kept, request, { extensionNoticeAt })).dueOn;
}
