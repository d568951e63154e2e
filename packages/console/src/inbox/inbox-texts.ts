/** What messages, their tags and their outcomes are called, and in which colour they are found. */
import type { AnswerTemplate, DismissReason, InboxFilter, InboxMessage, MessageOutcome } from "@kept/contract/mailbox";
import type { MailClassName, MailLanguage, MailRightName } from "@kept/contract/mailbox-classes";

const CLASS_TEXTS = {
  right: "A right",
  complaint: "Complaint",
  unsubscribe: "Opt-out",
  question: "Question",
  reply: "Reply",
  auto_reply: "Automatic reply",
  bounce: "Not delivered",
  list: "Mailing list",
  spam: "Advertising",
  unreadable: "Unreadable",
} as const satisfies Record<MailClassName, string>;

export const RIGHT_TEXTS = {
  access: "Access",
  rectification: "Rectification",
  erasure: "Erasure",
  restriction: "Restriction",
  portability: "Portability",
  objection: "Objection",
  "human-review": "Human review",
  "consent-withdrawal": "Withdrawal of consent",
  "opt-out-of-sale": "Opt-out of sale",
  "shine-the-light": "Shine the Light",
  child: "A child's data",
  complaint: "Complaint",
  unsubscribe: "No more mail",
} as const satisfies Record<MailRightName, string>;

/** How what no mailbox got has come. */
export const DOOR_TEXTS: Readonly<Partial<Record<InboxMessage["door"], string>>> = {
  sms: "by text message",
  post: "on paper",
};

export const FILTER_TEXTS = {
  triage: "Needs you",
  done: "Done",
  set_aside: "Set aside",
} as const satisfies Record<InboxFilter, string>;

export const FILTERS = ["triage", "done", "set_aside"] as const satisfies readonly InboxFilter[];

export const OUTCOME_TEXTS = {
  request_opened: "Opened a request",
  case_opened: "Opened a case",
  joined: "Joined to a request",
  answered: "Answered",
  dismissed: "Set aside by an operator",
  set_aside: "Set aside: nobody waits for an answer",
  handed_on: "Handed on as an opt-out",
} as const satisfies Record<MessageOutcome, string>;

export const DISMISS_TEXTS = {
  not_for_us: "Not meant for us",
  duplicate: "The same as another message",
  spam: "Advertising or fraud",
  settled_elsewhere: "Settled by other means",
  test: "A test",
  other: "Another reason",
} as const satisfies Record<DismissReason, string>;

export const TEMPLATE_TEXTS = {
  which_right: "Ask what they want",
  which_account: "Ask which account it is about",
  use_centre: "Point to the privacy centre",
  free: "An empty letter",
} as const satisfies Record<AnswerTemplate, string>;

export const MAIL_LANGUAGE_TEXTS = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  it: "Italian",
  nl: "Dutch",
  pt: "Portuguese",
  pl: "Polish",
} as const satisfies Record<MailLanguage, string>;

const TAG_TEXTS: Readonly<Record<string, string>> = {
  too_large: "Only its beginning was taken in; the whole is on the mail server.",
  other_sender: "It speaks of a request of somebody else: its sender is not the person who asked.",
  bounced: "A message of ours could not be delivered: the person may not know what we told them.",
  machine_names_right: "A machine seems to have sent it, and it speaks of a right.",
  perhaps_more: "It may ask for more than what was opened: see below which words speak for it.",
  right_not_offered: "No kind of request exists for one of its rights yet: answer it by hand.",
  answered_question: "It answered the question that its request waited for.",
  asked_again: "Its sender has an open request of this kind already; it was joined to that.",
  too_many: "Too many requests were asked for at this address today.",
};

/** What a reader should know of a message, in sentences. */
export function describeTags(message: Pick<InboxMessage, "tags">): readonly string[] {
  return message.tags.map((tag) => TAG_TEXTS[tag] ?? tag);
}

/** `A right: access, erasure`. */
export function describeClass(message: Pick<InboxMessage, "class" | "rights">): string {
  if (message.class === null) return "Being read";
  const label = CLASS_TEXTS[message.class];
  const rights = message.rights.filter((right) => right !== message.class).map((right) => RIGHT_TEXTS[right]);
  if (rights.length === 0) return label;
  return message.class === "right" ? rights.join(", ") : `${label}: ${rights.join(", ").toLowerCase()}`;
}
