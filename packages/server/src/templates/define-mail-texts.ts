/** The texts of the messages of one noun: the words in every language, what has to stand in them, and which nobody can change. */
import type { Catalogue, defineMessages } from "../platform/i18n/messages.ts";

type Words = Parameters<typeof defineMessages>[0]["en"];

/** Keys of texts that are made of values. */
type Filled<T> = { [K in keyof T]: T[K] extends string ? never : K }[keyof T];

export interface MailTextSet<T extends Words = Words> {
  readonly texts: Catalogue<T>;
  /** What stands in a text, in the order of its values; `?` may be left out. */
  readonly placeholders: { readonly [K in Filled<T>]: readonly string[] };
  /** Why a placeholder may not be left out, where that is more than a matter of style: a law, or what the message is for. */
  readonly demands: { readonly [K in Filled<T>]?: Readonly<Record<string, string>> };
  /** Why a text stays as it is. */
  readonly locked: { readonly [K in keyof T]?: string };
}

/** English dictates the names and the values, as in `defineMessages`. */
export function defineMailTexts<const T extends Words>(
  set: Omit<MailTextSet<T>, "texts"> & {
    readonly en: T;
    readonly de: Catalogue<NoInfer<T>>["de"];
  },
): MailTextSet<T> {
  const { en, de, placeholders, demands, locked } = set;
  return { texts: { en, de } as Catalogue<T>, placeholders, demands, locked };
}
