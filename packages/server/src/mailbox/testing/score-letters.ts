/** Precision and recall of each right on letters whose truth is known, told apart from what only waits for a person. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MAIL_RIGHTS } from "@kept/contract/mailbox-classes";
import { classifyRaw } from "./classify-raw.ts";

export interface ScoredLetter {
  readonly id: string;
  readonly lang: string;
  readonly subject: string;
  readonly from: string;
  readonly text: string;
  /** Rights that it asks for. */
  readonly labels: readonly string[];
  /** Rights about which careful readers differ. */
  readonly may?: readonly string[];
}

/** `fifth-held-out`: by an author who knew the labels alone. What it scored at first sight stands in docs/mailbox.md. */
export function readScoredLetters(set: "fifth-held-out"): readonly ScoredLetter[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, "letters", `${set}.json`), "utf8")) as ScoredLetter[];
}

export interface LetterTally {
  found: number;
  wrong: number;
  /** Asked for, not clear, and named as suspected: a person sees it. */
  unsure: number;
  /** Asked for and not named: the letter waits as a question. */
  missed: number;
}

export interface LetterScores {
  readonly all: LetterTally;
  readonly byRight: ReadonlyMap<string, LetterTally>;
  readonly byLanguage: ReadonlyMap<string, LetterTally>;
  /** Letters that ask for something, that wait for nobody, and of which nothing was found. */
  readonly lost: number;
  readonly mistakes: readonly string[];
}

export async function scoreLetters(letters: readonly ScoredLetter[]): Promise<LetterScores> {
  const tally = (): LetterTally => ({ found: 0, wrong: 0, unsure: 0, missed: 0 });
  const all = tally();
  const byRight = new Map<string, LetterTally>(MAIL_RIGHTS.map(({ right }) => [right, tally()]));
  const byLanguage = new Map<string, LetterTally>();
  const mistakes: string[] = [];
  let lost = 0;
  for (const letter of letters) {
    const found = await classifyRaw(toMail(letter));
    const language = byLanguage.get(letter.lang) ?? tally();
    byLanguage.set(letter.lang, language);
    const named = new Set<string>([...found.rights, ...found.perhaps]);
    if (
      letter.labels.length > 0 &&
      named.size === 0 &&
      ["spam", "list", "auto_reply", "bounce"].includes(found.class)
    ) {
      lost += 1;
    }
    for (const { right } of MAIL_RIGHTS) {
      const isAsked = letter.labels.includes(right);
      const isClear = (found.clear as readonly string[]).includes(right);
      const result = toResult(isAsked, isClear, named.has(right));
      if (result === null || letter.may?.includes(right)) continue;
      for (const one of [all, byRight.get(right), language]) if (one !== undefined) one[result] += 1;
      if (result !== "found") mistakes.push(`${letter.id} ${result} ${right} (${found.class}: ${describe(found)})`);
    }
  }
  return { all, byRight, byLanguage, lost, mistakes };
}

function toResult(isAsked: boolean, isClear: boolean, isNamed: boolean): keyof LetterTally | null {
  if (isClear) return isAsked ? "found" : "wrong";
  if (!isAsked) return null;
  return isNamed ? "unsure" : "missed";
}

function describe(found: Awaited<ReturnType<typeof classifyRaw>>): string {
  return found.reasons.map(({ rule, weight, matched }) => `${rule} ${weight} "${matched}"`).join("; ");
}

/** As a mail program would send it. */
function toMail({ from, subject, text }: ScoredLetter): Buffer {
  const headers = {
    From: from.replace(/[\r\n]/g, " "),
    Subject: `=?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([...head, "", text.replace(/\r?\n/g, "\r\n")].join("\r\n"));
}

export function printScores({ all, byRight, byLanguage, lost, mistakes }: LetterScores): readonly string[] {
  return [
    line("all", all),
    ...[...byRight].map(([right, tally]) => line(right, tally)),
    ...[...byLanguage].map(([language, tally]) => line(language, tally)),
    `lost: ${lost}`,
    ...mistakes,
  ];
}

function line(name: string, tally: LetterTally): string {
  const { precision, recall } = rates(tally);
  const { found, wrong, unsure, missed } = tally;
  const counts = `${found} found, ${wrong} wrong, ${unsure} unsure, ${missed} missed`;
  return `${name.padEnd(20)} precision ${precision.toFixed(2)}  recall ${recall.toFixed(2)}  ${counts}`;
}

export function rates({ found, wrong, unsure, missed }: LetterTally): { precision: number; recall: number } {
  return {
    precision: found + wrong === 0 ? 1 : found / (found + wrong),
    recall: found + unsure + missed === 0 ? 1 : found / (found + unsure + missed),
  };
}
