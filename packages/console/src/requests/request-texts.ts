/** What kinds, states, steps and outcomes of requests are called, and in which colour they are found. */

import type { RefusalReason } from "@kept/contract/refusals";
import type { RequestPhase, RequestState } from "@kept/contract/request-states";
import type { CreateRequest, RequestSummary, StepState } from "@kept/contract/requests";
import type { BadgeTone } from "../ui/badge.tsx";

interface Text {
  readonly label: string;
  readonly tone: BadgeTone;
}

export const STATE_TEXTS = {
  unverified: { label: "Not confirmed", tone: "plain" },
  planning: { label: "Searching", tone: "info" },
  asking: { label: "Asked the person", tone: "info" },
  awaiting_approval: { label: "Waits for approval", tone: "accent" },
  blocked: { label: "Blocked", tone: "warn" },
  waiting: { label: "Waiting period", tone: "info" },
  running: { label: "Running", tone: "info" },
  done: { label: "Done", tone: "ok" },
  nothing_found: { label: "Nothing found", tone: "plain" },
  refused: { label: "Refused", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "plain" },
  lapsed: { label: "Lapsed", tone: "plain" },
  merged: { label: "Duplicate", tone: "plain" },
} as const satisfies Record<RequestState, Text>;

export const STEP_TEXTS = {
  pending: { label: "Waits", tone: "plain" },
  unreachable: { label: "Not reachable", tone: "warn" },
  planned: { label: "Planned", tone: "accent" },
  acting: { label: "Working", tone: "info" },
  committed: { label: "Not verified", tone: "warn" },
  verified: { label: "Verified", tone: "ok" },
  failed: { label: "Failed", tone: "danger" },
  skipped: { label: "Skipped", tone: "warn" },
} as const satisfies Record<StepState, Text>;

export const KIND_TEXTS = {
  access: { label: "Access", says: "A copy of everything about them" },
  rectification: { label: "Rectification", says: "Correction of what is wrong, in every copy" },
  erasure: { label: "Erasure", says: "Removal of what is theirs" },
  restriction: { label: "Restriction", says: "Stored, and not used until it is lifted" },
  portability: { label: "Portability", says: "What they gave or did, in a form to take elsewhere" },
  objection: { label: "Objection", says: "An end to uses of their data; weighed afterwards" },
  "consent-withdrawal": { label: "Withdrawal of consent", says: "What they allowed ends" },
  "opt-out-of-sale": {
    label: "Opt-out of sale",
    says: "No sale or sharing of their data; nobody has to prove who they are",
  },
  "human-review": { label: "Human review", says: "A person looks at what was decided by a program" },
  "recipient-list": { label: "Recipients", says: "Who received their data, by name" },
  "shine-the-light": { label: "Shine the Light", says: "Who got their data for marketing last year" },
  "limit-sensitive": { label: "Limit of sensitive data", says: "Sensitive data only for what is necessary" },
} as const satisfies Record<RequestSummary["kind"], { label: string; says: string }>;

export const PHASE_TEXTS = {
  needs_decision: { label: "Needs a decision" },
  underway: { label: "Underway" },
  unverified: { label: "Not confirmed" },
  closed: { label: "Closed" },
} as const satisfies Record<RequestPhase, { label: string }>;

/** In the order of the tabs: what wants something from the reader comes first. */
export const PHASES = ["needs_decision", "underway", "unverified", "closed"] as const satisfies readonly RequestPhase[];

export const CHANNEL_TEXTS = {
  centre: "Privacy centre",
  mailbox: "E-mail",
  sms: "Text message",
  post: "Letter on paper",
  operator: "Entered by an operator",
  cli: "Command line",
  api: "API",
  drp: "Authorised agent",
  opendsr: "Controller",
} as const satisfies Record<RequestSummary["channel"], string>;

export const LANGUAGE_TEXTS = { en: "English", de: "German" } as const satisfies Record<
  RequestSummary["language"],
  string
>;

interface RefusalText {
  readonly label: string;
  /** A first draft for the person, in their language. */
  readonly draft: Readonly<Record<RequestSummary["language"], string>>;
}

