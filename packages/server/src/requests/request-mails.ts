/** The messages of requests as operators see them: about a request that nobody made, so that a preview shows nobody's data. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Language } from "../platform/i18n/language.ts";
import { daysLater, type Mail, SAMPLE_REFERENCE, SAMPLE_WORDS, type SampleParts } from "../templates/mail.ts";
import type { MailFacts } from "./compose-mail.ts";
import { MESSAGE_NAMES, type MessageName } from "./message-names.ts";
import type { RequestRow } from "./queries.ts";
import { composeMail, MESSAGES } from "./request-messages.ts";
import { composeTask } from "./send-task-mail.ts";

const SAID = {
  en: {
    question: "Is your request about the account of 2019, the one of 2024, or both?",
    gap: "It cannot be reached at the moment.",
    system: "Archive",
    withheld: "Messages of other people.",
    use: "Newsletter",
  },
  de: {
    question: "Geht es um das Konto von 2019, das von 2024 oder um beide?",
    gap: "Es ist gerade nicht zu erreichen.",
    system: "Archiv",
    withheld: "Nachrichten anderer Menschen.",
    use: "Newsletter",
  },
} as const;

/** Kinds of request that messages speak of, where it is not a copy of the data. */
const KINDS: Partial<Record<MessageName, string>> = {
  scheduled: "erasure",
  erased: "erasure",
  undone: "erasure",
  partly_done: "erasure",
  restricted: "restriction",
  rectified: "rectification",
  lift_notice: "restriction",
  stopped: "objection",
  recorded: "consent-withdrawal",
  stated: "recipient-list",
  reviewed: "human-review",
};

export const requestMails: readonly Mail[] = [
  ...MESSAGE_NAMES.map(
    (name): Mail => ({
      name,
      title: MESSAGES[name].when,
      group: "Requests",
      samples: (parts) => sampleFacts(parts, name).map((facts) => () => composeMail(name, facts)),
    }),
  ),
  {
    name: "task",
    title: "A task for a colleague",
    group: "Requests",
    samples: ({ texts, language, url, ...parts }) => {
      const dueOn = daysLater(parts, 5);
      const words = { question: SAID[language].question, reference: SAMPLE_REFERENCE, dueOn };
      return [() => composeTask(texts, language, words, url)];
    },
  },
];

/** The usual case first, then each that has texts of its own. */
function sampleFacts(parts: SampleParts, name: MessageName): readonly MailFacts[] {
  const usual = usualFacts(parts, name);
  const [gap] = usual.gaps;
  const { authority: _, ...controller } = usual.kept.controller;
  return [
    usual,
    { ...usual, gaps: [] },
    ...(gap === undefined ? [] : [{ ...usual, gaps: [{ ...gap, isLater: !gap.isLater }] }]),
    { ...usual, isBegun: true },
    { ...usual, undo: null },
    { ...usual, undo: { until: usual.urlExpiresAt, unable: [SAID[usual.language].system] } },
    { ...usual, uses: [] },
    { ...usual, request: { ...usual.request, extension_reason: "number" } },
    // A place for which no authority is known.
    { ...usual, kept: { ...usual.kept, controller: { ...controller, country: "AQ" } } },
  ];
}

function usualFacts({ kept, language, texts, now, url }: SampleParts, name: MessageName): MailFacts {
  const request = sampleRequest(KINDS[name] ?? "access", language, now);
  const said = SAID[language];
  const later = isoInstant(addDuration(now, "P14D"));
  const gap = { title: said.system, reason: said.gap, isLater: name === "package_part" || name === "partly_done" };
  return {
    kept,
    language,
    texts,
    request,
    // As this installation sends it.
    undo: kept.requests.undo === null ? null : { until: later, unable: [] },
    code: name === "confirm" || name === "code" ? "482913" : null,
    pack: {
      request_id: request.id,
      state: "ready",
      file_name: "",
      bytes: 48_213,
      files: 12,
      row_count: 211,
      sha256: "",
      ready_at: new Date(now.epochMilliseconds),
      expires_at: new Date(later),
      fetches: 0,
      missing: [],
    },
    refusal: SAMPLE_WORDS[language],
    withheld: [`• ${said.withheld}`],
    question: { text: said.question, closesAt: later },
    extension: { text: SAMPLE_WORDS[language], dueOn: request.due_on },
    fee: { amount: "€25.00", ground: "Art. 12(5)(a) GDPR", text: SAMPLE_WORDS[language], closesAt: later },
    uses: [said.use],
    gaps: [gap],
    isBegun: false,
    url,
    urlExpiresAt: later,
  };
}

function sampleRequest(kind: string, language: Language, now: SampleParts["now"]): RequestRow {
  const at = new Date(now.epochMilliseconds);
  const day = (days: number) => isoInstant(addDuration(now, `P${days}D`)).slice(0, 10);
  return {
    id: "req_example",
    reference: SAMPLE_REFERENCE,
    kind,
    state: "planning",
    channel: "centre",
    language,
    person_label: "",
    sealed_person: null,
    sealed_details: null,
    scope: { tables: [], categories: [], purposes: [] },
    sealed_rows: null,
    submitted_at: at,
    arrived_at: at,
    received_at: at,
    due_on: day(30),
    legal_due_on: day(30),
    region: null,
    regimes: ["eea", "uk"],
    is_paused: false,
    is_extended: false,
    extension_reason: "complexity",
    sealed_extension: null,
    extension_notice_at: null,
    extension_bounced_at: null,
    extension_by_post: false,
    merged_into: null,
    held_at: null,
    sealed_hold: null,
    closed_at: null,
    verified_how: "link",
    plan_version: 1,
    approved_version: 1,
    runs_at: new Date(`${day(3)}T10:00:00Z`),
    refusal_reason: "identity_unproven",
    sealed_refusal: null,
    row_count: 211,
    finding_count: 0,
    blocking_count: 0,
    lease_owner: null,
    lease_until: null,
    retry_at: null,
    held_up_in: null,
    delivered_steps: 0,
    assigned_to: null,
    batch_id: null,
  };
}
