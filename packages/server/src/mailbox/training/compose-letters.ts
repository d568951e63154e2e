/** Makes letters of what was written: greetings, chatter, what is asked for, slips of the keyboard. The same ones each time. */
import type { Lessons, Surroundings, TaughtLetter } from "./read-letters.ts";

/** Numbers from 0 up to 1, the same after the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** What can be put in many ways is made into so many times as many letters. */
const COPIES_OF_MANY = 4;

/** `{Please|Kindly} delete it.` -> one of the two. */
function choose(text: string, random: Random): string {
  return text.replace(/\{([^{}]*)\}/g, (_, ways: string) => pick(ways.split("|"), random) ?? "");
}

/** @param copies how many letters each of the written ones is made into */
export function composeLetters(lessons: readonly Lessons[], copies: number, random: Random): readonly TaughtLetter[] {
  return lessons.flatMap(({ letters, surroundings }) => {
    const nothings = letters.filter((letter) => letter.rights.length === 0);
    return letters.flatMap((letter) =>
      Array.from({ length: letter.text.includes("{") ? copies * COPIES_OF_MANY : copies }, (_, index) => {
        const text = choose(letter.text, random);
        // The first copy stays as it was written.
        if (index === 0) return { ...letter, text };
        const other = index % 3 === 2 && letter.rights.length > 0 ? [pick(nothings, random)?.text ?? ""] : [];
        return {
          ...letter,
          subject: random() < 0.5 ? (pick(surroundings.subjects, random) ?? "") : "",
          text: slip(
            surround(
              text,
              other.map((one) => choose(one, random)),
              surroundings,
              random,
            ),
            random,
          ),
        };
      }),
    );
  });
}

function surround(text: string, others: readonly string[], parts: Surroundings, random: Random): string {
  const chatter = Array.from({ length: Math.floor(random() * 3) }, () => pick(parts.fillers, random) ?? "");
  const before = random() < 0.7 ? chatter : [];
  const after = random() < 0.7 ? [] : chatter;
  const body = [...before, ...(random() < 0.5 ? [...others, text] : [text, ...others]), ...after].join(" ");
  return [
    ...(random() < 0.6 ? [pick(parts.openings, random) ?? ""] : []),
    body,
    ...(random() < 0.4 ? [pick(parts.closings, random) ?? ""] : []),
    ...(random() < 0.5 ? [pick(parts.signatures, random) ?? ""] : []),
  ].join("\n\n");
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Some people write without capitals, some without accents, and fingers slip. */
function slip(text: string, random: Random): string {
  let written = text;
  if (random() < 0.15) written = written.toLowerCase();
  if (random() < 0.1) written = written.normalize("NFD").replace(/\p{M}/gu, "");
  if (random() < 0.25) {
    for (let slips = 1 + Math.floor(random() * 3); slips > 0; slips -= 1) written = slipOnce(written, random);
  }
  return written;
}

function slipOnce(text: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
  const way = random();
  if (way < 0.4) return text.slice(0, at) + text.slice(at + 1);
  if (way < 0.7) return `${text.slice(0, at)}${text[at] ?? ""}${text.slice(at)}`;
  return `${text.slice(0, at)}${text[at + 1] ?? ""}${text[at] ?? ""}${text.slice(at + 2)}`;
}
