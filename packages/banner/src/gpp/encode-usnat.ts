/**
 * The US national section of the Global Privacy Platform, version 2 (IAB Tech Lab, "GPP Extension: IAB Privacy's Multi-State
 * Privacy Agreement (MSPA) US National"). Our own: the published library is twice the size of the whole banner.
 */

/** 0 does not apply, 1 yes, 2 no. */
export type Answer = 0 | 1 | 2;

export interface UsNat {
  readonly sharingNotice: Answer;
  readonly saleOptOutNotice: Answer;
  readonly sharingOptOutNotice: Answer;
  readonly targetedAdvertisingOptOutNotice: Answer;
  /** 1: the person opted out. */
  readonly saleOptOut: Answer;
  readonly sharingOptOut: Answer;
  readonly targetedAdvertisingOptOut: Answer;
  /** Whether the transaction is covered by the MSPA; there is no "does not apply". */
  readonly mspaCoveredTransaction: 1 | 2;
  readonly gpc: boolean;
}

const SECTION = 7;
const VERSION = 2;
const SENSITIVE = 16;
const CHILDREN = 3;
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

/** The section: its core, and the segment that says that the browser's signal was seen. */
export function encodeUsNat(section: UsNat): string {
  const two = (value: number) => bits(value, 2);
  const core = [
    bits(VERSION, 6),
    two(section.sharingNotice),
    two(section.saleOptOutNotice),
    two(section.sharingOptOutNotice),
    two(section.targetedAdvertisingOptOutNotice),
    // Sensitive data: neither notice applies to what a banner asks.
    two(0),
    two(0),
    two(section.saleOptOut),
    two(section.sharingOptOut),
    two(section.targetedAdvertisingOptOut),
    two(0).repeat(SENSITIVE),
    two(0).repeat(CHILDREN),
    two(0),
    two(section.mspaCoveredTransaction),
    two(0),
    two(0),
  ].join("");
  const signal = `01${section.gpc ? 1 : 0}`;
  return `${base64(core)}.${base64(signal)}`;
}

/** The whole string: a header with the one section, and the section. */
export function encodeGpp(section: UsNat): string {
  // Type 3, version 1, one range with one section in it.
  const header = `${bits(3, 6)}${bits(1, 6)}${bits(1, 12)}0${fibonacci(SECTION)}`;
  return `${base64(header)}~${encodeUsNat(section)}`;
}
