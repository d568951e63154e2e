/** Whether what a person says is what is held, forgiving in how it is written and in nothing else. */
import type { AnswerForm } from "./verification-config.ts";

/** @param held as the system gives it: a text, a number, a Date */
export function isRightAnswer(form: AnswerForm, said: string, held: unknown): boolean {
  if (held === null || held === undefined || said.trim() === "") return false;
  const expected = READERS[form](textOf(held), "held");
  return expected !== null && expected === READERS[form](said.trim(), "said");
}

type Reader = (text: string, whose: "held" | "said") => string | null;

const READERS: Readonly<Record<AnswerForm, Reader>> = {
  month: (text) => readDay(text)?.slice(0, 7) ?? readMonth(text),
  year: (text) => /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(text)?.[1] ?? null,
  day: (text) => readDay(text),
  // What is held is written as programs write numbers.
  amount: (text, whose) =>
    whose === "held" && /^-?\d+(\.\d+)?$/.test(text) ? Number(text).toFixed(2) : readAmount(text),
  "last-four": (text, whose) => {
    const digits = text.replace(/\D/g, "");
    if (whose === "said") return digits.length === 4 ? digits : null;
    return digits.length >= 4 ? digits.slice(-4) : null;
  },
  word: (text) => {
    const folded = text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    return folded === "" ? null : folded;
  },
};

/** `2026-03-05…`, `5.3.2026` -> `2026-03-05`. What could be two days (3/5/2026) is neither. */
function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  if (iso !== null) return day(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
  return dotted === null ? null : day(dotted[3], dotted[2], dotted[1]);
}

/** `2026-03`, `3/2026`, `03.2026` -> `2026-03`. */
function readMonth(text: string): string | null {
  const first = /^(\d{4})\s?[-./]\s?(\d{1,2})$/.exec(text);
  const last = /^(\d{1,2})\s?[-./]\s?(\d{4})$/.exec(text);
  const found = first === null ? last && [last[2], last[1]] : [first[1], first[2]];
  return found === null ? null : `${found[0]}-${String(found[1]).padStart(2, "0")}`;
}

/** `12,50`, `€ 12.5`, `1.234,50` -> `12.50`, `1234.50`. */
function readAmount(text: string): string | null {
  const number = text.replace(/[^\d.,-]/g, "");
  const point = Math.max(number.lastIndexOf("."), number.lastIndexOf(","));
  // Three digits behind the only mark are thousands.
  const isThousands = point >= 0 && number.length - point - 1 === 3 && number.search(/[.,]/) === point;
  const plain =
    point < 0 || isThousands
      ? number.replace(/[.,]/g, "")
      : `${number.slice(0, point).replace(/[.,]/g, "")}.${number.slice(point + 1)}`;
  const value = Number(plain);
  return plain === "" || !Number.isFinite(value) ? null : value.toFixed(2);
}

function day(year = "", month = "", date = ""): string {
  return `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
}

function textOf(held: unknown): string {
  return held instanceof Date ? held.toISOString() : String(held);
}
