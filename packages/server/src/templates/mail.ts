/** A message to people as operators see it: when it is sent, and how it reads about somebody who does not exist. */
import type { KeptConfig } from "../kept-config.ts";
import { addDuration, isoInstant, type Temporal } from "../platform/clock.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailContent } from "../requests/emails.tsx";
import type { MailTexts } from "./mail-texts.ts";

export interface SampleParts {
  readonly kept: KeptConfig;
  readonly language: Language;
  readonly texts: MailTexts;
  readonly now: Temporal.Instant;
  /** Of no page that exists. */
  readonly url: string;
}

/** A reference as it would be. */
export const SAMPLE_REFERENCE = "K7QM-3F2X";

/** Where an operator's own words stand. */
export const SAMPLE_WORDS: Readonly<Record<Language, string>> = {
  en: "This is where the words stand that were written for the person.",
  de: "Hier stehen die Worte, die für die Person geschrieben wurden.",
};

/** @returns ISO day */
export function daysLater({ now }: Pick<SampleParts, "now">, days: number): string {
  return isoInstant(addDuration(now, `P${days}D`)).slice(0, 10);
}

export interface Mail {
  readonly name: string;
  /** When it is sent. */
  readonly title: string;
  /** The noun under which it is listed. */
  readonly group: string;
  /**
   * Composed as it is when it is sent, about invented facts: the usual case first, then one for each thing that it says in
   * other cases only. Which texts stand in the message follows from these.
   */
  samples(parts: SampleParts): readonly (() => MailContent)[];
}
