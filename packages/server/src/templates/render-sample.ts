/** Invented facts for every message: a request that nobody made, so that a preview shows nobody's data. */
import { addDuration, isoInstant, type Temporal } from "../platform/clock.ts";
import type { Language } from "../platform/i18n/language.ts";
import { composeMail, type MailFacts } from "../requests/compose-mail.ts";
import { type RenderedMail, renderMail } from "../requests/emails.tsx";
import type { MessageName } from "../requests/message-names.ts";
import type { RequestRow } from "../requests/queries.ts";
import { composeTask } from "../requests/send-task-mail.ts";
import type { MailTexts, TemplateName } from "./template-list.ts";
import type { TemplateParts } from "./template-parts.ts";

const SAID = {
  en: {
    refusal: "This is where the reason stands that was written for the person.",
    question: "Is your request about the account of 2019, the one of 2024, or both?",
    gap: "It cannot be reached at the moment.",
    system: "Archive",
    withheld: "Messages of other people.",
    use: "Newsletter",
  },
  de: {
    refusal: "Hier steht der Grund, der für die Person geschrieben wurde.",
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
  partly_done: "erasure",
  restricted: "restriction",
  rectified: "rectification",
  lift_notice: "restriction",
  stopped: "objection",
  recorded: "consent-withdrawal",
  stated: "recipient-list",
  reviewed: "human-review",
};

export function renderSample(
  parts: TemplateParts,
  name: TemplateName,
  language: Language,
  texts: MailTexts,
  now: Temporal.Instant,
): RenderedMail {
  const { kept } = parts;
  const url = `${parts.publicUrl}/privacy/status/EXAMPLE`;
  const request = sampleRequest(name === "task" ? "access" : (KINDS[name] ?? "access"), language, now);
  if (name === "task") {
    const words = { question: SAID[language].question, reference: request.reference, dueOn: request.due_on ?? "" };
    return renderMail(kept, language, composeTask(texts, language, words, url));
  }
  return renderMail(kept, language, composeMail(name, sampleFacts(parts, name, language, texts, request, now, url)));
}

function sampleFacts(
  { kept }: TemplateParts,
  name: MessageName,
  language: Language,
  texts: MailTexts,
  request: RequestRow,
  now: Temporal.Instant,
  url: string,
): MailFacts {
  const said = SAID[language];
  const later = isoInstant(addDuration(now, "P14D"));
  const gap = { title: said.system, reason: said.gap, isLater: name === "package_part" || name === "partly_done" };
  return {
    kept,
    language,
    texts,
    request,
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
    refusal: said.refusal,
    withheld: [`• ${said.withheld}`],
    question: { text: said.question, closesAt: later },
    extension: { text: said.refusal, dueOn: request.due_on },
    fee: { amount: "€25.00", ground: "Art. 12(5)(a) GDPR", text: said.refusal, closesAt: later },
    uses: [said.use],
    gaps: [gap],
    isBegun: false,
    url,
    urlExpiresAt: later,
  };
}

function sampleRequest(kind: string, language: Language, now: Temporal.Instant): RequestRow {
  const at = new Date(now.epochMilliseconds);
  const day = (days: number) => isoInstant(addDuration(now, `P${days}D`)).slice(0, 10);
  return {
    id: "req_example",
    reference: "K7QM-3F2X",
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
