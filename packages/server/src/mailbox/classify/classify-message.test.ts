/** How well messages are recognised, on sets that are told apart: what phrases were corrected on, and what they were not. */
import { expect, test } from "vitest";
import { classifyRaw } from "../testing/classify-raw.ts";
import { readMessages } from "../testing/read-messages.ts";
import { printScores, rates, readScoredLetters, scoreLetters } from "../testing/score-letters.ts";
import { type Score, scoreMessages } from "../testing/score-messages.ts";
import { digestLessons } from "../training/write-model.ts";
import { letterModel } from "./model/letter-model.ts";
import { compilePattern, toSentences } from "./words.ts";

const percent = (score: Score) =>
  `${score.precision.toFixed(2)} / ${score.recall.toFixed(2)} (${score.right}/${score.right + score.missed})`;

test.each([
  // Floors a little under what is measured; docs/mailbox.md has the figures and how each set came to be.
  ["tuned", 0.98, 0.98],
  ["first-held-out", 0.95, 0.95],
  ["second-held-out", 0.95, 0.92],
  ["third-held-out", 0.95, 0.95],
  ["fourth-held-out", 0.95, 0.95],
] as const)("%s: precision and recall of what asks for something", async (set, precision, recall) => {
  const messages = readMessages(set);
  const scores = await scoreMessages(messages);
  const lines = [
    `${set}: ${messages.length} messages; precision / recall (found of all)`,
    `  asks for something: ${percent(scores.asks)}; language ${scores.languages.recall.toFixed(2)}`,
    ...[...scores.byClass].sort().map(([name, score]) => `  class ${name}: ${percent(score)}`),
    ...[...scores.byRight].sort().map(([name, score]) => `  right ${name}: ${percent(score)}`),
    ...scores.mistakes.map((mistake) => `  mistaken: ${mistake}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  expect(scores.asks.precision).toBeGreaterThanOrEqual(precision);
  expect(scores.asks.recall).toBeGreaterThanOrEqual(recall);
});

test("fifth-held-out: precision and recall of each right, told apart from what only waits", async () => {
  const scores = await scoreLetters(readScoredLetters("fifth-held-out"));
  process.stdout.write(`fifth-held-out:\n  ${printScores(scores).join("\n  ")}\n`);
  const { precision, recall } = rates(scores.all);
  expect(precision).toBeGreaterThanOrEqual(0.92);
  expect(recall).toBeGreaterThanOrEqual(0.94);
  expect(scores.lost).toBe(0);
});

test("there are enough messages, of every class and in every language", () => {
  const messages = (["tuned", "first-held-out", "second-held-out"] as const).map(readMessages);
  expect(messages.map((set) => set.length >= 30)).toEqual([true, true, true]);
  const tuned = messages[0] ?? [];
  expect(tuned.length).toBeGreaterThanOrEqual(60);
  expect(new Set(tuned.map(({ truth }) => truth.language))).toEqual(
    new Set(["en", "de", "fr", "es", "it", "nl", "pt", "pl", null]),
  );
});

const letter = (text: string, subject = "A letter") =>
  classifyRaw(
    Buffer.from(
      `From: ada@example.org\r\nSubject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
    ),
  );

test("the phrase of California is found anywhere, however it is written; its absence refuses nothing", async () => {
  const ways = [
    "California Privacy Right Notice",
    "CALIFORNIA PRIVACY RIGHTS NOTICES",
    "california-privacy-right  notice",
    "californiaprivacyrightnotice",
  ];
  for (const way of ways) {
    expect((await letter("Hello.", `Re: ${way}`)).rights).toEqual(["shine-the-light"]);
    expect((await letter(`Hello. This is my ${way}.`)).rights).toContain("shine-the-light");
  }
  const without = await letter("Which third parties got my address for their direct marketing purposes?");
  expect(without.rights).toEqual(["shine-the-light"]);
});

test("a denied or told right is never acted on by itself, and never lost", async () => {
  for (const text of [
    "Please do not delete my account.",
    "My account was deleted by accident, please restore my data.",
    "Bitte löschen Sie meine Daten nicht.",
  ]) {
    expect(await letter(text)).toMatchObject({ class: "right", rights: ["erasure"], confident: false });
  }
});

test("asking how to use a right is using it: no form is needed (EDPB Guidelines 01/2022, 52)", async () => {
  for (const text of ["How can I delete my account?", "Comment puis-je supprimer mon compte ?"]) {
    expect(await letter(text)).toMatchObject({ class: "right", rights: ["erasure"], confident: true });
  }
});

test("what the model heard is shown by the words that it heard it in", async () => {
  const { reasons } = await letter(
    "My dog is fine. Could you kindly wipe the account I have with you? The weather is bad.",
  );
  const reason = reasons.find(({ rule }) => rule === "erasure");
  expect(reason).toMatchObject({ where: "text", weight: 1 });
  expect(reason?.matched).toMatch(/wipe/);
  expect(reason?.matched).toMatch(/account/);
  expect(reason?.matched).not.toMatch(/weather|dog/);
});

test("one right clearly, another one perhaps: the second is named for a person", async () => {
  const found = await letter(
    "Delete my account. Do not hold on to what is said there either, at least for the moment.",
  );
  expect(found.clear).toContain("erasure");
  expect(found.clear.filter((right) => found.perhaps.includes(right))).toEqual([]);
});

test("the model is the one that today's letters teach", () => {
  // Else: node scripts/train-letters.ts
  expect(letterModel().digest).toBe(digestLessons());
});

test("a parent, a complaint, a forward and a list of all rights are for a person", async () => {
  for (const text of [
    "My daughter is eleven and has an account. Delete all her data and my data.",
    "Delete my data or I will file a complaint against you with the authority.",
    "I request access to my personal data, erasure of my data, restriction of processing of my data and data portability.",
  ]) {
    expect(await letter(text)).toMatchObject({ confident: false });
  }
});

test("case, accents and broken lines do not count", async () => {
  for (const text of [
    "LÖSCHEN SIE\r\nALLE MEINE\r\nDATEN",
    "loeschen sie alle meine daten",
    "Loschen Sie alle meine Daten",
  ]) {
    expect((await letter(text)).rights).toEqual(["erasure"]);
  }
});

test("a pattern is found in its order, or anywhere close by when its words may stand in any", () => {
  const [sentence] = toSentences("Would you kindly remove the account that is mine?");
  if (sentence === undefined) throw new Error("no sentence");
  expect(compilePattern("remove … account").find(sentence)).toEqual({ text: "remove the account", from: 3, to: 6 });
  expect(compilePattern("account … remove").find(sentence)).toBeNull();
  expect(compilePattern("mine & remove & account").find(sentence)?.text).toBe("remove the account that is mine");
  expect(compilePattern("remov* the+account").find(sentence)?.text).toBe("remove the account");
});

test("a long letter of nothing is read in one go", { timeout: 20_000 }, async () => {
  const words = "please delete nothing of my or your data account everything stop mail list ".repeat(40_000);
  await letter(words);
});
