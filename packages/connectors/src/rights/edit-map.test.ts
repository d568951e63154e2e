/** A map's file that is changed keeps what its author wrote: words, order, and how it is laid out. */
import { answerPeople } from "@kept/engine/answers";
import type { DataMap } from "@kept/engine/map";
import { describe, expect, it } from "vitest";
import { editMap, takeBack } from "./edit-map.ts";
import { readMap, writeMap } from "./map-file.ts";

const WRITTEN = `# Ours. Reviewed by the privacy team in spring.

system: shop   # the one in Berlin
naming:
    # Whoever touched a row.
    "*_by":   actor
    owner_id->users: actor      # sales, not the customer

tables:
    # The catalogue first.
    products: {public: true}


    users:
        subject: true
        identifiers: {email: email}
        columns:
            password_hash: hide   # never
            locale: keep
    orders:
        retain: { for: 10 years, from: issued_on, reason: "Tax law (§ 147 AO)" }
        edges:
            user_id->users: owner
            # Not theirs.
            seller_id -> users: actor
# The end.
`;

const said = (change: (map: DataMap) => DataMap) => change(readMap(WRITTEN));
const withNaming = (at: number, ...lines: readonly string[]) =>
  said((map) => {
    const { naming } = readMap(`naming: { ${lines.join(", ")} }`);
    return { ...map, naming: map.naming.toSpliced(at, 0, ...naming) };
  });

/** Lines that are in one text and not in the other. */
function compare(before: string, after: string) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return { added: now.filter((line) => !old.includes(line)), gone: old.filter((line) => !now.includes(line)) };
}

describe("a line of a map", () => {
  const map = readMap(`
tables:
  posts:
    key: [thread, at]
    retain: { for: 2 years, from: at, reason: law, when: { state: [sold, sent] } }
    edges:
      "of -> users": { role: part, when: { type: [user] } }
    columns:
      note: { category: content.text, blank: REMOVED }
`);
  const lines = [
    "    key: [ thread, at ]",
    "    retain: { for: 2 years, from: at, reason: law, when: { state: [ sold, sent ] } }",
    "    edges:",
    "      of -> users: { role: part, when: { type: user } }",
    "    columns:",
    "      note: { category: content.text, blank: REMOVED }",
  ];

  it("says all of an edge, a period or a key, in a new file", () => {
    expect(writeMap(map).split("\n").slice(4)).toEqual([...lines, ""]);
    expect(readMap(writeMap(map))).toEqual(map);
  });

  it("and in one that is there, as its author sets brackets", () => {
    const text = editMap("tables:\n  others: { public: true }\n", {
      ...map,
      tables: { ...readMap("tables: { others: { public: true } }").tables, ...map.tables },
    });
    expect(text.split("\n").slice(3)).toEqual([...lines, ""]);
  });
});

