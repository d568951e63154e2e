/** Rules against banners that steer people: each a row with what is wrong, what to do and its source. */

interface LintRule {
  readonly says: string;
  readonly action: string;
  readonly source: string;
  /** A banner that breaks it is not served. Left out by what an eye has to judge. */
  readonly blocks: boolean;
}

export const LINT_RULES = {
  "label-swapped": {
    says: "A label says the opposite of what its button does.",
    action: "Swap the translations back, and have somebody read them who speaks the language.",
    source: "GDPR Art. 4(11); EDPB Guidelines 03/2022, left in the dark",
    blocks: true,
  },
  "label-unclear": {
    says: "A label does not say yes or no in words that are known for its language.",
    action: "Write what the button does: accept, reject.",
    source: "EDPB Guidelines 03/2022, ambiguous wording",
    blocks: false,
  },
  "text-missing": {
    says: "A text is missing, or has other holes than the English one.",
    action: "Translate it.",
    source: "GDPR Art. 12(1)",
    blocks: true,
  },
  "text-untranslated": {
    says: "Purposes are told in another language than the rest of the banner.",
    action:
      "Write their title, description, consequence and lifetimes in it, or take the language out of `banner.languages`.",
    source: "GDPR Art. 12(1); EDPB Guidelines 03/2022, language discontinuity",
    blocks: false,
  },
  "contrast-low": {
    says: "Something cannot be read well.",
    action: "Choose colours with a contrast of 4.5 for texts and 3 for buttons.",
    source: "WCAG 2.2, 1.4.3 and 1.4.11",
    blocks: true,
  },
  "asked-too-soon": {
    says: "People are asked again before the interval of their rules is over.",
    action: "Let a choice stand for the whole interval, a no as long as a yes.",
    source: "CNIL recommendation 2020-092; Cal. Civ. Code 1798.135(c)(4)",
    blocks: true,
  },
  "interest-for-tracking": {
    says: "A purpose that loads from others rests on legitimate interests, and so it is never asked for.",
    action: "Ask for consent, or see that what is loaded is strictly necessary.",
    source: "Directive 2002/58/EC Art. 5(3); EDPB Cookie Banner Taskforce (2023), H",
    blocks: false,
  },
  "reject-missing": {
    says: "The first layer has no button that refuses.",
    action: "Put one beside the button that accepts.",
    source: "CNIL 2020-092; EDPB Cookie Banner Taskforce (2023), A",
    blocks: true,
  },
  "reject-takes-longer": {
    says: "Refusing takes more clicks than accepting.",
    action: "Let one click refuse, as one click accepts.",
    source: "CNIL SAN-2025-004; 11 CCR 7004(a)(2)",
    blocks: true,
  },
  "reject-is-link": {
    says: "Refusing is a link in the text, accepting is a button.",
    action: "Make both buttons.",
    source: "EDPB Cookie Banner Taskforce (2023), D",
    blocks: true,
  },
  "reject-smaller": {
    says: "The button that refuses is smaller than the one that accepts.",
    action: "Give both the same size.",
    source: "EDPB Cookie Banner Taskforce (2023), E; 11 CCR 7004(a)(2)(C)",
    blocks: true,
  },
  "reject-lighter": {
    says: "The words that refuse are smaller or thinner than those that accept.",
    action: "Give both the same font.",
    source: "EDPB Cookie Banner Taskforce (2023), E",
    blocks: true,
  },
  "reject-paler": {
    says: "The button that refuses stands out less than the one that accepts.",
    action: "Give both the same colours.",
    source: "EDPB Cookie Banner Taskforce (2023), E; EDPB Guidelines 03/2022, hidden in plain sight",
    blocks: true,
  },
  "ticked-before-choice": {
    says: "A box that asks for consent is ticked before anybody has chosen.",
    action: "Begin with nothing ticked.",
    source: "CJEU C-673/17 (Planet49), 62; GDPR recital 32",
    blocks: true,
  },
  "second-toggle": {
    says: "A second switch claims legitimate interests beside the one for consent.",
    action: "One purpose, one basis, one switch.",
    source: "EDPB Cookie Banner Taskforce (2023), H",
    blocks: true,
  },
  "closing-consents": {
    says: "Closing the question counts as a yes.",
    action: "Let closing change nothing.",
    source: "GDPR Art. 4(11); CNIL 2020-092",
    blocks: true,
  },
  "no-way-back": {
    says: "After an answer there is no way back to the choice on the page.",
    action: "Keep a button, or a link with `data-kept-open`, on every page.",
    source: "GDPR Art. 7(3); EDPB Cookie Banner Taskforce (2023), K",
    blocks: true,
  },
} as const satisfies Readonly<Record<string, LintRule>>;

export type LintCode = keyof typeof LINT_RULES;

export interface LintFinding {
  readonly code: LintCode;
  readonly blocks: boolean;
  /** Of which banner: a language, or an address. */
  readonly where: string;
  readonly says: string;
  /** What was read or measured. */
  readonly evidence: string;
  readonly action: string;
  readonly source: string;
}

export function lintFinding(code: LintCode, where: string, evidence: string): LintFinding {
  const { says, action, source, blocks } = LINT_RULES[code];
  return { code, blocks, where, says, evidence, action, source };
}
