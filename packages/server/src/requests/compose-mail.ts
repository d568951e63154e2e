/** How a message is composed: from a row that names its texts, and from what is known of the request. */
import type { RequestSummary } from "@kept/contract/requests";
import { formatBytes, formatDay, formatInstant } from "../centre/format.ts";
import type { PackageRow } from "../fulfilment/queries.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailTexts } from "../templates/mail-texts.ts";
import { spellCode } from "../verification/codes.ts";
import { authoritiesFor } from "./authorities.ts";
import type { MailContent } from "./emails.tsx";
import { kindTexts } from "./kind-texts.ts";
import type { RequestRow } from "./queries.ts";
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
  /** The erasure can be taken back: until when, once that is known, and the titles of the systems in which it cannot. */
  readonly undo: { readonly until: string | null; readonly unable: readonly string[] } | null;
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

type Fact = readonly [label: string, value: string];

/** Texts of a shape, by their keys. */
type KeysOf<T> = {
  [K in keyof MailTexts]: MailTexts[K] extends T ? (T extends MailTexts[K] ? K : never) : never;
}[keyof MailTexts];
type PlainKey = KeysOf<string>;
type SubjectKey = KeysOf<(referenceOrBrand: string) => string> & `${string}Subject`;

/** A message but for what all have in common. */
export interface MessageWords {
  readonly subject: SubjectKey;
  readonly title: PlainKey;
  readonly text: PlainKey | ((facts: MailFacts) => string | readonly string[]);
  /** The operator's own words. */
  readonly quote?: (facts: MailFacts) => string;
  /** Comes before the address is confirmed: it names the brand, and no request. */
  readonly isFirst?: true;
  /** After the reference. */
  readonly facts?: readonly ((facts: MailFacts) => readonly Fact[])[];
  readonly button: PlainKey | ((facts: MailFacts) => string);
  readonly note?: PlainKey | ((facts: MailFacts) => string | undefined);
}

export function composeWords(words: MessageWords, facts: MailFacts): MailContent {
  const { kept, texts, request, url } = facts;
  const say = <T>(text: PlainKey | ((facts: MailFacts) => T)): string | T =>
    typeof text === "string" ? texts[text] : text(facts);
  const subject = texts[words.subject](words.isFirst ? kept.centre.brand : request.reference);
  const title = texts[words.title];
  const paragraphs = say(words.text);
  const reference: readonly Fact[] = words.isFirst ? [] : [[texts.reference, request.reference]];
  const more = (words.facts ?? []).flatMap((part) => part(facts));
  const action = { label: say(words.button), url };
  const note = words.note === undefined ? undefined : say(words.note);
  return {
    subject,
    title,
    paragraphs: typeof paragraphs === "string" ? [paragraphs] : paragraphs,
    ...(words.quote === undefined ? {} : { quote: words.quote(facts) }),
    facts: [...reference, ...more],
    action,
    ...(note === undefined ? {} : { note }),
  };
}

/** The notice of an extension, which goes by mail or by post. */
export function extensionNotice(
  facts: Pick<MailFacts, "kept" | "language" | "texts" | "request" | "extension" | "url">,
): MailContent {
  const { language, texts, request, extension, url } = facts;
  const isNumber = request.extension_reason === "number";
  return {
    subject: texts.extendedSubject(request.reference),
    title: texts.extendedTitle,
    paragraphs: [isNumber ? texts.extendedNumber : texts.extendedComplexity],
    quote: extension.text,
    facts: [
      [texts.reference, request.reference],
      ...(extension.dueOn === null ? [] : [[texts.answerByNow, formatDay(extension.dueOn, language)] as const]),
    ],
    action: { label: texts.statusButton, url },
    note: texts.extendedNote(whereToComplain(facts)),
  };
}

/** What the person is asked, by mail or by post. */
export function questionNotice(
  facts: Pick<MailFacts, "kept" | "language" | "texts" | "request" | "question" | "url">,
): MailContent {
  const { kept, language, texts, request, question, url } = facts;
  const closesAt = question?.closesAt ?? null;
  return {
    subject: texts.questionSubject(request.reference),
    title: texts.questionTitle,
    paragraphs: [texts.questionText],
    quote: question?.text ?? "",
    facts: [[texts.reference, request.reference]],
    action: { label: texts.questionButton, url },
    ...(closesAt === null ? {} : { note: texts.questionNote(formatInstant(closesAt, language, kept.controller.zone)) }),
  };
}

/** Where an erasure cannot be taken back, by name. */
export function unableLines({ undo, texts }: MailFacts): readonly string[] {
  const titles = undo?.unable ?? [];
  return titles.length === 0 ? [] : [texts.undoUnableText, ...titles.map((title) => `• ${title}`)];
}

/** What the answer does not hold, by name: what follows, and what was left out. */
export function gapLines({ gaps, texts }: MailFacts): readonly string[] {
  const line = ({ title, reason }: RequestGap): string => `• ${title}: ${reason}`;
  const later = gaps.filter(({ isLater }) => isLater).map(line);
  const skipped = gaps.filter(({ isLater }) => !isLater).map(line);
  return [
    ...(later.length === 0 ? [] : [texts.laterText, ...later]),
    ...(skipped.length === 0 ? [] : [texts.skippedText, ...skipped]),
  ];
}

export function withheldLines(facts: MailFacts): readonly string[] {
  const { texts, withheld } = facts;
  return withheld.length === 0 ? [] : [texts.withheldText, ...withheld, texts.withheldNote(whereToComplain(facts))];
}

export function answerBy({ texts, request, language }: MailFacts): readonly Fact[] {
  return request.due_on === null ? [] : [[texts.answerBy, formatDay(request.due_on, language)]];
}

export function worksUntil({ texts, urlExpiresAt, ...facts }: MailFacts): readonly Fact[] {
  return until(texts.worksUntil, urlExpiresAt, facts);
}

export function codeFact({ texts, code: digits }: MailFacts): readonly Fact[] {
  return digits === null ? [] : [[texts.code, spellCode(digits)]];
}

export function size({ texts, pack, language }: MailFacts): readonly Fact[] {
  return pack === undefined ? [] : [[texts.size, formatBytes(Number(pack.bytes), language)]];
}

export function usesFact({ texts, uses }: MailFacts): readonly Fact[] {
  return uses.length === 0 ? [] : [[texts.uses, uses.join(", ")]];
}

/** @param instant ISO; nothing for none */
export function until(
  label: string,
  instant: string | null | undefined,
  { kept, language }: Pick<MailFacts, "kept" | "language">,
): readonly Fact[] {
  return instant == null ? [] : [[label, formatInstant(instant, language, kept.controller.zone)]];
}

/** Authorities and courts: every answer that is less than what was asked for names them (Art. 12(4) GDPR). */
export function whereToComplain({ kept, request, texts }: Pick<MailFacts, "kept" | "request" | "texts">): string {
  const authorities = authoritiesFor(kept, request.region).map(({ name, url }) => `${name} (${url})`);
  return texts.complaintText(authorities.join(", ") || texts.anyAuthority);
}

export function nounOf(request: RequestRow, language: Language): string {
  return kindTexts(request.kind as RequestSummary["kind"], language).noun;
}
