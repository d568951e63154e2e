/** What a map remembers of accepted tables, and how it names what has changed since. */
import { expect, test } from "vitest";
import { compareAccepted, describeAccepted, readMark } from "./accepted-tables.ts";
import { fingerprintTables } from "./fingerprint.ts";
import type { Inference } from "./infer/infer-system.ts";
import { type DataMap, EMPTY_MAP } from "./map.ts";
import type { SystemSchema } from "./schema.ts";
import { model, table } from "./testing/build-model.ts";

type Built = ReturnType<typeof table>;

/** A system in which inference proposes exactly what the tables say. */
function system(...tables: readonly Built[]): { readonly schema: SystemSchema; readonly inference: Inference } {
  const built = model(...tables);
  const inferred = built.tables.map(({ name, kind, why, identifiers, columns }) => ({
    name,
    kind,
    why,
    confidence: 1,
    identifiers,
    columns,
  }));
  return {
    schema: { system: "test", tables: built.tables.map(({ schema }) => schema) },
    inference: { system: "test", tables: inferred, edges: built.edges, findings: [] },
  };
}

const users = table("users", { id: "int pk", email: "text @contact.email #email" });
const orders = table("orders", { id: "int pk", user_id: "int -> users owner", seller: "int -> users actor" });
const odd = table("odd, one", { "a b": "int pk -> users part", "c>d": "text", "e=f": "int -> users context" });
const first = system(users, orders, odd);

const accept = ({ schema, inference }: ReturnType<typeof system>): DataMap => ({
  ...EMPTY_MAP,
  accepted: Object.fromEntries(describeAccepted(schema, inference)),
});
const compare = (now: ReturnType<typeof system>, map = accept(first)) =>
  compareAccepted(now.schema, now.inference, map);

test("a line holds the mark, and what was seen, in one line whatever the names are", () => {
  const lines = describeAccepted(first.schema, first.inference);
  expect(lines.get("orders")).toMatch(
    /^[0-9a-f]{16} personal id,user_id,seller user_id>users=owner,seller>users=actor$/,
  );
  expect(lines.get("users")).toMatch(/^[0-9a-f]{16} subject:email=email id,email$/);
  expect(lines.get("odd, one")).toMatch(/^[0-9a-f]{16} personal a%20b,c%3Ed,e%3Df a%20b>users=part$/);
  const marks = fingerprintTables(first.schema, first.inference);
  for (const [name, line] of lines) expect(readMark(line)).toBe(marks.get(name));
});

test("nothing differs from itself, nor from a map that accepted nothing", () => {
  expect(compare(first)).toEqual([]);
  expect(compare(first, EMPTY_MAP)).toEqual([]);
});

test("names columns and references that came, went or changed their role", () => {
  const now = system(
    table("users", { id: "int pk", mail: "text @contact.email #email" }),
    table("orders", { id: "int pk", user_id: "int -> users actor", buyer: "int -> users owner" }),
    odd,
    table("notes", { id: "int pk", user_id: "int -> users owner" }),
  );
  expect(compare(now).map(({ table: name, change }) => [name, change])).toEqual([
    ["notes", "new"],
    ["orders", "changed"],
    ["users", "changed"],
  ]);
  expect(compare(now)[0]).toMatchObject({ edges: { added: ["user_id -> users: owner"] }, kind: { is: "personal" } });
  expect(compare(now)[1]).toMatchObject({
    columns: { added: ["buyer"], gone: ["seller"] },
    edges: {
      added: ["buyer -> users: owner"],
      withdrawn: ["seller -> users: actor"],
      changed: ["user_id -> users: actor, was owner"],
    },
    isNamed: true,
  });
  expect(compare(now)[2]).toMatchObject({ identifiers: { added: ["email=mail"], gone: ["email=email"] } });
});

test("says when a difference has no name: a type, or a line of which only the mark is there", () => {
  const retyped = system(
    users,
    table("orders", { id: "text pk", user_id: "int -> users owner", seller: "int -> users actor" }),
    odd,
  );
  expect(compare(retyped)).toMatchObject([{ table: "orders", change: "changed", isNamed: false }]);
  expect(
    compare(first, { ...EMPTY_MAP, accepted: { ...accept(first).accepted, users: "0123456789abcdef" } }),
  ).toMatchObject([{ table: "users", change: "changed", isNamed: false, columns: { added: [], gone: [] } }]);
});

test("a table that went, and one that the map speaks of without accepting it", () => {
  expect(compare(system(users, odd))).toMatchObject([{ table: "orders", change: "gone" }]);
  const { orders: _orders, ...accepted } = accept(first).accepted;
  const entry = { subject: null, public: true, key: null, identifiers: null, retain: null, edges: [], columns: {} };
  expect(compare(first, { ...EMPTY_MAP, accepted })).toMatchObject([{ table: "orders", change: "new" }]);
  expect(compare(first, { ...EMPTY_MAP, accepted, tables: { orders: entry } })).toEqual([]);
});
