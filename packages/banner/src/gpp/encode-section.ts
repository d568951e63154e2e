/**
 * Strings of the Global Privacy Platform 1.1 (IAB Tech Lab, "Consent String Specification"). Our own: the published library is
 * twice the size of the whole banner.
 */
import type { Section } from "./sections.ts";

/** By field; what is missing does not apply. */
export type Answers = Readonly<Record<string, number | readonly number[]>>;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const bits = (value: number, size: number): string => value.toString(2).padStart(size, "0");

/** Whole bytes first, then whole characters. */
function base64(text: string): string {
  const bytes = text.padEnd(Math.ceil(text.length / 8) * 8, "0");
  const padded = bytes.padEnd(Math.ceil(bytes.length / 6) * 6, "0");
  return (padded.match(/.{6}/g) ?? []).map((six) => ALPHABET[Number.parseInt(six, 2)]).join("");
}

/** Sum of Fibonacci numbers, none next to another, ended by 1 1 (section ids in the header are written so). */
function fibonacci(value: number): string {
  const numbers = [1, 2];
  for (let next = 3; next <= value; next = (numbers.at(-1) ?? 0) + (numbers.at(-2) ?? 0)) numbers.push(next);
  let rest = value;
  const marks: string[] = [];
  for (const number of numbers.filter((one) => one <= value).reverse()) {
    marks.unshift(number <= rest ? "1" : "0");
    if (number <= rest) rest -= number;
  }
  return `${marks.join("")}1`;
}

/** The section: its core, and the segment that says whether the browser's signal was seen, where the section has one. */
export function encodeSection(section: Section, answers: Answers, signal: boolean): string {
  const core = section.fields.flatMap(([name, list]) => {
    const given = answers[name] ?? 0;
    return Array.from({ length: list ?? 1 }, (_, at) => bits((typeof given === "number" ? given : given[at]) ?? 0, 2));
  });
  const text = base64(bits(section.version, 6) + core.join(""));
  return section.hasSignal ? `${text}.${base64(`01${signal ? 1 : 0}`)}` : text;
}

/** The whole string; without a section the one that says that none applies. */
export function encodeGpp(section: Section | null, encoded: string): string {
  // Type 3, version 1, and how many ranges of sections there are: none, or one with one section in it.
  const header = bits(3, 6) + bits(1, 6) + bits(section === null ? 0 : 1, 12);
  return section === null ? base64(header) : `${base64(`${header}0${fibonacci(section.id)}`)}~${encoded}`;
}