describe("editMap", () => {
  it("leaves a file alone that says the map already", () => {
    expect(editMap(WRITTEN, readMap(WRITTEN))).toBe(WRITTEN);
    expect(editMap(WRITTEN, readMap(writeMap(readMap(WRITTEN))))).toBe(WRITTEN);
  });

  it("adds a line where it belongs, and no other line changes", () => {
    const map = withNaming(0, '"glemser_id -> users": actor');
    const text = editMap(WRITTEN, map);
    expect(compare(WRITTEN, text)).toEqual({ added: ["    glemser_id -> users: actor"], gone: [] });
    expect(readMap(text)).toEqual(map);
    // The first line about a column counts.
    expect(text.indexOf("glemser_id")).toBeLessThan(text.indexOf('"*_by"'));
  });

  it("changes a value in its place, with the words beside it", () => {
    const map = said((given) => ({
      ...given,
      naming: given.naming.map((line) => (line.column === "owner_id" ? { ...line, role: "owner" as const } : line)),
    }));
    const text = editMap(WRITTEN, map);
    expect(compare(WRITTEN, text).added).toHaveLength(1);
    expect(compare(WRITTEN, text).added[0]).toMatch(/owner_id\s*->\s*users: owner\s+# sales, not the customer/);
    expect(readMap(text)).toEqual(map);
  });

  it("adds tables, edges and parts of a table", () => {
    const more = readMap(
      "tables: { zorgel: { subject: true }, orders: { edges: { 'buyer -> users(id)': owner } }, users: { key: [id] } }",
    );
    const map = said((given) => {
      const { orders, users } = given.tables as Record<string, DataMap["tables"][string]>;
      if (orders === undefined || users === undefined) throw new Error("They are there.");
      const edges = [...orders.edges, ...(more.tables["orders"]?.edges ?? [])];
      const zorgel = more.tables["zorgel"] as typeof users;
      return {
        ...given,
        tables: { ...given.tables, zorgel, orders: { ...orders, edges }, users: { ...users, key: ["id"] } },
      };
    });
    const text = editMap(WRITTEN, map);
    const { added, gone } = compare(WRITTEN, text);
    expect(gone).toEqual([]);
    expect(added.map((line) => line.trim())).toEqual(["key: [id]", "buyer -> users(id): owner", "zorgel:"]);
    expect(readMap(text)).toEqual(map);
  });

  it("adds what was accepted at the end, and brings it up to date later", () => {
    const accept = (accepted: Record<string, string>) => said((map) => ({ ...map, accepted }));
    const first = editMap(WRITTEN, accept({ orders: "1 personal id", users: "2 subject id" }));
    expect(compare(WRITTEN, first)).toEqual({
      added: ["accepted:", "    orders: 1 personal id", "    users: 2 subject id"],
      gone: [],
    });
    const second = editMap(first, accept({ items: "3 personal id", orders: "4 personal id", users: "2 subject id" }));
    expect(compare(first, second)).toEqual({
      added: ["    items: 3 personal id", "    orders: 4 personal id"],
      gone: ["    orders: 1 personal id"],
    });
  });

  it("takes lines away, and leaves the words of others", () => {
    const map = said((given) => ({ ...given, naming: given.naming.slice(0, 1) }));
    const text = editMap(WRITTEN, map);
    expect(compare(WRITTEN, text)).toEqual({
      added: [],
      gone: ["    owner_id->users: actor      # sales, not the customer"],
    });
  });

  it("writes a file anew that holds nothing, and means what the map means when it cannot keep its form", () => {
    const map = readMap(WRITTEN);
    expect(editMap("", map)).toBe(writeMap(map));
    expect(editMap("# nothing yet\n", map)).toContain("system: shop");
    const empty = "# Nothing yet.\nsystem: shop\ntables: {} # none\n";
    const { tables } = readMap("tables: { a: { public: true } }");
    expect(editMap(empty, { ...readMap(empty), tables })).toMatch(
      /^# Nothing yet.\nsystem: shop\ntables:(?: # none)?\n(?: +# none\n)? {2}a:\n {4}public: true\n/,
    );
    const aliased = "tables:\n  a: &same { subject: true }\n  b: *same\n";
    const given = readMap(aliased);
    const [a, b] = [given.tables["a"], given.tables["b"]];
    if (a === undefined || b === undefined) throw new Error("They are there.");
    const changed = { ...given, tables: { a: { ...a, subject: false }, b } };
    expect(readMap(editMap(aliased, changed))).toEqual(changed);
  });

  describe("of a file in which a line stands for another", () => {
    const ANCHORED = `# Ours.
tables:
  # Those who buy.
  buyers: &people   # by mail
    subject: true
  # Those who sell, alike.
  sellers: *people   # by phone
`;
    const asked = (change: (tables: DataMap["tables"]) => DataMap["tables"]) => {
      const given = readMap(ANCHORED);
      return { ...given, tables: change(given.tables) };
    };

    it.each(["buyers", "sellers"])("changes the one of %s, and the other says what it said", (name) => {
      const map = answerPeople(readMap(ANCHORED), name, false);
      const text = editMap(ANCHORED, map);
      expect(readMap(text)).toEqual(map);
      for (const words of ["# Ours.", "# Those who buy.", "# by mail", "# Those who sell, alike.", "# by phone"])
        expect(text).toContain(words);
    });

    it("takes the first away, and the other says it itself", () => {
      const map = asked(({ buyers: _, ...others }) => others);
      const text = editMap(ANCHORED, map);
      expect(readMap(text)).toEqual(map);
      expect(text).toContain("# by phone");
    });

    it("leaves both alone where a third is added", () => {
      const map = asked((tables) => ({ ...tables, ...readMap("tables: { goods: { public: true } }").tables }));
      expect(editMap(ANCHORED, map)).toBe(`${ANCHORED}  goods:\n    public: true\n`);
    });
  });

  it("keeps the words beside what stood empty", () => {
    const map = readMap("tables: { goods: { public: true } }");
    expect(editMap("tables: # none yet\n", map)).toContain("# none yet");
  });
});

describe("takeBack", () => {
  const answered = editMap(WRITTEN, withNaming(0, '"glemser_id -> users": actor'));

  it("gives the text of before where nothing else was changed", () => {
    expect(takeBack(answered, WRITTEN, answered)).toBe(WRITTEN);
  });

  it("takes one answer out of what came since", () => {
    const later = editMap(answered, {
      ...readMap(answered),
      naming: [...readMap(answered).naming, { column: "blorp_id", to: "users", toColumn: null, role: "inferred" }],
    });
    const text = takeBack(later, WRITTEN, answered);
    expect(compare(WRITTEN, text ?? "")).toEqual({ added: ["    blorp_id -> users: inferred"], gone: [] });
  });

  it("leaves what else was said of the same table since", () => {
    const table = editMap(
      WRITTEN,
      said((map) => ({
        ...map,
        tables: { ...map.tables, ...readMap("tables: { zorgel: { subject: true } }").tables },
      })),
    );
    const later = table.replace(
      "zorgel:\n        subject: true",
      "zorgel:\n        subject: true\n        key: [number]",
    );
    expect(later).not.toBe(table);
    const text = takeBack(later, WRITTEN, table);
    expect(readMap(text ?? "").tables["zorgel"]).toMatchObject({ subject: null, key: ["number"] });
  });

  it("says no where something else was said since", () => {
    const later = answered.replace("glemser_id -> users: actor", "glemser_id -> users: owner");
    expect(takeBack(later, WRITTEN, answered)).toBeNull();
  });
});
