/** Texts in every language of the product. A missing or superfluous text does not compile. */
import { type Language, languages } from "./language.ts";

/** A text, or a function of what stands in it. */
export type Message = string | ((...values: never[]) => string);

/** The shape that the English texts dictate: same names, and functions of the same values. */
type SameShape<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K];
};

export type Catalogue<T> = { readonly [L in Language]: SameShape<T> };

/**
 * `const texts = defineMessages({ en: {...}, de: {...} })`, then `texts[language].title`. English dictates the shape.
 */
export function defineMessages<const T extends Readonly<Record<string, Message>>>(catalogue: {
  readonly en: T;
  readonly de: SameShape<NoInfer<T>>;
}): Catalogue<T> {
  return catalogue as Catalogue<T>;
}

export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

const rules = new Map(languages.map((language) => [language, new Intl.PluralRules(language)]));

/** The form for a count, with `#` replaced by the count as the language writes it. */
export function plural(language: Language, count: number, forms: PluralForms): string {
  const form = forms[rules.get(language)?.select(count) ?? "other"] ?? forms.other;
  return form.replaceAll("#", count.toLocaleString(language));
}
