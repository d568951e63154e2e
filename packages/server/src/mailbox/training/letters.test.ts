/** What the model learns from: enough letters of every kind, and the same ones each time. */
import { MAIL_LANGUAGES, MAIL_RIGHTS } from "@kept/contract/mailbox-classes";
import { expect, test } from "vitest";
import { composeLetters, seededRandom } from "./compose-letters.ts";
import { readLessons } from "./read-letters.ts";

const lessons = readLessons();
const letters = lessons.flatMap((lesson) => lesson.letters);

test("every right is taught in every language, and what asks for nothing as often as any", () => {
  expect(letters.length).toBeGreaterThanOrEqual(2_500);
  const taught = new Set(letters.flatMap(({ language, rights }) => rights.map((right) => `${language} ${right}`)));
  const missing = MAIL_LANGUAGES.flatMap((language) =>
    MAIL_RIGHTS.map(({ right }) => `${language} ${right}`).filter((name) => !taught.has(name)),
  );
  expect(missing).toEqual([]);
  expect(letters.filter(({ rights }) => rights.length === 0).length).toBeGreaterThan(letters.length / 5);
});

test("no letter is taught twice, least of all with two truths", () => {
  const texts = letters.map(({ language, text }) => `${language} ${text}`);
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
});

test("the same seed makes the same letters, and their rights stay what they were", () => {
  const once = composeLetters(lessons, 2, seededRandom(7));
  expect(composeLetters(lessons, 2, seededRandom(7))).toEqual(once);
  expect(composeLetters(lessons, 2, seededRandom(8))).not.toEqual(once);
  expect(once.every(({ text }) => !/[{}]/.test(text))).toBe(true);
});
