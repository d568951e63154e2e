import { expect, test } from "vitest";
import { listMapProblems } from "./map-file.ts";

const lines = (text: string) => listMapProblems(text).map(({ line, path }) => [line, path]);

test("a problem is found by the line of the last word on its path", () => {
  const text = `# Ours.
system: shop
naming:
  user_id: owns
tables:
  shop.users:
    columns:
      name: { categry: name }
  shop:
    edges:
      "user_id -> shop.users": { role: owner, pattern: no key }
      user_id: owner
    retain: { for: a while, reason: tax }
accepted: []
`;
  expect(lines(text)).toEqual([
    [14, "accepted"],
    [8, "tables.shop.users.columns.name.categry"],
    [11, 'tables.shop.edges["user_id -> shop.users"].pattern'],
    [12, 'tables.shop.edges["user_id"]'],
    [13, "tables.shop.retain.for"],
    [4, 'naming["user_id"]'],
  ]);
});

test("what is no YAML has a line and no path, and what has neither is about the whole", () => {
  expect(lines("tables:\n  a: 1\n  a: 2\n")).toEqual([[3, ""]]);
  expect(lines("just words")).toEqual([[undefined, ""]]);
  expect(lines("")).toEqual([]);
});

test("what stands twice is told by its name, at the second place", () => {
  const text = `tables:
  "two words": { public: true }
  orders: { public: true }
  orders:
    subject: true
  "two words": { subject: true }
`;
  expect(listMapProblems(text).map(({ line, message }) => `${line}: ${message}`)).toEqual([
    "4: orders stands here a second time: put both together",
    "6: two words stands here a second time: put both together",
  ]);
});
