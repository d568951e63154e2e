/** Any map, written by anybody, changed into any other: the file says what the map says, and the words of others stay. */
import type { DataMap } from "@kept/engine/map";
import { parseMap } from "@kept/engine/parse-map";
import fc from "fast-check";
import { expect, test } from "vitest";
import { editMap, takeBack } from "./edit-map.ts";
import { readMap, writeMap } from "./map-file.ts";

const NAMES = ["users", "order lines", "a.b", "y", "Über", "no", "12", "x"] as const;
const name = fc.constantFrom(...NAMES);
const role = fc.constantFrom("owner", "part", "actor", "context");
const edge = fc.oneof(
  role,
  fc.record({ role, when: fc.dictionary(name, fc.constantFrom("post", "1", "a: b"), { minKeys: 1, maxKeys: 2 }) }),
  fc.record({ role: fc.constant("owner"), match: fc.constant(true) }),
  fc.record({ role, pattern: fc.constantFrom("account:{}", "{}#") }),
);
const column = fc.constantFrom(
  "hide",
  "keep",
  "content.text",
  { category: "name", hide: true },
  { copy: "users.email" },
  { blob: "uploads" },
  { category: "name", blob: { store: "uploads", prefix: "a: b/", url: "https://cdn.example.org/" } },
);
const table = fc.record(
  {
    subject: fc.boolean(),
    public: fc.boolean(),
    key: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    identifiers: fc.dictionary(fc.constantFrom("email", "phone"), name, { minKeys: 1 }),
    retain: fc.constant({ for: "10 years", from: "x", reason: 'Tax law (§ 147 AO): "ten" years' }),
    edges: fc.dictionary(fc.constantFrom("x -> users", "a, b -> users(x, y)", "x -> users(id)"), edge, { minKeys: 1 }),
    columns: fc.dictionary(name, column, { minKeys: 1 }),
  },
  { requiredKeys: [] },
);
const map = fc
  .record(
    {
      system: fc.constantFrom("shop", "on"),
      naming: fc.dictionary(fc.constantFrom("owner_id -> users", "*_by", "x -> users(id)", "y"), role, { minKeys: 1 }),
      tables: fc.dictionary(name, table, { minKeys: 1 }),
      accepted: fc.dictionary(name, fc.constantFrom("3f0c personal id", "00 subject id a>b=owner"), { minKeys: 1 }),
    },
    { requiredKeys: [] },
  )
  .map((plain): DataMap => {
    const { map: read, problems } = parseMap(plain);
    expect(problems).toEqual([]);
    return read;
  });

/** As somebody could have laid it out: indented by four, with words of their own and blank lines between. */
const layout = fc.record({ isDeep: fc.boolean(), isCrLf: fc.boolean(), words: fc.array(fc.nat(40), { maxLength: 6 }) });

function layOut(given: DataMap, { isDeep, isCrLf, words }: { isDeep: boolean; isCrLf: boolean; words: number[] }) {
  const lines = writeMap(given)
    .trimEnd()
    .split("\n")
    .map((line) => (isDeep ? line.replace(/^ +/, (space) => space + space) : line));
  words.forEach((at, number) => {
    const place = at % lines.length;
    const indent = /^ */.exec(lines[place] ?? "")?.[0] ?? "";
    lines.splice(place, 0, ...(number % 2 === 0 ? [""] : []), `${indent}# word ${number}`);
  });
  return [...lines, ...(words.length % 2 === 0 ? [""] : [])].join(isCrLf ? "\r\n" : "\n");
}

/** The lines of a table keep the order in which they stand. */
function sortEdges({ tables, ...rest }: DataMap): DataMap {
  const write = (value: unknown) => JSON.stringify(value);
  return {
    ...rest,
    tables: Object.fromEntries(
      Object.entries(tables).map(([table, said]) => {
        const edges = said.edges.toSorted((one, other) => (write(one) < write(other) ? -1 : 1));
        return [table, { ...said, edges }];
      }),
    ),
  };
}

test("a file that is changed says what the map says; taken back, it says what it said", () => {
  fc.assert(
    fc.property(map, map, layout, (before, after, how) => {
      const text = layOut(before, how);
      const given = readMap(text);
      expect(given).toEqual(readMap(writeMap(before)));
      expect(editMap(text, given)).toBe(text);
      const changed = editMap(text, after);
      expect(sortEdges(readMap(changed))).toEqual(sortEdges(readMap(writeMap(after))));
      expect(readMap(changed).naming).toEqual(after.naming);
      expect(takeBack(changed, text, changed)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test("a line that is added takes no other away", () => {
  fc.assert(
    fc.property(map, layout, name, (before, how, added) => {
      const text = layOut(before, how);
      const given = readMap(text);
      if (given.tables[added] !== undefined) return;
      const { map: more } = parseMap({ tables: { [added]: { subject: true } } });
      const changed = editMap(text, { ...given, tables: { ...given.tables, ...more.tables } });
      const rest = [...changed.split(/\r?\n/)];
      for (const line of text.split(/\r?\n/).filter((one) => !["", "{}"].includes(one.trim()))) {
        const at = rest.indexOf(line);
        expect(at, `${line}\n--\n${text}\n--\n${changed}`).toBeGreaterThanOrEqual(0);
        rest.splice(at, 1);
      }
    }),
    { numRuns: 50 },
  );
});
