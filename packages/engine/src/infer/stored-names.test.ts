/** What looks like names of files: by what a column is called and by what stands in it, never by one alone. */
import { expect, test } from "vitest";
import type { ColumnSchema } from "../schema.ts";
import { namesFiles } from "./stored-names.ts";

const ROW = { columns: [] };
const text = { kind: "text" } as const;
const media = { category: "content.media" };

test.each([
  [["avatars/5.jpg", "avatars/6.jpg"]],
  [["https://cdn.example.org/a b.png?v=2", "c.PDF", ""]],
  [["uploads/2026/9f3c", "uploads/2026/77aa"]],
])("%j are names of files", (values) => {
  expect(namesFiles(ROW, text, media, values)).toBe(true);
});

test.each([
  [[]],
  [["", " "]],
  [["data:image/png;base64,AAAA"]],
  [["red", "blue", "avatars/5.jpg"]],
  [["A sunny day. More soon."]],
])("%j are not", (values) => {
  expect(namesFiles(ROW, text, media, values)).toBe(false);
});

test("a column of another sort is none, whatever stands in it", () => {
  expect(namesFiles(ROW, text, { category: "content.text" }, ["avatars/5.jpg"])).toBe(false);
  const bytes = { columns: [{ kind: "binary" } as ColumnSchema] };
  expect(namesFiles(bytes, text, media, ["avatars/5.jpg"])).toBe(false);
  expect(namesFiles(ROW, { kind: "binary" }, media, ["avatars/5.jpg"])).toBe(false);
});
