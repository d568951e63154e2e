/** The words of messages: edited, looked at, undone; what the law demands stays whatever anybody writes. */
import type { MailTemplate, MailTextVersion } from "@kept/contract/mail-templates";
import { describe, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { mailTexts } from "../requests/mail-texts.ts";
import { MESSAGE_NAMES } from "../requests/message-names.ts";
import { ADA, createShop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { findFaults } from "./check-words.ts";
import { renderSample } from "./render-sample.ts";
import { createTemplatesSlice } from "./slice.ts";
import { LOCKED, type MailTexts, TEMPLATES, type TextKey } from "./template-list.ts";
import { applyWords, placeholdersOf, standardWords } from "./words.ts";

const LANGUAGES = ["en", "de"] as const;

async function api<T>(t: TestCtx, headers: Record<string, string>, method: string, path: string, body?: unknown) {
  const response = await t.app.request(`/api/mail-templates${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

describe("the table of messages", () => {
  test("has every message, and every text of it is sent by it and by nobody's mistake another one", () => {
    expect(TEMPLATES.map(({ name }) => name).sort()).toEqual([...MESSAGE_NAMES, "task"].sort());
    for (const { keys } of TEMPLATES) expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(LANGUAGES)("knows the placeholders of every text that has values (%s)", (language) => {
    const keys = new Set(TEMPLATES.flatMap((template) => template.keys));
    for (const key of keys) {
      const text: unknown = mailTexts[language][key];
      expect([key, placeholdersOf(key).length]).toEqual([key, typeof text === "function" ? text.length : 0]);
      // The standard text would be accepted, unless nobody may change it.
      expect(LOCKED[key] === undefined ? findFaults(key, standardWords(language, key)) : []).toEqual([]);
    }
  });

  test.each(LANGUAGES)(
    "a changed text stands in every message that names it, and in no other (%s)",
    async (language) => {
      await using t = await createTestCtx();
      const parts = { kept: t.parts.kept, publicUrl: "https://example.org" };
      const now = t.clock.now();
      // Texts that this example of a message does not show.
      const silent = new Set<TextKey>(["extendedNumber", "recordedNothing", "nothingText"]);
      for (const key of ["refusedRestTitle", "refusedRestText"] as const) silent.add(key);
      for (const { name, keys } of TEMPLATES) {
        const own = keys.filter((key) => LOCKED[key] === undefined && !silent.has(key));
        const words = new Map(own.map((key) => [key as string, mark(key)]));
        const mail = renderSample(parts, name, language, applyWords(language, words), now);
        const both = `${mail.subject}\n${mail.text}`;
        const isLater = name === "package_part" || name === "partly_done";
        for (const key of own) {
          if (key === (isLater ? "skippedText" : "laterText")) continue;
          expect(both.includes(`canary ${key} `), `${name}.${key}`).toBe(true);
        }
      }
    },
  );
});

test("no message has a text that its row does not name", async () => {
  await using t = await createTestCtx();
  const keys = Object.keys(mailTexts.en) as TextKey[];
  const marked = Object.fromEntries(
    keys.map((key) => [key, typeof mailTexts.en[key] === "function" ? () => `canary ${key} ` : `canary ${key} `]),
  ) as unknown as MailTexts;
  for (const { name, keys: own } of TEMPLATES) {
    const parts = { kept: t.parts.kept, publicUrl: "https://example.org" };
    const mail = renderSample(parts, name, "en", marked, t.clock.now());
    const seen = [...`${mail.subject} ${mail.text}`.matchAll(/canary (\w+) /g)].map(([, key = ""]) => key);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.filter((key) => !(own as readonly string[]).includes(key))).toEqual([]);
  }
});

function mark(key: TextKey): string {
  return [`canary ${key} `, ...placeholdersOf(key).map(({ name }) => `{${name}}`)].join(" ");
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
    ["refusedCourt", "Do not go to court.", [`cannot be changed. ${LOCKED.refusedCourt}`]],
    ["receivedText", "Two\nlines for {noun}", []],
  ] as const)("%s: %s", (key, words, faults) => {
    expect(findFaults(key, words)).toEqual(faults);
  });
});

test("a value that looks like a placeholder stays a value, and HTML in words stays words", async () => {
  const texts = applyWords("en", new Map([["confirmText", "{controller} was asked for {noun}"]]));
  expect(texts.confirmText("{noun} Ltd", "a copy")).toBe("{noun} Ltd was asked for a copy");
  await using t = await createTestCtx();
  const words = applyWords("en", new Map([["receivedTitle", "<img src=x>"]]));
  const mail = renderSample(
    { kept: t.parts.kept, publicUrl: "https://example.org" },
    "received",
    "en",
    words,
    t.clock.now(),
  );
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
