/** What each message says. */
import { refusalRow } from "@kept/contract/refusals";
import type { RequestSummary } from "@kept/contract/requests";
import { formatBytes, formatDay, formatInstant } from "../centre/format.ts";
import type { PackageRow } from "../fulfilment/queries.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailTexts } from "../templates/template-list.ts";
import { spellCode } from "../verification/codes.ts";
import { authoritiesFor } from "./authorities.ts";
import type { MailContent } from "./emails.tsx";
import { kindTexts } from "./kind-texts.ts";
import type { MessageName } from "./message-names.ts";
import type { RequestRow } from "./queries.ts";
import { refusalLetter } from "./refusal-letter.ts";
import type { RequestGap } from "./request-gaps.ts";

/** What a message can draw on. Addresses are made only for the links that the message names. */
export interface MailFacts {
  readonly kept: KeptConfig;
  readonly language: Language;
  /** The words of messages as they are now. */
  readonly texts: MailTexts;
  readonly request: RequestRow;
  readonly pack: PackageRow | undefined;
  readonly refusal: string;
  /** What is left out of the answer, in words. */
  readonly withheld: readonly string[];
  /** Six digits that came with this message. */
  readonly code: string | null;
  /** The question that waits for an answer. */
  readonly question: { readonly text: string; readonly closesAt: string | null } | null;
  /** Why the time is extended, and the day that follows from telling so now. */
  readonly extension: { readonly text: string; readonly dueOn: string | null };
  /** The fee that is asked for; null: none. */
  readonly fee: {
    readonly amount: string;
    readonly ground: string;
    readonly text: string;
    readonly closesAt: string | null;
  } | null;
  /** Titles of the uses of data that the request has recorded something about. */
  readonly uses: readonly string[];
  /** Systems that the answer does not hold. */
  readonly gaps: readonly RequestGap[];
  /** Something was carried out before the request ended. */
  readonly isBegun: boolean;
  readonly url: string;
  /** ISO instant at which the link ends. */
  readonly urlExpiresAt: string;
}

/** Which link a message carries. */
export const MESSAGE_LINKS: Readonly<Record<MessageName, "verify" | "prove" | "status" | "package" | "receipt">> = {
  confirm: "verify",
  code: "prove",
  doubt: "prove",
  received: "status",
  scheduled: "status",
  stopped: "status",
  package_ready: "package",
  package_part: "package",
  partly_done: "receipt",
  erased: "receipt",
  restricted: "receipt",
  rectified: "receipt",
  lift_notice: "status",
  recorded: "receipt",
  stated: "status",
  reviewed: "status",
  nothing_found: "status",
  refused: "status",
  cancelled: "status",
  question: "status",
  extended: "status",
  fee_quote: "status",
  merged: "status",
  lapsed: "status",
  status_link: "status",
};

type Compose = (facts: MailFacts) => MailContent;

