/** Parts what somebody wrote from what they quoted, passed on, or what stands below every message of theirs. Pure. */
import { ADDED_LINES, FORWARD_RULES, HEADER_BLOCK, QUOTE_INTRODUCTIONS, QUOTE_RULES } from "./quote-marks.ts";

export interface StrippedText {
  /** What the sender wrote here. */
  readonly own: string;
  /** Quotations and signatures, as they stood. */
  readonly quoted: string;
  /** A message that the sender passed on; null when there is none. */
  readonly forwarded: string | null;
}

/** `text` is plain text with line ends of any kind. Every line of it ends up in exactly one of the parts. */
export function stripQuotes(text: string): StrippedText {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const own: string[] = [];
  const quoted: string[] = [];
  let forwarded: string[] | null = null;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const trimmed = line.trim();
    if (FORWARD_RULES.some((rule) => rule.test(trimmed))) {
      forwarded = lines.slice(at + 1);
      break;
    }
    if (/^-- ?$/.test(line)) {
      // A signature ends the message, unless a quotation follows below it (RFC 3676, 4.3).
      const rest = lines.slice(at);
      const next = rest.findIndex((_line, index) => index > 0 && startsQuotation(rest, index) > 0);
      const end = next < 0 ? lines.length : at + next;
      quoted.push(...lines.slice(at, end));
      at = end;
      continue;
    }
    const introduction = startsQuotation(lines, at);
    if (introduction > 0) {
      // Programs that mark quoted lines leave room for answers between them; the others quote to the end.
      const marked =
        lines
          .slice(at + introduction)
          .find((one) => one.trim() !== "")
          ?.startsWith(">") ?? false;
      const end = marked ? at + introduction : lines.length;
      quoted.push(...lines.slice(at, end));
      at = end;
      continue;
    }
    if (/^\s{0,3}>/.test(line) || ADDED_LINES.some((rule) => rule.test(trimmed))) quoted.push(line);
    else own.push(line);
    at += 1;
  }
  return { own: tidy(own), quoted: tidy(quoted), forwarded: forwarded === null ? null : tidy(forwarded) };
}

/** How many lines introduce a quotation at this place; 0: none does. */
function startsQuotation(lines: readonly string[], at: number): number {
  const line = (lines[at] ?? "").trim();
  if (line === "") return 0;
  if (QUOTE_RULES.some((rule) => rule.test(line))) return 1;
  if (QUOTE_INTRODUCTIONS.some((rule) => rule.test(line))) return 1;
  const joined = `${line} ${(lines[at + 1] ?? "").trim()}`;
  // Long introductions are broken into two lines.
  if (/^(?:On|Am|Le|El|Il|Op|Em|A|W dniu|Dnia)\b/i.test(line) && QUOTE_INTRODUCTIONS.some((rule) => rule.test(joined)))
    return 2;
  if (HEADER_BLOCK.first.test(line)) {
    if (lines.slice(at + 1, at + 4).some((next) => HEADER_BLOCK.second.test(next.trim()))) return 1;
  }
  return 0;
}

function tidy(lines: readonly string[]): string {
  return lines
    .join("\n")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
