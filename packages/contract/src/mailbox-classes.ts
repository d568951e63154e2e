/** What an incoming message can be, and the rights that it can ask for, as rows of data. */

/** How a class of message is handled. */
export interface MailClass {
  readonly name: string;
  /** A person wrote it and waits for an answer: it may be acknowledged. */
  readonly answerable: boolean;
  /** Set aside without anybody looking, unless it speaks of a right. */
  readonly setAside: boolean;
}

export const MAIL_CLASSES = [
  { name: "right", answerable: true, setAside: false },
  { name: "complaint", answerable: true, setAside: false },
  { name: "unsubscribe", answerable: true, setAside: false },
  { name: "question", answerable: true, setAside: false },
  { name: "reply", answerable: false, setAside: false },
  { name: "auto_reply", answerable: false, setAside: true },
  { name: "bounce", answerable: false, setAside: true },
  { name: "list", answerable: false, setAside: true },
  { name: "spam", answerable: false, setAside: true },
  { name: "unreadable", answerable: false, setAside: false },
] as const satisfies readonly MailClass[];

export type MailClassName = (typeof MAIL_CLASSES)[number]["name"];

/** The properties of a class; throws for a name that no row has. */
export function mailClass(name: string): MailClass {
  const found = MAIL_CLASSES.find((row) => row.name === name);
  if (found === undefined) throw new Error(`There is no class of message named ${name}.`);
  return found;
}

export interface MailRight {
  readonly right: string;
  /** The class of a message that asks for it. */
  readonly class: MailClassName;
  /** Where it comes from. */
  readonly source: string;
  /** The case of its own that it opens, where it is no request. */
  readonly opens?: MailCaseName;
}

/** Cases that a message can open beside requests. */
export const MAIL_CASES = ["complaint", "child"] as const;
export type MailCaseName = (typeof MAIL_CASES)[number];

/** What people write to a rights address for. Where {@link REQUEST_KINDS} has a kind of the same name, it can open one. */
export const MAIL_RIGHTS = [
  { right: "access", class: "right", source: "Art. 15 GDPR" },
  { right: "rectification", class: "right", source: "Art. 16 GDPR" },
  { right: "erasure", class: "right", source: "Art. 17 GDPR" },
  { right: "restriction", class: "right", source: "Art. 18 GDPR" },
  { right: "portability", class: "right", source: "Art. 20 GDPR" },
  { right: "objection", class: "right", source: "Art. 21 GDPR" },
  { right: "human-review", class: "right", source: "Art. 22(3) GDPR" },
  { right: "consent-withdrawal", class: "right", source: "Art. 7(3) GDPR" },
  { right: "opt-out-of-sale", class: "right", source: "Cal. Civ. Code 1798.120" },
  { right: "shine-the-light", class: "right", source: "Cal. Civ. Code 1798.83" },
  { right: "child", class: "right", source: "Art. 8 GDPR; 16 CFR 312.6", opens: "child" },
  { right: "complaint", class: "complaint", source: "Art. 77 GDPR", opens: "complaint" },
  { right: "unsubscribe", class: "unsubscribe", source: "Art. 21(2) GDPR; Art. 13 Directive 2002/58/EC" },
] as const satisfies readonly MailRight[];

export type MailRightName = (typeof MAIL_RIGHTS)[number]["right"];

/** The case of its own that a right opens; null: it is a request, or nothing opens by itself. */
export function caseOfRight(right: MailRightName): MailCaseName | null {
  const rows: readonly MailRight[] = MAIL_RIGHTS;
  return rows.find((row) => row.right === right)?.opens ?? null;
}

/** By which a message comes: read from a mailbox, taken by the listener, texted, or typed in from paper. */
export const MESSAGE_DOORS = ["imap", "smtp", "sms", "post"] as const;
export type MessageDoor = (typeof MESSAGE_DOORS)[number];

/** Languages in which messages are understood. */
export const MAIL_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "pl"] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];