const composers: Readonly<Record<MessageName, Compose>> = {
  confirm: ({ kept, language, texts, request, code, url, urlExpiresAt }) => {
    return {
      subject: texts.confirmSubject(kept.centre.brand),
      title: texts.confirmTitle,
      paragraphs: [texts.confirmText(kept.controller.name, nounOf(request, language))],
      facts: [
        [texts.worksUntil, formatInstant(urlExpiresAt, language, kept.controller.zone)],
        ...codeFact(code, texts),
      ],
      action: { label: texts.confirmButton, url },
      note: texts.confirmNote,
    };
  },
  code: ({ kept, texts, code, url }) => {
    return {
      subject: texts.codeSubject(kept.centre.brand),
      title: texts.codeTitle,
      paragraphs: [texts.codeText],
      facts: codeFact(code, texts),
      action: { label: texts.codeButton, url },
      note: texts.codeNote,
    };
  },
  doubt: ({ kept, language, texts, request, question, url }) => {
    return {
      subject: texts.questionSubject(request.reference),
      title: texts.doubtTitle,
      paragraphs: [texts.doubtText],
      quote: question?.text ?? "",
      facts: [
        [texts.reference, request.reference],
        ...(question?.closesAt == null
          ? []
          : [[texts.answerUntil, formatInstant(question.closesAt, language, kept.controller.zone)] as const]),
      ],
      action: { label: texts.doubtButton, url },
      note: texts.doubtNote,
    };
  },
  received: ({ language, texts, request, url }) => {
    return {
      subject: texts.receivedSubject(request.reference),
      title: texts.receivedTitle,
      paragraphs: [texts.receivedText(nounOf(request, language))],
      facts: [
        [texts.reference, request.reference],
        ...(request.due_on === null ? [] : [[texts.answerBy, formatDay(request.due_on, language)] as const]),
      ],
      action: { label: texts.statusButton, url },
      note: texts.receivedNote,
    };
  },
  scheduled: ({ kept, language, texts, request, url }) => {
    const at = request.runs_at?.toISOString();
    return {
      subject: texts.scheduledSubject(request.reference),
      title: texts.scheduledTitle,
      paragraphs: [texts.scheduledText],
      facts: [
        [texts.reference, request.reference],
        ...(at === undefined ? [] : [[texts.runsOn, formatInstant(at, language, kept.controller.zone)] as const]),
      ],
      action: { label: texts.scheduledButton, url },
      note: texts.scheduledNote,
    };
  },
  package_ready: ({ kept, language, texts, request, pack, withheld, gaps, url, urlExpiresAt }) => {
    return {
      subject: texts.packageSubject(request.reference),
      title: texts.packageTitle,
      paragraphs: [
        texts.packageText,
        ...gapLines(gaps, texts),
        ...(withheld.length === 0
          ? []
          : [
              texts.withheldText,
              ...withheld,
              texts.withheldNote(listAuthorities(kept, request) || texts.anyAuthority),
            ]),
      ],
      facts: [
        [texts.reference, request.reference],
        ...(pack === undefined ? [] : [[texts.size, formatBytes(Number(pack.bytes), language)] as const]),
        [texts.worksUntil, formatInstant(urlExpiresAt, language, kept.controller.zone)],
      ],
      action: { label: texts.packageButton, url },
      note: texts.packageNote,
    };
  },
  package_part: ({ kept, language, texts, request, pack, gaps, url, urlExpiresAt }) => {
    return {
      subject: texts.partSubject(request.reference),
      title: texts.packagePartTitle,
      paragraphs: [texts.packageText, ...gapLines(gaps, texts)],
      facts: [
        [texts.reference, request.reference],
        ...(pack === undefined ? [] : [[texts.size, formatBytes(Number(pack.bytes), language)] as const]),
        [texts.worksUntil, formatInstant(urlExpiresAt, language, kept.controller.zone)],
      ],
      action: { label: texts.packageButton, url },
      note: texts.packageNote,
    };
  },
  partly_done: ({ texts, request, gaps, url }) => {
    return {
      subject: texts.partSubject(request.reference),
      title: texts.partlyTitle,
      paragraphs: [texts.partlyText, ...gapLines(gaps, texts)],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.erasedButton, url },
      note: texts.erasedNote,
    };
  },
  erased: ({ texts, request, gaps, url }) => {
    return {
      subject: texts.erasedSubject(request.reference),
      title: texts.erasedTitle,
      paragraphs: [texts.erasedText, ...gapLines(gaps, texts)],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.erasedButton, url },
      note: texts.erasedNote,
    };
  },
  restricted: ({ texts, request, gaps, url }) => {
    return {
      subject: texts.restrictedSubject(request.reference),
      title: texts.restrictedTitle,
      paragraphs: [texts.restrictedText, ...gapLines(gaps, texts)],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.erasedButton, url },
      note: texts.restrictedNote,
    };
  },
  rectified: ({ texts, request, gaps, url }) => {
    return {
      subject: texts.rectifiedSubject(request.reference),
      title: texts.rectifiedTitle,
      paragraphs: [texts.rectifiedText, ...gapLines(gaps, texts)],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.erasedButton, url },
      note: texts.erasedNote,
    };
  },
  lift_notice: ({ kept, texts, request, url }) => {
    return {
      subject: texts.liftSubject(request.reference),
      title: texts.liftTitle,
      paragraphs: [texts.liftText(kept.controller.name)],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.statusButton, url },
      note: texts.liftNote(kept.controller.authority?.name ?? texts.anyAuthority),
    };
  },
  stopped: ({ language, texts, request, uses, url }) => {
    return {
      subject: texts.stoppedSubject(request.reference),
      title: texts.stoppedTitle,
      paragraphs: [texts.stoppedText],
      facts: [
        [texts.reference, request.reference],
        [texts.uses, uses.join(", ")],
        ...(request.due_on === null ? [] : [[texts.answerBy, formatDay(request.due_on, language)] as const]),
      ],
      action: { label: texts.statusButton, url },
      note: texts.receivedNote,
    };
  },
  recorded: ({ texts, request, uses, url }) => {
    return {
      subject: texts.recordedSubject(request.reference),
      title: texts.recordedTitle,
      paragraphs: [uses.length === 0 ? texts.recordedNothing : texts.recordedText],
      facts: [
        ...(uses.length === 0 ? [] : [[texts.uses, uses.join(", ")] as const]),
        [texts.reference, request.reference],
      ],
      action: { label: texts.erasedButton, url },
      note: texts.recordedNote,
    };
  },
  stated: ({ texts, request, url }) => {
    return {
      subject: texts.nothingSubject(request.reference),
      title: texts.statedTitle,
      paragraphs: [texts.statedText],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.nothingButton, url },
    };
  },
  reviewed: ({ texts, request, url }) => {
    return {
      subject: texts.nothingSubject(request.reference),
      title: texts.reviewedTitle,
      paragraphs: [texts.reviewedText],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.nothingButton, url },
    };
  },
  nothing_found: ({ kept, texts, request, gaps, url }) => {
    return {
      subject: texts.nothingSubject(request.reference),
      title: texts.nothingTitle,
      paragraphs: [
        gaps.length === 0 ? texts.nothingText(kept.controller.name) : texts.nothingThere,
        ...gapLines(gaps, texts),
      ],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.nothingButton, url },
    };
  },
  refused: ({ kept, language, texts, request, refusal, isBegun, url }) => ({
    ...refusalLetter(kept, language, texts, request, {
      reason: refusalRow(request.refusal_reason ?? "").code,
      text: refusal,
      isBegun,
    }),
    action: { label: texts.statusButton, url },
  }),
  cancelled: ({ texts, request, url }) => {
    return {
      subject: texts.cancelledSubject(request.reference),
      title: texts.cancelledTitle,
      paragraphs: [texts.cancelledText],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.statusButton, url },
    };
  },
  question: ({ kept, language, texts, request, question, url }) => {
    const closesAt = question?.closesAt ?? null;
    return {
      subject: texts.questionSubject(request.reference),
      title: texts.questionTitle,
      paragraphs: [texts.questionText],
      quote: question?.text ?? "",
      facts: [[texts.reference, request.reference]],
      action: { label: texts.questionButton, url },
      ...(closesAt === null
        ? {}
        : { note: texts.questionNote(formatInstant(closesAt, language, kept.controller.zone)) }),
    };
  },
  extended: (facts) => extensionNotice(facts),
  fee_quote: ({ kept, language, texts, request, fee, url }) => {
    const authority = listAuthorities(kept, request) || texts.anyAuthority;
    const closesAt = fee?.closesAt ?? null;
    return {
      subject: texts.feeSubject(request.reference),
      title: texts.feeTitle,
      paragraphs: [texts.feeText],
      quote: fee?.text ?? "",
      facts: [
        [texts.reference, request.reference],
        [texts.feeAmount, fee?.amount ?? ""],
        [texts.feeGround, fee?.ground ?? ""],
        ...(closesAt === null
          ? []
          : [[texts.feeUntil, formatInstant(closesAt, language, kept.controller.zone)] as const]),
      ],
      action: { label: texts.feeButton, url },
      note: texts.feeNote(authority),
    };
  },
  merged: ({ texts, request, url }) => {
    return {
      subject: texts.mergedSubject(request.reference),
      title: texts.mergedTitle,
      paragraphs: [texts.mergedText],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.statusButton, url },
    };
  },
  lapsed: ({ texts, request, url }) => {
    return {
      subject: texts.lapsedSubject(request.reference),
      title: texts.lapsedTitle,
      paragraphs: [texts.lapsedText],
      facts: [[texts.reference, request.reference]],
      action: { label: texts.statusButton, url },
    };
  },
  status_link: ({ kept, language, texts, request, url, urlExpiresAt }) => {
    return {
      subject: texts.linkSubject(request.reference),
      title: texts.linkTitle,
      paragraphs: [texts.linkText],
      facts: [
        [texts.reference, request.reference],
        [texts.worksUntil, formatInstant(urlExpiresAt, language, kept.controller.zone)],
      ],
      action: { label: texts.statusButton, url },
      note: texts.linkNote,
    };
  },
};

