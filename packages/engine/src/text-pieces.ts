/** Pieces of texts by which the whole is known wherever it was copied, however it is written there. */
import { escapeText } from "./sought-values.ts";

/** Characters of a piece. */
const LONGEST_PIECE = 80;
/** Of these so many stand before the place around which it is taken. */
const BEFORE = 30;
/** What JSON, SQL and addresses write in another way. */
const PLAIN = /[^"'`\\<>&%\p{Cc}]+/gu;
const WORD = /[\p{L}\p{N}_]/u;

/** The longest run of a text that is written alike everywhere, or the one around this place, in whole words and no longer than is needed. */
export function pieceOf(text: string, around?: number): string {
  const runs = [...text.matchAll(PLAIN)].map((match) => ({ from: match.index, run: match[0] }));
  const found =
    around === undefined
      ? runs.reduce<(typeof runs)[number] | undefined>(
          (longest, one) => (longest === undefined || one.run.length > longest.run.length ? one : longest),
          undefined,
        )
      : (runs.findLast(({ from }) => from <= around) ?? runs[0]);
  if (found === undefined) return "";
  const { from, run } = found;
  const start = around === undefined ? 0 : Math.max(0, Math.min(around - from, run.length) - BEFORE);
  const piece = run.slice(start, start + LONGEST_PIECE);
  const isCutBefore = start > 0 && WORD.test(run[start - 1] ?? "");
  const isCutAfter = WORD.test(run[start + LONGEST_PIECE] ?? "");
  const words = isCutBefore ? piece.replace(/^[\p{L}\p{N}_]+/u, "") : piece;
  return (isCutAfter ? words.replace(/[\p{L}\p{N}_]+$/u, "") : words).trim();
}

/** The text without these, whatever their case, also as JSON writes them. */
export function withoutText(text: string, taken: readonly string[]): string {
  const forms = taken.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]).filter((one) => one.trim() !== "");
  const longest = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return longest.reduce((left, one) => left.replace(new RegExp(escapeText(one), "giu"), " "), text);
}
