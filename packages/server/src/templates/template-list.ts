/** Every message that operators can edit. Which texts stand in it follows from composing it: what is read is what is listed. */
import { parentMails } from "../children/parent-mails.ts";
import { choiceMails } from "../choices/choice-mails.ts";
import { complaintMails } from "../complaints/complaint-mails.ts";
import { importMails } from "../imports/import-mails.ts";
import { mailboxMails } from "../mailbox/mailbox-mails.ts";
import { mandateMails } from "../mandates/mandate-mails.ts";
import type { Temporal } from "../platform/clock.ts";
import type { Language } from "../platform/i18n/language.ts";
import { noticeMails } from "../recipients/notice-mails.ts";
import type { MailContent } from "../requests/emails.tsx";
import { requestMails } from "../requests/request-mails.ts";
import { transferMails } from "../transfers/transfer-mails.ts";
import type { Mail, SampleParts } from "./mail.ts";
import { type MailTexts, mailTexts, type TextKey } from "./mail-texts.ts";
import type { TemplateParts } from "./template-parts.ts";

export const MAILS: readonly Mail[] = [
  ...requestMails,
  ...mandateMails,
  ...mailboxMails,
  ...complaintMails,
  ...parentMails,
  ...choiceMails,
  ...noticeMails,
  ...transferMails,
  ...importMails,
];

export interface Template {
  readonly mail: Mail;
  /** In the order in which they are read. */
  readonly keys: readonly TextKey[];
}

/** The messages with their texts, under this configuration. */
export function listMails(parts: TemplateParts, now: Temporal.Instant): readonly Template[] {
  return MAILS.map((mail) => {
    const samples = recordSamples(mail, sampleParts(parts, "en", mailTexts.en, now));
    return { mail, keys: [...new Set(samples.flatMap(({ keys }) => [...keys]))] };
  });
}

/** Shown is the first sample that says one of these texts; for none of them, the usual case. */
export function composeSample(mail: Mail, parts: SampleParts, changed: readonly string[]): MailContent {
  const samples = recordSamples(mail, parts);
  const found = samples.find(({ keys }) => changed.some((key) => (keys as ReadonlySet<string>).has(key))) ?? samples[0];
  if (found === undefined) throw new Error(`The message ${mail.name} has no sample.`);
  return found.content;
}

export function sampleParts(
  { kept, publicUrl }: TemplateParts,
  language: Language,
  texts: MailTexts,
  now: Temporal.Instant,
): SampleParts {
  return { kept, language, texts, now, url: `${publicUrl}/privacy/status/EXAMPLE` };
}

interface Recorded {
  readonly content: MailContent;
  readonly keys: ReadonlySet<TextKey>;
}

/** Composes each sample, and keeps which texts it was made of. */
function recordSamples(mail: Mail, parts: SampleParts): readonly Recorded[] {
  let keys = new Set<TextKey>();
  const texts = new Proxy(parts.texts, {
    get(target, key: TextKey) {
      keys.add(key);
      return target[key];
    },
  });
  return mail.samples({ ...parts, texts }).map((compose) => {
    keys = new Set();
    return { content: compose(), keys };
  });
}
