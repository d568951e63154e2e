/** The shape of a language's phrases. */
import type { MailLanguage, MailRightName } from "@kept/contract/mailbox-classes";

/**
 * A pattern is words in their order: `a|b` alternatives, `a+b` words that follow each other within one alternative,
 * `a*` any ending, `…` up to six words between. `a & b & c` are found in any order, close to each other; `~ a & b`: in
 * this sentence and the one that follows it. Case, accents and punctuation do not count: ä, ae and a are one letter.
 */
export type Phrase = readonly [weight: number, pattern: string];

export interface PhraseTable {
  readonly language: MailLanguage;
  /** Short words that occur in any letter of this language and seldom in the others. */
  readonly common: string;
  /** Turn a phrase into its opposite, when they stand within or just before it. */
  readonly negations: string;
  /** Beginnings of sentences that ask how or whether, rather than for something. */
  readonly asking: readonly string[];
  /** It happened already, or by mistake: nothing is asked for. */
  readonly telling: readonly string[];
  /** Weight 1 says enough by itself; less only raises a suspicion. */
  readonly rights: { readonly [R in MailRightName]: readonly Phrase[] };
  /** Speaks of data protection without saying what is wanted. */
  readonly unspecified: readonly Phrase[];
  /** Subjects of automatic replies. */
  readonly autoReply: readonly string[];
  readonly spam: readonly string[];
}
