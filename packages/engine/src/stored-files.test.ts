/** Which file a value names, and that every value that names a file is found by that file's name. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BlobMark, readBlobName, spellBlobName } from "./stored-files.ts";

const PLAIN: BlobMark = { store: "uploads" };
const FULL: BlobMark = { store: "uploads", prefix: "avatars/", url: "https://cdn.example.org/media/" };

test.each<[BlobMark, string | null, string]>([
  [PLAIN, "avatars/5.jpg", "avatars/5.jpg"],
  [PLAIN, "/avatars/a%20b.jpg?v=2", "avatars/a b.jpg"],
  [PLAIN, "a%20b.jpg", "a%20b.jpg"],
  [PLAIN, "5.jpg?v=2", "5.jpg?v=2"],
  [FULL, "5.jpg", "avatars/5.jpg"],
  [FULL, "avatars/5.jpg", "avatars/5.jpg"],
  [FULL, "/avatars/5.jpg", "avatars/5.jpg"],
  [FULL, "https://cdn.example.org/media/avatars/5.jpg", "avatars/5.jpg"],
  [FULL, "http://cdn.example.org/media/5.jpg#top", "avatars/5.jpg"],
  [FULL, "//cdn.example.org/media/avatars/%C3%A4.jpg?v=1", "avatars/ä.jpg"],
])("%j: %j is the file %j", (mark, value, key) => {
  expect(readBlobName(mark, value)).toEqual({ kind: "file", key });
});

test.each<[BlobMark, string | null, string]>([
  [PLAIN, null, "none"],
  [PLAIN, "  ", "none"],
  [PLAIN, "data:image/png;base64,AAAA", "none"],
  [FULL, "https://pictures.example.net/ada.jpg", "elsewhere"],
  [PLAIN, "https://cdn.example.org/media/5.jpg", "unclear"],
  [FULL, "https://cdn.example.org/other/5.jpg", "unclear"],
  [FULL, "https://CDN.example.org/media/5.jpg", "unclear"],
  [FULL, "https://cdn.example.org/media/%2e%2e/5.jpg", "unclear"],
  [FULL, "https://cdn.example.org/media/%E0%A4%A.jpg", "unclear"],
  [PLAIN, "../other/5.jpg", "unclear"],
  [PLAIN, "a/../../5.jpg", "unclear"],
  [PLAIN, "a//b.jpg", "unclear"],
  [PLAIN, "a\\b.jpg", "unclear"],
  [PLAIN, "a\u0000b.jpg", "unclear"],
  [PLAIN, "a/", "unclear"],
])("%j: %j is %s", (mark, value, kind) => {
  expect(readBlobName(mark, value).kind).toBe(kind);
});

test("whatever is read as a file is found by its name, as a text or by how it begins", () => {
  const part = fc.constantFrom("a", "b.jpg", "ä", "a b", "50%", "x_y", "a-b", "a+b", "q?", "(1)", "..", "a%20b");
  const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
  const before = fc.constantFrom(
    "",
    "/",
    "avatars/",
    "/avatars/",
    "https://cdn.example.org/media/",
    "//cdn.example.org/media/avatars/",
  );
  const written = fc.constantFrom(
    (text: string) => text,
    encodeURI,
    (text: string) => text.split("/").map(encodeURIComponent).join("/"),
  );
  const after = fc.constantFrom("", "?v=1", "#top");
  let files = 0;
  fc.assert(
    fc.property(fc.constantFrom(PLAIN, FULL), before, name, written, after, (mark, start, text, write, end) => {
      const value = start + write(text) + end;
      const named = readBlobName(mark, value);
      if (named.kind !== "file") return;
      files += 1;
      const { texts, addresses } = spellBlobName(mark, named.key);
      const isFound =
        texts.includes(value) || addresses.some((one) => value.startsWith(`${one}?`) || value.startsWith(`${one}#`));
      expect(isFound).toBe(true);
      expect(readBlobName(mark, named.key)).toEqual(named);
    }),
    { numRuns: 500 },
  );
  expect(files).toBeGreaterThan(200);
});
