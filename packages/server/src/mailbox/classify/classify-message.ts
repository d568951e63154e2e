/**
 * What a message is: which rights it asks for, in which language, how sure that is, and what spoke for it. Where law is
 * explicit (the phrase of California, a bare STOP, what a machine sends) by rules; else by a model that has learned from
 * letters and says which words decided. Pure: the same text always gives the same answer, and a person can check it.
 * Nothing is ever dropped: what may speak of a right and is not clear is for a person to decide, whoever or whatever
 * sent it.
 */
import {
  caseOfRight,
  MAIL_RIGHTS,
  type MailClassName,
  type MailLanguage,
  type MailRightName,
} from "@kept/contract/mailbox-classes";
import { detectLanguage } from "./detect-language.ts";
import { findNotice, findRights, findWholeMessage, type Reason } from "./find-rights.ts";
import type { HeaderFacts } from "./header-facts.ts";
import { describeLetter } from "./model/describe-letter.ts";
import { PHRASE_TABLES } from "./phrases/phrase-tables.ts";
import { CLEAR, type WeighedRights, weighRights } from "./weigh-rights.ts";
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
  /** Rights that may be asked for beside the clear ones. */
  readonly perhaps: readonly MailRightName[];
  readonly reasons: readonly Reason[];
}

/** Whoever names more rights than this is quoting a policy, or a letter of everything: a person should read it. */
const MOST_RIGHTS = 3;

const AUTO_REPLY = PHRASE_TABLES.flatMap((table) => table.autoReply).map(compilePattern);
const SPAM = PHRASE_TABLES.flatMap((table) => table.spam).map(compilePattern);

export function classifyMessage(message: MessageToClassify): Classification {
  const subject = toSentences(message.subject);
  const text = toSentences(message.text);
  const inSubject = findRights(subject, "subject");
  const inText = findRights(text, "text");
  const language = detectLanguage([...text, ...subject], [...inSubject.languages, ...inText.languages]);
  const found = settle(
    weighRights({
      windows: describeLetter(subject, text, { subject: inSubject, text: inText }),
      rules: [...inSubject.reasons, ...inText.reasons],
      certain: [...findNotice(message), ...findWholeMessage(subject, text)],
    }),
  );
  const { reasons } = found;
  const isUnspecified = reasons.some((reason) => reason.rule === "unspecified");
  const machine = classifyMachine(message, subject, text);
  if (machine !== null) {
    // Somebody may write through a list, or below a machine's words: then a person looks, and nobody is answered. What is
    // our own asks us for nothing.
    const rights = message.facts.isOurs ? [] : found.rights;
    return {
      class: machine.class,
      rights,
      language,
      confident: rights.length === 0,
      clear: [],
      perhaps: [],
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
      perhaps: found.perhaps,
      reasons: [thread, ...reasons],
    };
  }
  if (first !== undefined && classOfRight !== undefined) {
    const isClear = found.isClear && !message.isForward && found.rights.length <= MOST_RIGHTS;
    const clear = message.isForward || found.rights.length > MOST_RIGHTS ? [] : found.clear;
    const { rights, perhaps } = found;
    return { class: classOfRight, rights, language, confident: isClear, clear, perhaps, reasons };
  }
  const spam = countSpam([...subject, ...text]);
  if (spam.length >= 2 && !isUnspecified)
    return { class: "spam", rights: [], language, confident: true, clear: [], perhaps: [], reasons: spam };
  const name = isUnspecified ? "right" : "question";
  return { class: name, rights: [], language, confident: false, clear: [], perhaps: [], reasons };
}

/** Which of the rights that were found stand, and whether that is clear. */
function settle({ weights, reasons }: WeighedRights) {
  const ranked = [...weights].sort((left, right) => right[1] - left[1]);
  const clear = ranked.filter(([, weight]) => weight >= CLEAR).map(([right]) => right);
  const perhaps = ranked.filter(([, weight]) => weight < CLEAR).map(([right]) => right);
  // A parent asks about somebody else's data, and a complaint may quote the right that it is about: a person decides.
  const decides = clear.some((right) => caseOfRight(right) !== null);
  const rights = decides ? clear.toSorted((left, right) => rank(left) - rank(right)) : clear;
  return {
    rights: clear.length > 0 ? rights : perhaps,
    clear,
    perhaps: clear.length > 0 ? perhaps : [],
    isClear: clear.length > 0 && !decides,
    reasons,
  };
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
