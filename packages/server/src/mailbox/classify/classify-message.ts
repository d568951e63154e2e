/**
 * What a message is, by rules: which rights it asks for, in which language, how sure that is, and every rule that spoke
 * for it. Pure: the same text always gives the same answer, and a person can check it. Nothing is ever dropped: what
 * speaks of a right and is not clear is for a person to decide, whoever or whatever sent it.
 */
import {
  caseOfRight,
  MAIL_RIGHTS,
  type MailClassName,
  type MailLanguage,
  type MailRightName,
} from "@kept/contract/mailbox-classes";
import { detectLanguage } from "./detect-language.ts";
import { findNotice, findRights, type Reason } from "./find-rights.ts";
import type { HeaderFacts } from "./header-facts.ts";
import { PHRASE_TABLES } from "./phrases/phrase-tables.ts";
import { compilePattern, type Sentence, toSentences } from "./words.ts";

export interface MessageToClassify {
  readonly subject: string;
  /** What the sender wrote, without quotations. */
  readonly text: string;
  readonly quoted: string;
  readonly isForward: boolean;
  readonly facts: HeaderFacts;
  /** A mail server reports on a message of ours. */
  readonly isReport: boolean;
  /** It answers a message of ours. */
  readonly isReply: boolean;
}

export interface Classification {
  readonly class: MailClassName;
  /** What is asked for, the surest first. Not confident: what may be asked for. */
  readonly rights: readonly MailRightName[];
  readonly language: MailLanguage | null;
  /** True: a request of these rights may open without a person looking first. */
  readonly confident: boolean;
  /** Rights that are clearly meant, each by itself, in words of the sender's own: what they open harms nobody. */
  readonly clear: readonly MailRightName[];
  readonly reasons: readonly Reason[];
}

const CONFIDENT = 1;
const SUSPECTED = 0.4;
/** Whoever names more rights than this is quoting a policy, or a letter of everything: a person should read it. */
const MOST_RIGHTS = 3;

const AUTO_REPLY = PHRASE_TABLES.flatMap((table) => table.autoReply).map(compilePattern);
const SPAM = PHRASE_TABLES.flatMap((table) => table.spam).map(compilePattern);

export function classifyMessage(message: MessageToClassify): Classification {
  const subject = toSentences(message.subject);
  const text = toSentences(message.text);
  const inSubject = findRights(subject, "subject", text.length === 0);
  const inText = findRights(text, "text", true);
  const language = detectLanguage([...text, ...subject], [...inSubject.languages, ...inText.languages]);
  const reasons = [...inSubject.reasons, ...inText.reasons, ...findNotice(message)];
  const scores = new Map<MailRightName, number>();
  for (const { rule, weight } of reasons) {
    const right = MAIL_RIGHTS.find((row) => row.right === rule)?.right;
    if (right !== undefined) scores.set(right, Math.max(weight, scores.get(right) ?? 0));
  }
  const found = settle([...scores].filter(([, score]) => score >= SUSPECTED).sort((left, right) => right[1] - left[1]));
  const isUnspecified = reasons.some((reason) => reason.rule === "unspecified");
  const machine = classifyMachine(message, subject, text);
  if (machine !== null) {
    // Somebody may write through a list, or below a machine's words: then a person looks, and nobody is answered.
    return {
      class: machine.class,
      rights: found.rights,
      language,
      confident: found.rights.length === 0,
      clear: [],
      reasons: [...machine.reasons, ...reasons],
    };
  }
  const [first] = found.rights;
  const classOfRight = MAIL_RIGHTS.find((row) => row.right === first)?.class;
  if (message.isReply) {
    const thread: Reason = { rule: "reply", where: "thread", matched: "", weight: 1 };
    return {
      class: "reply",
      rights: found.rights,
      language,
      confident: false,
      clear: found.clear,
      reasons: [thread, ...reasons],
    };
  }
  if (first !== undefined && classOfRight !== undefined) {
    const isClear = found.isClear && !message.isForward && found.rights.length <= MOST_RIGHTS;
    const clear = message.isForward || found.rights.length > MOST_RIGHTS ? [] : found.clear;
    return { class: classOfRight, rights: found.rights, language, confident: isClear, clear, reasons };
  }
  const spam = countSpam([...subject, ...text]);
  if (spam.length >= 2 && !isUnspecified)
    return { class: "spam", rights: [], language, confident: true, clear: [], reasons: spam };
  return { class: isUnspecified ? "right" : "question", rights: [], language, confident: false, clear: [], reasons };
}

/** Which of the rights that were found stand, and whether that is clear. */
function settle(found: readonly (readonly [MailRightName, number])[]): {
  rights: MailRightName[];
  clear: MailRightName[];
  isClear: boolean;
} {
  const clear = found.filter(([, score]) => score >= CONFIDENT).map(([right]) => right);
  // A parent asks about somebody else's data, and a complaint may quote the right that it is about: a person decides.
  const decides = clear.some((right) => caseOfRight(right) !== null);
  const rights = decides
    ? [...clear].sort((left, right) => rank(left) - rank(right))
    : clear.length > 0
      ? clear
      : found.map(([right]) => right);
  return { rights, clear, isClear: clear.length > 0 && !decides };
}

function rank(right: MailRightName): number {
  return right === "child" ? 0 : right === "complaint" ? 1 : 2;
}

function classifyMachine(
  message: MessageToClassify,
  subject: readonly Sentence[],
  text: readonly Sentence[],
): { class: MailClassName; reasons: Reason[] } | null {
  const { facts } = message;
  const headers = facts.because.map((matched): Reason => ({ rule: "headers", where: "headers", matched, weight: 1 }));
  if (message.isReport)
    return {
      class: "bounce",
      reasons: [{ rule: "delivery-report", where: "headers", matched: "", weight: 1 }, ...headers],
    };
  if (facts.isOurs || facts.isAutomatic) return { class: "auto_reply", reasons: headers };
  const announced = AUTO_REPLY.flatMap((pattern) => {
    const match = subject.map((sentence) => pattern.find(sentence)).find((one) => one !== null);
    return match === undefined || match === null ? [] : [match.text];
  });
  if (announced.length > 0) {
    return {
      class: "auto_reply",
      reasons: announced.map((matched) => ({ rule: "auto-reply", where: "subject" as const, matched, weight: 0.8 })),
    };
  }
  if (facts.isList) return { class: "list", reasons: headers };
  if (facts.isMarkedSpam) return { class: "spam", reasons: [...headers, ...countSpam([...subject, ...text])] };
  return null;
}

function countSpam(sentences: readonly Sentence[]): Reason[] {
  return SPAM.flatMap((pattern): Reason[] => {
    const match = sentences.map((sentence) => pattern.find(sentence)).find((one) => one !== null);
    return match === undefined || match === null
      ? []
      : [{ rule: "spam", where: "text", matched: match.text, weight: 0.5 }];
  });
}
