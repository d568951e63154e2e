import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASES, type Basis, legalBasis } from "./choices/bases.ts";
import { portablePart } from "./portability.ts";
import { PROVENANCES, provenanceOf } from "./provenance.ts";
import type { AccessTable, ColumnHolding } from "./rights.ts";

function table(holds: Readonly<Record<string, ColumnHolding>>, more: Partial<AccessTable> = {}): AccessTable {
  const columns = Object.keys(holds);
  return { name: "posts", rows: 1, level: "own", columns, hidden: [], masked: [], why: "", holds, ...more };
}

const id: ColumnHolding = { category: "system.id", provenance: "structure" };
const text: ColumnHolding = { category: "content.text", provenance: "provided" };
const score: ColumnHolding = { category: "other", provenance: "derived" };
const name: ColumnHolding = { category: "name", provenance: "provided" };
const resting = (bases: Readonly<Record<string, readonly Basis[]>>) => (category: string) => bases[category] ?? [];

describe("what goes along", () => {
  it("is what was given or observed; what was worked out stays, by name", () => {
    expect(portablePart(table({ id, text, score }), () => [])).toEqual({
      columns: ["id", "text"],
      left: [{ table: "posts", columns: ["score"], reason: "derived", bases: [] }],
    });
  });

  it("rests on consent or a contract: one such use is enough, another ground alone is not", () => {
    const other = resting({ name: ["legitimate-interests"], "content.text": ["contract", "legal-obligation"] });
    expect(portablePart(table({ id, text, name }), other)).toEqual({
      columns: ["id", "text"],
      left: [{ table: "posts", columns: ["name"], reason: "other_basis", bases: ["legitimate-interests"] }],
    });
  });

  it("is no table of keys and times alone: then the whole table stays", () => {
    const left = portablePart(table({ id, name }), resting({ name: ["public-task"] }));
    expect(left).toEqual({
      columns: null,
      left: [{ table: "posts", columns: [], reason: "other_basis", bases: ["public-task"] }],
    });
    expect(portablePart(table({ id, score }), () => []).left).toMatchObject([{ columns: [], reason: "derived" }]);
  });

  it("is nobody else's: shared rows and lines about others stay", () => {
    for (const level of ["view", "act"] as const) {
      expect(portablePart(table({ id, text }, { level }), () => [])).toEqual({
        columns: null,
        left: [{ table: "posts", columns: [], reason: "others", bases: [] }],
      });
    }
  });

  it("is everything of a system that does not tell what its columns hold", () => {
    const { holds: _, ...silent } = table({ id, text });
    expect(portablePart(silent, () => ["public-task"])).toEqual({ columns: ["id", "text"], left: [] });
  });
});

describe("laws", () => {
  const holding = fc.record({
    category: fc.constantFrom("name", "contact.email", "content.text", "system.id", "system.time", "amount", "other"),
    provenance: fc.constantFrom(...PROVENANCES, "structure" as const),
  });
  const bases = fc.dictionary(
    fc.constantFrom("name", "contact.email", "content.text"),
    fc.uniqueArray(fc.constantFrom(...BASES.map(({ basis }) => basis)), { maxLength: 3 }),
  );
  const holdings = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), holding, { minKeys: 1 });

  it("every column is taken or named as left, and never both; nothing derived and nothing on another ground is taken", () => {
    fc.assert(
      fc.property(holdings, bases, (holds, known) => {
        const part = portablePart(table(holds), resting(known));
        const taken = part.columns ?? [];
        const left = part.left.flatMap(({ columns }) => (columns.length === 0 ? Object.keys(holds) : columns));
        expect([...taken, ...left].sort()).toEqual(Object.keys(holds).sort());
        for (const column of taken) {
          const { category, provenance } = holds[column] as ColumnHolding;
          expect(provenance).not.toBe("derived");
          const uses = known[category] ?? [];
          if (provenance !== "structure")
            expect(uses.length === 0 || uses.some((one) => legalBasis(one).portable)).toBe(true);
        }
      }),
    );
  });

  it("another use on consent never makes it less", () => {
    fc.assert(
      fc.property(holdings, bases, (holds, known) => {
        const before = portablePart(table(holds), resting(known)).columns ?? [];
        const after = portablePart(table(holds), (category) => [...(known[category] ?? []), "consent"]).columns ?? [];
        expect(after).toEqual(expect.arrayContaining([...before]));
      }),
    );
  });
});

it("a category tells where its values come from", () => {
  expect(["contact.email", "online.ip", "system.counter", "system.time", "special.health"].map(provenanceOf)).toEqual([
    "provided",
    "observed",
    "derived",
    "observed",
    "provided",
  ]);
});