/** The content of a message. */
export function composeMail(message: MessageName, facts: MailFacts): MailContent {
  return composers[message](facts);
}

/** The notice of an extension, which goes by mail or by post. */
export function extensionNotice({
  kept,
  language,
  texts,
  request,
  extension,
  url,
}: Pick<MailFacts, "kept" | "language" | "texts" | "request" | "extension" | "url">): MailContent {
  const why = request.extension_reason === "number" ? texts.extendedNumber : texts.extendedComplexity;
  return {
    subject: texts.extendedSubject(request.reference),
    title: texts.extendedTitle,
    paragraphs: [why],
    quote: extension.text,
    facts: [
      [texts.reference, request.reference],
      ...(extension.dueOn === null ? [] : [[texts.answerByNow, formatDay(extension.dueOn, language)] as const]),
    ],
    action: { label: texts.statusButton, url },
    note: texts.extendedNote(listAuthorities(kept, request) || texts.anyAuthority),
  };
}

/** What the answer does not hold, by name: what follows, and what was left out. */
function gapLines(gaps: readonly RequestGap[], texts: MailTexts): readonly string[] {
  const line = ({ title, reason }: RequestGap): string => `• ${title}: ${reason}`;
  const later = gaps.filter(({ isLater }) => isLater).map(line);
  const skipped = gaps.filter(({ isLater }) => !isLater).map(line);
  return [
    ...(later.length === 0 ? [] : [texts.laterText, ...later]),
    ...(skipped.length === 0 ? [] : [texts.skippedText, ...skipped]),
  ];
}

function codeFact(code: string | null, texts: MailTexts): readonly (readonly [string, string])[] {
  return code === null ? [] : [[texts.code, spellCode(code)]];
}

function listAuthorities(kept: KeptConfig, request: RequestRow): string {
  return authoritiesFor(kept, request.region)
    .map(({ name, url }) => `${name} (${url})`)
    .join(", ");
}

function nounOf(request: RequestRow, language: Language): string {
  return kindTexts(request.kind as RequestSummary["kind"], language).noun;
}
