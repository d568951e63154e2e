/** Fields that several parts of the configuration are made of, with messages that say what is wrong. */
import { BANNER_LANGUAGES, type BannerLanguage } from "@kept/banner/languages/catalogues";
import * as z from "zod";
import { Temporal } from "./platform/clock.ts";

export const duration = z.string().refine(isDuration, {
  message: 'is not an ISO 8601 duration such as "P30D" (30 days), "P1M" (one month) or "PT10M" (ten minutes)',
});

export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "is not a short name: small letters, digits and hyphens, a letter first");

export const country = z.string().regex(/^[A-Z]{2}$/, 'is not a two-letter country code in capitals such as "DE"');

const words = z.string().min(1);
type Translated = { readonly [L in Exclude<BannerLanguage, "en">]: z.ZodOptional<typeof words> };
const translations = Object.fromEntries(BANNER_LANGUAGES.map((language) => [language, words.optional()])) as Translated;

/** In one language, or in several: English, and others of those that the banner speaks. */
export const localText = z.union([words, z.object({ ...translations, en: words }).strict()]);

/** A secret or address that the environment holds: `{ env: "NAME" }`. */
export const fromEnvironment = z.object({ env: z.string().min(1) }).strict();

/** What is wrong in a configuration whose fields are each as they should be, and where. */
export interface ConfigIssue {
  readonly path: (string | number)[];
  readonly message: string;
}

function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign >= 0;
  } catch {
    return false;
  }
}
