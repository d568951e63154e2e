/** Whatever a message looks like, the footer is read in every text of it, and nothing else in it changes. */
import fc from "fast-check";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { insertFooter } from "./insert-footer.ts";
import { decodeBody, encodeBody } from "./mime-encodings.ts";
import { readEntity, writeEntity } from "./mime-fields.ts";

const footer = {
  url: "https://privacy.example.org/privacy/unsubscribe/Ab_c-9",
  text: "Unsubscribe: https://privacy.example.org/privacy/unsubscribe/Ab_c-9",
  html: '<p><a href="https://privacy.example.org/privacy/unsubscribe/Ab_c-9">Unsubscribe</a></p>',
};

const line = fc.string({ unit: fc.constantFrom("a", "=", " ", "\t", "ü", "€", ".", "-", "Z"), maxLength: 200 });
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\r\n"));
const bytes = (value: string): string => Buffer.from(value, "utf8").toString("latin1");
const encoding = fc.constantFrom("plain" as const, "quoted-printable" as const, "base64" as const);
const nameOf = { plain: "8bit", "quoted-printable": "quoted-printable", base64: "base64" } as const;

test("encodings are undone by their opposites, in lines that mail servers take", () => {
  fc.assert(
    fc.property(text, encoding, (value, name) => {
      const encoded = encodeBody(bytes(value), name);
      expect(decodeBody(encoded, name)).toBe(bytes(value));
      if (name !== "plain")
        expect(Math.max(...encoded.split("\r\n").map(({ length }) => length))).toBeLessThanOrEqual(76);
    }),
  );
});

interface Part {
  readonly type: "text/plain" | "text/html";
  readonly body: string;
  readonly encoding: keyof typeof nameOf;
}

const part = (type: Part["type"]) => fc.record({ type: fc.constant(type), body: text, encoding });

const writePart = ({ type, body, encoding: name }: Part): string =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${nameOf[name]}\r\n\r\n${encodeBody(bytes(body), name)}`;

const words = (value: string): string => value.replace(/\s+/g, " ").trim();

test("text and HTML of a message with an attachment get it; the attachment, the fields and the words stay", async () => {
  await fc.assert(
    fc.asyncProperty(
      part("text/plain"),
      part("text/html"),
      fc.uint8Array({ maxLength: 100 }),
      async (plain, html, file) => {
        const raw = [
          "Subject: News",
          'Content-Type: multipart/mixed; boundary="outer"',
          "",
          "--outer",
          "Content-Type: multipart/alternative;\r\n boundary=inner",
          "",
          "--inner",
          writePart(plain),
          "--inner",
          writePart(html),
          "--inner--",
          "--outer",
          "Content-Type: text/plain; name=notes.txt",
          "Content-Disposition: attachment; filename=notes.txt",
          "Content-Transfer-Encoding: base64",
          "",
          Buffer.from(file).toString("base64"),
          "--outer--",
          "",
        ].join("\r\n");
        const result = writeEntity(insertFooter(readEntity(raw), footer));
        const mail = await PostalMime.parse(Buffer.from(result, "latin1"));
        expect(mail.subject).toBe("News");
        expect(words(mail.text ?? "")).toBe(words(`${plain.body.trimEnd()} -- ${footer.text}`));
        expect(mail.html).toContain(footer.html);
        expect(words(mail.html ?? "")).toBe(words(`${html.body} ${footer.html}`));
        expect(mail.attachments).toHaveLength(1);
        expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer)).toEqual(Buffer.from(file));
        expect(writeEntity(insertFooter(readEntity(result), footer))).toBe(result);
      },
    ),
    { numRuns: 60 },
  );
});

test("what is signed or encrypted as a whole, or in a set in which letters are not ASCII, stays as it is", () => {
  for (const type of [
    'multipart/signed; boundary="b"',
    'multipart/encrypted; boundary="b"',
    "application/pdf",
    "text/plain; charset=utf-16",
  ]) {
    const entity = readEntity(`Content-Type: ${type}\r\n\r\n--b\r\n\r\nHello\r\n--b--\r\n`);
    expect(insertFooter(entity, footer)).toBe(entity);
  }
});
