/** The words of messages: edited, looked at, undone; what the law demands stays whatever anybody writes. */
import type { MailTemplate, MailTextVersion } from "@kept/contract/mail-templates";
import { describe, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { renderMail } from "../requests/emails.tsx";
import { MESSAGE_NAMES } from "../requests/message-names.ts";
import { ADA, createShop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { findFaults } from "./check-words.ts";
import { MAIL_TEXT_SETS, mailTexts, rulesOf, type TextKey } from "./mail-texts.ts";
import { createTemplatesSlice } from "./slice.ts";
import { composeSample, listMails, MAILS, sampleParts } from "./template-list.ts";
import { applyWords, standardWords } from "./words.ts";

const LANGUAGES = ["en", "de"] as const;

async function api<T>(t: TestCtx, headers: Record<string, string>, method: string, path: string, body?: unknown) {
  const response = await t.app.request(`/api/mail-templates${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const PARTS = async () => {
  const t = await createTestCtx();
  return { t, parts: { kept: t.parts.kept, publicUrl: "https://example.org" }, now: t.clock.now() };
};

describe("the messages", () => {
  test("are all that people get: each has a name of its own, and each text of it one meaning", async () => {
    const { t, parts, now } = await PARTS();
    await using _ = t;
    const names = MAILS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...MESSAGE_NAMES, "task"]));
    // No two nouns use one name: the later would silently win.
    const all = MAIL_TEXT_SETS.flatMap(({ texts }) => Object.keys(texts.en));
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
    // Every text stands in some message, so that every text can be edited, and none is left over.
    const shown = new Set<string>(listMails(parts, now).flatMap(({ keys }) => keys));
    expect(all.filter((key) => !shown.has(key))).toEqual([]);
  });

  test.each(LANGUAGES)("know the placeholders of every text that has values (%s)", (language) => {
    for (const key of Object.keys(mailTexts.en) as TextKey[]) {
      const text: unknown = mailTexts[language][key];
      const { placeholders, locked } = rulesOf(key);
      expect([key, placeholders.length]).toEqual([key, typeof text === "function" ? text.length : 0]);
      // The standard text would be accepted, unless nobody may change it.
      expect(locked === null ? findFaults(key, standardWords(language, key)) : []).toEqual([]);
    }
  });

  test.each(LANGUAGES)("show a changed text at once, whenever it is said, and no other (%s)", async (language) => {
    const { t, parts, now } = await PARTS();
    await using _ = t;
    for (const { mail, keys } of listMails(parts, now)) {
      for (const key of keys.filter((one) => rulesOf(one).locked === null)) {
        const texts = applyWords(language, new Map([[key, mark(key)]]));
        const shown = renderMail(
          parts.kept,
          language,
          composeSample(mail, sampleParts(parts, language, texts, now), [key]),
        );
        expect(`${shown.subject}\n${shown.text}`, `${mail.name}.${key}`).toContain(`canary ${key} `);
      }
      const others = (Object.keys(mailTexts.en) as TextKey[]).filter((key) => !keys.includes(key));
      const texts = applyWords(language, new Map(others.map((key) => [key, mark(key)])));
      for (const changed of [[], ...keys.map((key) => [key])]) {
        const content = composeSample(mail, sampleParts(parts, language, texts, now), changed);
        expect(JSON.stringify(content), mail.name).not.toContain("canary ");
      }
    }
  });
});

function mark(key: TextKey): string {
  return [`canary ${key} `, ...rulesOf(key).placeholders.map(({ name }) => `{${name}}`)].join(" ");
}

describe("words that cannot be sent", () => {
  test.each([
    ["receivedSubject", "We have it", ["lacks {reference}. Put it where it is to stand."]],
    ["receivedSubject", "{reference}\r\nBcc: eve@example.org", ["stands in one line. Take the line breaks out."]],
    ["receivedText", "Dear {name},", ["has a placeholder {name} that is not known here. Known: {noun}."]],
    [
      "receivedTitle",
      "{x}",
      ["has a placeholder {x}, and nothing stands in this text that could fill it. Take it out."],
    ],
    ["receivedTitle", "Hello }", ["has a brace that opens or closes nothing. Write placeholders as {name}."]],
    ["receivedTitle", "  ", ["is empty. Write something, or go back to the standard text."]],
    ["refusedCourt", "Do not go to court.", [`cannot be changed. ${rulesOf("refusedCourt").locked}`]],
    ["receivedText", "Two\nlines for {noun}", []],
    ["complaintDecisionSubject", "We have decided", ["lacks {reference}. Put it where it is to stand."]],
    [
      "extendedNote",
      "Please be patient.",
      [
        "lacks {complaint}. Put it where it is to stand. It names where to complain and that there are courts: the law demands it (Art. 12(4) GDPR).",
      ],
    ],
    [
      "noticeWhyText",
      "You got data of this person.",
      ["lacks {controller}. Put it where it is to stand. The recipient has to know from whom the data came."],
    ],
    ["noticeErasureText", "Never mind.", [`cannot be changed. ${rulesOf("noticeErasureText").locked}`]],
  ] as const)("%s: %s", (key, words, faults) => {
    expect(findFaults(key, words)).toEqual(faults);
  });
});

test("a value that looks like a placeholder stays a value, and HTML in words stays words", async () => {
  const texts = applyWords("en", new Map([["confirmText", "{controller} was asked for {noun}"]]));
  expect(texts.confirmText("{noun} Ltd", "a copy")).toBe("{noun} Ltd was asked for a copy");
  await using t = await createTestCtx();
  const words = applyWords("en", new Map([["receivedTitle", "<img src=x>"]]));
  const parts = { kept: t.parts.kept, publicUrl: "https://example.org" };
  const received = MAILS.find(({ name }) => name === "received");
  if (received === undefined) throw new Error("The message is not there.");
  const sample = sampleParts(parts, "en", words, t.clock.now());
  const mail = renderMail(t.parts.kept, "en", composeSample(received, sample, []));
  expect([mail.html.includes("<img"), mail.text.includes("<img src=x>")]).toEqual([false, true]);
});

test("what is edited is previewed, tested on oneself, versioned, undone, and sent to whoever asks next", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    moreSlices: ({ kept, settings }) => [createTemplatesSlice({ kept, publicUrl: settings.publicUrl })],
  });
  const { t, lead } = visit;
  const path = "/received/en";
  const texts = { receivedTitle: "We have it", receivedText: "Dear person, we look for {noun}." };
  const preview = await api<{ text: string; html: string }>(t, lead, "POST", `${path}/preview`, { texts });
  expect(preview.body.text).toContain("Dear person, we look for a copy of your data.");
  expect(await api<{ to: string }>(t, lead, "POST", `${path}/test`, { texts })).toMatchObject({ status: 200 });
  const tested = (await t.sentMail()).find(({ kind }) => kind === "template-test");
  expect([tested?.to, tested?.subject]).toEqual(["operator1@example.org", "[Test] We received your request K7QM-3F2X"]);
  // Nothing is kept until it is saved; and what is wrong in one text keeps all of them out.
  const wrong = await api<{ code: string; pointers: { pointer: string }[] }>(t, lead, "PUT", path, {
    texts: { ...texts, receivedSubject: "Hello", refusedTitle: "No" },
  });
  expect(wrong.body.code).toBe("template_text_wrong");
  expect(wrong.body.pointers.map(({ pointer }) => pointer)).toEqual([
    "/body/texts/receivedSubject",
    "/body/texts/refusedTitle",
  ]);
  await visit.request("access", ADA);
  expect((await visit.mail("received")).text).toContain("Your request is in");

  const edited = await api<MailTemplate>(t, lead, "PUT", path, { texts });
  expect(edited.body.texts.find(({ key }) => key === "receivedTitle")).toMatchObject({
    words: "We have it",
    standard: "Your request is in",
    version: 1,
  });
  await visit.request("erasure", ADA);
  const sent = await visit.mail("received");
  expect(sent.text).toContain("We have it\n\nDear person, we look for the erasure of your data.");
  await api(t, lead, "PUT", path, { texts: { receivedTitle: "Here it is" } });
  await api(t, lead, "PUT", path, { texts: { receivedTitle: "Here it is" } });
  const undone = await api<MailTemplate>(t, lead, "POST", `${path}/restore`, { key: "receivedTitle", version: 1 });
  expect(undone.body.texts.find(({ key }) => key === "receivedTitle")).toMatchObject({
    words: "We have it",
    version: 3,
  });
  await api(t, lead, "POST", `${path}/restore`, { key: "receivedTitle", version: 0 });
  const { versions } = (await api<{ versions: MailTextVersion[] }>(t, lead, "GET", `${path}/versions`)).body;
  expect(versions.filter(({ key }) => key === "receivedTitle").map(({ words }) => words)).toEqual([
    null,
    "We have it",
    "Here it is",
    "We have it",
  ]);
  expect((await api(t, lead, "POST", `${path}/restore`, { key: "receivedTitle", version: 9 })).status).toBe(409);
  await t.drain();
  expect((await t.ledgerTypes()).filter((type) => type === "mail-text.changed")).toHaveLength(5);
});

test("a refusal names authority and court whatever was edited, and row or not", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const { id } = await visit.request("access", ADA, { country: "DE" });
  // As somebody might who writes to the database by hand.
  const at = "2026-11-22T10:00:00Z";
  const row = { language: "en", version: 1, at, actor_kind: "system", actor_id: "test" };
  await visit.t.ctx.db
    .insertInto("mail_text")
    .values([
      { ...row, key: "refusedCourt", words: "There is nothing that you can do." },
      { ...row, key: "refusedTitle", words: "Sorry" },
    ])
    .execute();
  const refusal = { reason: "no_match", text: "We hold nothing.", proof: { searched: "The shop." } };
  await visit.api("POST", `/api/requests/${id}/refuse`, refusal);
  await visit.t.drain();
  const { text } = await visit.mail("refused");
  expect(text).toContain("Sorry");
  expect(text).toContain("You may also go to court.");
  expect(text).toMatch(/Complaint to: .+/);
  const letter = await visit.api<{ text: string }>("GET", `/api/requests/${id}/letter`);
  expect(letter.body.text).toContain("You may also go to court.");
});