export const REFUSAL_TEXTS: Readonly<Record<RefusalReason, RefusalText>> = {
  no_match: {
    label: "We hold nothing that can be linked to them",
    draft: {
      en: "We looked in all our systems and could not find data that we can connect with what you told us. If you used another e-mail address or account name with us, please tell us and we will look again.",
      de: "Wir haben in allen unseren Systemen nachgesehen und keine Daten gefunden, die wir Ihren Angaben zuordnen können. Wenn Sie bei uns eine andere E-Mail-Adresse oder einen anderen Namen verwendet haben, teilen Sie uns das bitte mit; wir sehen dann noch einmal nach.",
    },
  },
  identity_unproven: {
    label: "Their identity could not be confirmed",
    draft: {
      en: "We could not confirm that the account is yours, and we must not hand out or erase a person's data on somebody else's word. You can make the request again from the e-mail address of your account.",
      de: "Wir konnten nicht bestätigen, dass das Konto Ihnen gehört, und dürfen Daten nicht auf Zuruf anderer herausgeben oder löschen. Sie können die Anfrage jederzeit von der E-Mail-Adresse Ihres Kontos aus erneut stellen.",
    },
  },
  fraud: {
    label: "The request is an abuse",
    draft: {
      en: "We have reason to believe that this request was not made by the person whose data it concerns, and therefore do not act on it.",
      de: "Wir haben Grund zu der Annahme, dass diese Anfrage nicht von der betroffenen Person stammt, und kommen ihr deshalb nicht nach.",
    },
  },
  law_forbids: {
    label: "A law forbids it",
    draft: {
      en: "A law that applies to us does not allow us to do what you ask. The law is: ",
      de: "Ein für uns geltendes Gesetz erlaubt nicht, was Sie wünschen. Es ist: ",
    },
  },
  legal_claims: {
    label: "Needed for legal claims",
    draft: {
      en: "We need this data to establish, exercise or defend legal claims and keep it for as long as that is so. We use it for nothing else.",
      de: "Wir brauchen diese Daten, um Rechtsansprüche geltend zu machen, auszuüben oder zu verteidigen, und behalten sie so lange. Zu anderen Zwecken verwenden wir sie nicht.",
    },
  },
  compelling_grounds: {
    label: "Compelling grounds outweigh the objection",
    draft: {
      en: "We weighed your reasons against ours. We have compelling grounds to go on with this use, which are: ",
      de: "Wir haben Ihre Gründe gegen unsere abgewogen. Wir haben zwingende Gründe, mit dieser Nutzung fortzufahren: ",
    },
  },
  others_rights: {
    label: "It would harm the rights of others",
    draft: {
      en: "What you ask for cannot be given without revealing data of other people, whose rights we have to protect as well.",
      de: "Was Sie wünschen, können wir nicht herausgeben, ohne Daten anderer Menschen offenzulegen, deren Rechte wir ebenso schützen müssen.",
    },
  },
  unfounded_excessive: {
    label: "Manifestly unfounded or excessive",
    draft: {
      en: "You made the same request a short time ago and nothing has changed since. We therefore do not answer it again.",
      de: "Sie haben dieselbe Anfrage vor kurzer Zeit gestellt, und seither hat sich nichts geändert. Wir beantworten sie deshalb nicht noch einmal.",
    },
  },
  out_of_scope: {
    label: "The law does not apply",
    draft: {
      en: "The law on which your request rests does not apply to us in this case, because ",
      de: "Das Gesetz, auf das sich Ihre Anfrage stützt, gilt in diesem Fall nicht für uns, weil ",
    },
  },
  unaffordable: {
    label: "It would take a disproportionate effort",
    draft: {
      en: "The law on which your request rests lets us decline where it would take a disproportionate effort. The facts are: ",
      de: "Das Gesetz, auf das sich Ihre Anfrage stützt, lässt uns ablehnen, wenn der Aufwand unverhältnismäßig wäre. Die Tatsachen: ",
    },
  },
};

/** By what somebody was verified who did not come through the centre. */
export const VERIFIED_BY = {
  phone: { label: "Telephone", example: "called back on the number of the account" },
  letter: { label: "Letter", example: "signature and address match the contract" },
  in_person: { label: "In person", example: "showed an identity card" },
  account: { label: "Signed in to their account", example: "asked from within the app" },
  other: { label: "Otherwise", example: "" },
} as const satisfies Record<CreateRequest["verified"]["by"], { label: string; example: string }>;
