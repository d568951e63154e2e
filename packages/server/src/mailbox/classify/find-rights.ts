/** Finds what a text asks for, phrase by phrase, and says by which words. Pure. */
import type { MailLanguage, MailRightName } from "@kept/contract/mailbox-classes";
import { CALIFORNIA_NOTICE, LEGAL_REFERENCES } from "./legal-references.ts";
import { PHRASE_TABLES } from "./phrases/phrase-tables.ts";
import { compilePattern, fold, joinFollowing, type Match, type Pattern, type Sentence } from "./words.ts";

export interface Reason {
  readonly rule: string;
  readonly where: "subject" | "text" | "quoted" | "headers" | "thread";
  readonly matched: string;
  readonly weight: number;
  /** A negation stands in the words, or beside them. */
  readonly isDenied?: boolean;
}

/** What a phrase is still worth when it is denied, asked about or told of. */
const DENIED = 0.5;
const TABLES = PHRASE_TABLES.map((table) => ({
  language: table.language,
  negations: new Set(table.negations.split(" ").map(fold)),
  asking: table.asking.map(compilePattern),
  telling: table.telling.map(compilePattern),
  rights: Object.entries(table.rights).flatMap(([right, phrases]) =>
    phrases.map(([weight, pattern]) => ({ right: right as MailRightName, weight, pattern: compilePattern(pattern) })),
  ),
  unspecified: table.unspecified.map(([weight, pattern]) => ({ weight, pattern: compilePattern(pattern) })),
}));

/** One word that says all, when it is the whole message. */
const WHOLE_MESSAGE = new Set(
  [
    "stop",
    "unsubscribe",
    "abmelden",
    "stopp",
    "désabonner",
    "désinscription",
    "baja",
    "cancellami",
    "uitschrijven",
    "afmelden",
    "cancelar",
    "wypisz",
    "remove",
    "opt out",
    "stop all",
    "end",
    "quit",
  ].map((words) => words.split(" ").map(fold).join(" ")),
);

/** What a rule found, without its words. */
export type RuleHit = Pick<Reason, "rule" | "weight">;

export interface FoundRights {
  readonly reasons: readonly Reason[];
  /** The same sentence by sentence. */
  readonly bySentence: readonly (readonly RuleHit[])[];
  readonly languages: readonly MailLanguage[];
}

/** Every right that these sentences speak of, and the languages that they do it in. */
export function findRights(sentences: readonly Sentence[], where: "subject" | "text"): FoundRights {
  const all: Reason[] = [];
  const bySentence: RuleHit[][] = [];
  const languages: MailLanguage[] = [];
  const pairs = joinFollowing(sentences);
  for (const [index, sentence] of sentences.entries()) {
    const reasons: Reason[] = [];
    for (const [expression, right] of LEGAL_REFERENCES) {
      const cited = expression.exec(sentence.line)?.[0].trim();
      if (cited !== undefined) reasons.push({ rule: right, where, matched: cited, weight: 1 });
    }
    for (const table of TABLES) {
      const isWeakened = [...table.asking, ...table.telling].some((pattern) => pattern.find(sentence) !== null);
      const matches = table.rights.flatMap(({ right, weight, pattern }) => {
        const match = pattern.find(pattern.isAcross ? (pairs[index] ?? sentence) : sentence);
        return match === null ? [] : [{ right, weight, pattern, match }];
      });
      for (const found of matches) {
        const { right, weight, pattern, match } = found;
        languages.push(table.language);
        if (matches.some((other) => yieldsTo(found, other))) continue;
        const isDenied =
          !pattern.source.split(/[\s|+]/).some((word) => table.negations.has(fold(word))) &&
          deniesBefore(sentence, match, table.negations);
        reasons.push({
          rule: right,
          where,
          matched: match.text,
          weight: isDenied || isWeakened ? Math.min(weight, DENIED) : weight,
          ...(isDenied ? { isDenied } : {}),
        });
      }
      for (const { weight, pattern } of table.unspecified) {
        const match = pattern.find(sentence);
        if (match !== null) reasons.push({ rule: "unspecified", where, matched: match.text, weight });
      }
    }
    bySentence.push(keepStrongest(reasons).map(({ rule, weight }) => ({ rule, weight })));
    all.push(...reasons);
  }
  return { reasons: keepStrongest(all), bySentence, languages };
}

interface RightMatch {
  readonly right: MailRightName;
  readonly pattern: Pattern;
  readonly match: Match;
}

/** What a loose phrase of the first is only part of, when the second is found in the same sentence. */
const PART_OF: readonly (readonly [MailRightName, MailRightName])[] = [
  // "Stop passing my address on to your advertisers", "do not use it until that is settled".
  ["unsubscribe", "opt-out-of-sale"],
  ["objection", "restriction"],
];

/** "Delete all that you hold about me" names what is held, and asks for something else. */
function yieldsTo(found: RightMatch, other: RightMatch): boolean {
  if (found.right === "access" && other.right !== "access") {
    return found.pattern.isLoose || (found.match.from > other.match.from && found.match.from < other.match.to);
  }
  return found.pattern.isLoose && PART_OF.some(([part, whole]) => part === found.right && whole === other.right);
}

/** A negation within the phrase, in the three words before it, or right after it, as in German. */
function deniesBefore(sentence: Sentence, match: Match, negations: ReadonlySet<string>): boolean {
  const words = sentence.line.trim().split(" ");
  return words.slice(Math.max(0, match.from - 3), match.to + 2).some((word) => negations.has(word));
}

/** One word that says all. */
export function findWholeMessage(subject: readonly Sentence[], text: readonly Sentence[]): Reason[] {
  const [where, sentences] = text.length > 0 ? (["text", text] as const) : (["subject", subject] as const);
  const whole = sentences.map((sentence) => sentence.line.trim()).join(" ");
  if (!WHOLE_MESSAGE.has(whole)) return [];
  return [
    { rule: "unsubscribe", where, matched: sentences.flatMap((sentence) => sentence.words).join(" "), weight: 1 },
  ];
}

/** R-10.b: anywhere, in what is quoted too; absence says nothing. */
export function findNotice(message: {
  readonly subject: string;
  readonly text: string;
  readonly quoted: string;
}): Reason[] {
  const places = [
    ["subject", message.subject],
    ["text", message.text],
    ["quoted", message.quoted],
  ] as const;
  return places.flatMap(([where, text]) => {
    const squeezed = text.toLowerCase().replace(/[^a-z]/g, "");
    if (!CALIFORNIA_NOTICE.test(squeezed)) return [];
    // What is quoted may be our own policy: then a person looks.
    return [
      {
        rule: "shine-the-light",
        where,
        matched: "California Privacy Right Notice",
        weight: where === "quoted" ? DENIED : 1,
      },
    ];
  });
}

/** Of several phrases for one thing the strongest, and of equals the longest: that is what a reader wants to see. */
function keepStrongest(reasons: readonly Reason[]): Reason[] {
  const best = new Map<string, Reason>();
  for (const reason of reasons) {
    const known = best.get(reason.rule);
    const isBetter =
      known === undefined ||
      reason.weight > known.weight ||
      (reason.weight === known.weight && reason.matched.length > known.matched.length);
    if (isBetter) best.set(reason.rule, reason);
  }
  return [...best.values()];
}
