/** What operators read of complaints and of cases of children. */
import type { CHILD_SOURCES, ChildCase, PARENT_CHECKS, ParentWish } from "@kept/contract/children";
import type { ComplaintOutcome, ComplaintSummary } from "@kept/contract/complaints";
import type { BadgeTone } from "../ui/badge.tsx";

interface Label {
  readonly label: string;
  readonly tone: BadgeTone;
}

export const COMPLAINT_STATES = {
  open: { label: "Open", tone: "warn" },
  decided: { label: "Decided", tone: "ok" },
} as const satisfies Record<ComplaintSummary["state"], Label>;

export const COMPLAINT_CHANNEL_TEXTS = {
  centre: "Privacy centre",
  app: "App",
  mailbox: "Mailbox",
  phone: "Telephone",
  letter: "Letter",
} as const satisfies Record<ComplaintSummary["channel"], string>;

export const COMPLAINT_OUTCOME_TEXTS = {
  upheld: "Upheld: they were right",
  partly_upheld: "Partly upheld",
  not_upheld: "Not upheld",
  withdrawn: "Withdrawn by the person",
} as const satisfies Record<ComplaintOutcome, string>;

export const CHILD_STATES = {
  claimed: { label: "To be looked at", tone: "warn" },
  frozen: { label: "Frozen", tone: "info" },
  erasing: { label: "Being erased", tone: "accent" },
  closed: { label: "Over", tone: "ok" },
} as const satisfies Record<ChildCase["state"], Label>;

export const CHILD_OUTCOME_TEXTS = {
  erased: "Erased everywhere",
  consented: "A parent allowed it",
  not_a_child: "It was no child",
} as const satisfies Record<NonNullable<ChildCase["outcome"]>, string>;

export const CHILD_SOURCE_TEXTS = {
  "birth-date-edit": "A birth date that was changed",
  support: "Support",
  parent: "A parent",
  teacher: "A teacher or school",
  content: "What they posted",
  other: "Otherwise",
} as const satisfies Record<(typeof CHILD_SOURCES)[number], string>;

export const WISH_TEXTS = {
  delete: "To have it erased",
  refuse: "That nothing more is collected or used",
  review: "To see what is held",
} as const satisfies Record<ParentWish, string>;

export const CHECK_TEXTS = {
  "signed-form": "A signed form",
  "payment-card": "A payment card",
  call: "A call",
  "government-id": "An identity document, looked at and not kept",
  account: "The parent's own account",
  other: "Otherwise",
} as const satisfies Record<(typeof PARENT_CHECKS)[number], string>;

export const PERSON_KIND_TEXTS = { id: "Id or user name", email: "E-mail address", phone: "Telephone number" } as const;

export const CLOCK_PURPOSE_TEXTS: Readonly<Record<string, string>> = {
  acknowledge: "Acknowledge it",
  answer: "Answer",
  freeze: "Freeze the data",
};

/** What the clock of an answer asks for differs with the case. */
export const CHILD_CLOCK_TEXTS: Readonly<Record<string, string>> = {
  ...CLOCK_PURPOSE_TEXTS,
  answer: "Erase, or have it allowed",
};
