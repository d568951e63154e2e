/** Articles and sections that people cite, and the right that each is: rows of data. */
import type { MailRightName } from "@kept/contract/mailbox-classes";

/** Names of the Regulation (and what it became in the United Kingdom), in the languages that are understood. */
const GDPR = "gdpr|dsgvo|ds gvo|rgpd|avg|rodo|uk gdpr|datenschutz grundverordnung|datenschutzgrundverordnung";
const ARTICLE = "art|article|articles|artikel|artikels|articulo|articolo|artigo|artykul|artykulu|art 12 i";

const GDPR_ARTICLES: readonly (readonly [article: number, right: MailRightName])[] = [
  [7, "consent-withdrawal"],
  [15, "access"],
  [16, "rectification"],
  [17, "erasure"],
  [18, "restriction"],
  [20, "portability"],
  [21, "objection"],
  [22, "human-review"],
  [77, "complaint"],
];

/** California: Civil Code sections of the CCPA, and of the law on sharing for direct marketing. */
const CALIFORNIA_SECTIONS: readonly (readonly [section: string, right: MailRightName])[] = [
  ["1798 83", "shine-the-light"],
  ["1798 100", "access"],
  ["1798 105", "erasure"],
  ["1798 106", "rectification"],
  ["1798 110", "access"],
  ["1798 115", "access"],
  ["1798 120", "opt-out-of-sale"],
  ["1798 121", "opt-out-of-sale"],
];

/** Matched against lines of folded words. */
export const LEGAL_REFERENCES: readonly (readonly [expression: RegExp, right: MailRightName])[] = [
  ...GDPR_ARTICLES.map(([article, right]) => {
    const cited = `(?:${ARTICLE}) (?:\\d{1,2} (?:[^ ]+ ){0,2})?${article}(?: [^ ]+){0,6}? (?:${GDPR}) `;
    const after = `(?:${GDPR}) (?:${ARTICLE}) ${article} `;
    return [new RegExp(` (?:${cited}|${after})`), right] as const;
  }),
  ...CALIFORNIA_SECTIONS.map(([section, right]) => [new RegExp(` ${section} `), right] as const),
];

/** R-10.b: the phrase that a policy asks for, wherever it stands, whatever its case, spaces and plural. */
export const CALIFORNIA_NOTICE = /californiaprivacyrights?notices?/;
