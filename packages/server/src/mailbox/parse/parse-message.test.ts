import fc from "fast-check";
import { expect, test } from "vitest";
import { readMessages } from "../testing/read-messages.ts";
import { htmlToText } from "./html-to-text.ts";
import { parseMessage, readAttachment } from "./parse-message.ts";
import { stripQuotes } from "./strip-quotes.ts";

const sample = (name: string) =>
  readMessages("tuned").find((message) => message.name === name)?.raw ?? new Uint8Array();

test("every charset of the samples is read", async () => {
  expect((await parseMessage(sample("de-access-casual"))).text).toContain("über mich");
  expect((await parseMessage(sample("pl-erasure"))).text).toContain("usunięcie");
  expect((await parseMessage(sample("pl-unsubscribe"))).text).toContain("wypisać");
  expect((await parseMessage(sample("fr-unsubscribe"))).subject).toBe("Désabonnement");
  expect((await parseMessage(sample("utf8-raw"))).text).toContain("przechowujecie");
});

test("attachments are named, typed and counted, and their names do no harm", async () => {
  const { attachments } = await parseMessage(sample("en-attachment"));
  expect(attachments.map(({ name, type }) => [name, type])).toEqual([
    ["letter.pdf", "application/pdf"],
    ["../../id card.exe", "application/x-msdownload"],
  ]);
  expect(Buffer.from((await readAttachment(sample("en-attachment"), 0))?.bytes ?? []).toString()).toBe(
    "%PDF-1.4 invented",
  );
  expect(await readAttachment(sample("en-attachment"), 2)).toBeNull();
});

test("HTML becomes text: nothing runs, nothing hides, quotations stay apart", { timeout: 20_000 }, async () => {
  const parsed = await parseMessage(sample("en-html-only"));
  expect(parsed.text).toBe("Hello,\nI'd like to have my profile & all my data deleted.");
  expect(parsed.quoted).toBe("> Please unsubscribe me");
  expect(htmlToText("<p>a<br/>b</p><div>c &#8364; &nbsp;d<!-- e --></div><unclosed")).toBe("a\nb\nc € d\n<unclosed");
  expect(htmlToText("<table><tr><td>a</td><td>b</td></tr></table>")).toBe("a b");
  const bomb = "<div>".repeat(100_000);
  expect(htmlToText(bomb)).toBe("");
});

test("letters that turn text around or cannot be seen are taken out", async () => {
  const raw = Buffer.from(
    "From: a@example.org\r\nSubject: x\u202Ey\u200B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nde\u00ADle\u200Bte\u0007",
  );
  const parsed = await parseMessage(raw);
  expect([parsed.subject, parsed.text]).toEqual(["xy", "delete"]);
});

test.each([
  ["On Mon, 2 Nov 2026 at 10:00, Shop <shop@example.com> wrote:\n> old", "en"],
  ["Am 02.11.2026 um 10:00 schrieb Shop <shop@example.com>:\n> old", "de"],
  ["Le lun. 2 nov. 2026 à 10:00, Shop <shop@example.com> a écrit :\n> old", "fr"],
  ["El lun, 2 nov 2026 a las 10:00, Shop (<shop@example.com>) escribió:\n> old", "es"],
  ["Il giorno lun 2 nov 2026 alle ore 10:00 Shop <shop@example.com> ha scritto:\n> old", "it"],
  ["Op ma 2 nov 2026 om 10:00 schreef Shop <shop@example.com>:\n> old", "nl"],
  ["Em seg., 2 de nov. de 2026 às 10:00, Shop <shop@example.com> escreveu:\n> old", "pt"],
  ["W dniu 2.11.2026 o 10:00, Shop pisze:\n> old", "pl"],
  ["pon., 2 lis 2026 o 10:00 Shop <shop@example.com> napisał(a):\n> old", "pl Gmail"],
  ["On Mon, 2 Nov 2026 at 10:00, Somebody With A Long Name\n<shop@example.com> wrote:\n> old", "broken"],
  ["-----Ursprüngliche Nachricht-----\nVon: Shop\nold", "Outlook"],
  ["From: Shop <shop@example.com>\nSent: Monday, 2 November 2026\nTo: Ada\nSubject: x\n\nold", "Outlook headers"],
  ["De : Shop <shop@example.com>\nEnvoyé : lundi 2 novembre 2026\nÀ : Ada\n\nold", "Outlook fr"],
  ["-- \nAda\nTel. 1234", "signature"],
  ["Von meinem iPhone gesendet", "phone"],
])("what is quoted or added is parted from what was written: %#", (below) => {
  const stripped = stripQuotes(`New words.\n\n${below}`);
  expect(stripped.own).toBe("New words.");
  expect(stripped.quoted).toContain(below.split("\n").at(-1));
});

test("answers between quoted lines are kept, a forwarded message is read, no line is lost", () => {
  const between = stripQuotes("On Monday Shop wrote:\n> Do you want it?\nYes.\n> And that?\nNo.");
  expect([between.own, between.quoted]).toEqual(["Yes.\nNo.", "On Monday Shop wrote:\n> Do you want it?\n> And that?"]);
  const forward = stripQuotes("See below.\n---------- Forwarded message ---------\nFrom: Ada\n\nDelete my data.");
  expect([forward.own, forward.forwarded]).toEqual(["See below.", "From: Ada\n\nDelete my data."]);
});

test("every line of any text ends up in one part", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "> quoted",
      "-- ",
      "On Monday Shop wrote:",
      "-----Original Message-----",
      "From: Shop",
      "Sent: Monday",
      "---------- Forwarded message ---------",
      "",
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const text = lines.join("\n");
      const { own, quoted, forwarded } = stripQuotes(text);
      const words = (part: string) => part.match(/\S+/g) ?? [];
      const parts = [own, quoted, forwarded ?? ""].flatMap(words);
      // The line that announces what is passed on is the only one that goes.
      const whole = words(text);
      const gone = forwarded === null ? 0 : 4;
      expect(parts.length).toBe(whole.length - gone);
    }),
  );
});

test("no HTML breaks the reader, and no code behind a text is text", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom("<", ">", "/", "p", "br", "script", "a", " ", '"', "'", "&amp;", "&#x41;", "!--", "x"),
      }),
      (html) => {
        const text = htmlToText(`${html}<script>canary()</script>`);
        if (!html.includes("<")) expect(text).not.toContain("canary");
      },
    ),
  );
});
