/** How people spread over the rows that name them: who serves, and whose the rows are, in one table of everybody. */
import { describe, expect, it } from "vitest";
import { askEvidence } from "./ask-evidence.ts";
import type { Evidence } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

const parties = table("parties", { id: "pk", first_name: "text!", last_name: "text!", email: "text", born: "date" });
const cases = table("cases", { id: "pk", patient_id: "int! -> parties", zorgel_id: "int! -> parties" });
const letters = table("scripts", { id: "pk", patient_id: "int! -> parties", zorgel_id: "int! -> parties" });
const visits = table("visits", { id: "pk", case_id: "int -> cases", zorgel_id: "int -> parties" });
const practice = system(parties, cases, letters, visits);

const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at + 1));
const sampled = (counts: Readonly<Record<string, number>>): Evidence => ({
  samples: Object.entries(counts).map(([place, count]) => {
    const [name = "", column = ""] = place.split(".");
    return { table: name, column, values: ids(count) };
  }),
});
const rows = { "cases.id": 60, "scripts.id": 60, "visits.id": 60 };
const served = { ...rows, "cases.patient_id": 40, "scripts.patient_id": 35 };
const few = { ...served, "cases.zorgel_id": 4, "scripts.zorgel_id": 5, "visits.zorgel_id": 5 };

function read(evidence?: Evidence, without: readonly RuleName[] = []) {
  const { edges, findings } = inferSystem(practice, evidence, { without });
  return {
    roles: Object.fromEntries(edges.map(({ from, columns, role }) => [`${from}.${columns.join()}`, role])),
    acting: edges.filter(({ role, confirmed }) => role === "actor" && confirmed),
    asked: findings.flatMap(({ code, table: of, column }) => (code === "owner_doubtful" ? `${of}.${column}` : [])),
  };
}

describe("one table of everybody", () => {
  it("few who stand beside many serve them, wherever they are named, and what they serve is its case's", () => {
    const { roles, acting } = read(sampled(few));
    expect(roles).toMatchObject({
      "cases.patient_id": "owner",
      "cases.zorgel_id": "actor",
      "scripts.zorgel_id": "actor",
      "visits.zorgel_id": "actor",
      "visits.case_id": "part",
    });
    // Values that were looked at in part make nobody act unreviewed.
    expect(acting).toEqual([]);
  });

  it("without values, with too few rows or with many of them, nothing is said", () => {
    const asBefore = read(undefined).roles;
    expect(asBefore["visits.zorgel_id"]).toBe("owner");
    expect(read(sampled({ ...few, "scripts.zorgel_id": 40 })).roles).toEqual(asBefore);
    expect(read(sampled({ "cases.id": 9, "cases.patient_id": 8, "cases.zorgel_id": 1 })).roles).toEqual(asBefore);
    expect(read(sampled(few), ["spread"]).roles).toEqual(asBefore);
  });

  it("a word for those whose rows they are stays what it says, however few there are", () => {
    const firms = {
      ...rows,
      "cases.patient_id": 4,
      "scripts.patient_id": 5,
      "cases.zorgel_id": 50,
      "scripts.zorgel_id": 50,
    };
    expect(read(sampled(firms)).roles).toMatchObject({ "cases.patient_id": "owner", "scripts.patient_id": "owner" });
  });

  it("few who alone are named are asked about", () => {
    const items = system(
      parties,
      table("samples", { id: "pk", zorgel_id: "int -> parties", made_by: "int -> parties" }),
    );
    const ask = (counts: Readonly<Record<string, number>>) =>
      inferSystem({ ...items, tables: items.tables }, sampled(counts)).findings.some(
        ({ code, column }) => code === "owner_doubtful" && column === "made_by",
      );
    expect(ask({ "samples.id": 50, "samples.made_by": 2, "samples.zorgel_id": 12 })).toBe(true);
    expect(ask({ "samples.id": 50, "samples.made_by": 45, "samples.zorgel_id": 12 })).toBe(false);
  });

  it("whoever entered what names one of many acts on it", () => {
    const visit = system(parties, table("dates", { id: "pk", pat: "int! -> parties", created_by: "int! -> parties" }));
    const roles = (counts: Readonly<Record<string, number>>) =>
      Object.fromEntries(inferSystem(visit, sampled(counts)).edges.map(({ columns, role }) => [columns[0], role]));
    expect(roles({ "dates.id": 50, "dates.pat": 40, "dates.created_by": 3 })).toEqual({
      pat: "owner",
      created_by: "actor",
    });
    expect(roles({})).toMatchObject({ created_by: "owner" });
  });

  it("the few who send what is another's own do not own it", () => {
    const mail = table("scripts", { id: "pk", patient_id: "int! -> parties", sender_id: "int! -> parties" });
    const role = (counts: Readonly<Record<string, number>>) =>
      inferSystem(system(parties, mail), sampled(counts)).edges.find(({ columns }) => columns[0] === "sender_id")?.role;
    expect(role({ "scripts.id": 50, "scripts.patient_id": 40, "scripts.sender_id": 3 })).toBe("actor");
    expect(role({})).toBe("owner");
  });

  it("what is needed for it is asked of the store: references with words, those beside them, and keys that count rows", () => {
    const asked = new Set(askEvidence(practice).columns.map(({ table: of, column }) => `${of}.${column}`));
    for (const place of ["cases.id", "cases.patient_id", "cases.zorgel_id", "visits.zorgel_id"])
      expect(asked).toContain(place);
    expect(asked).not.toContain("visits.case_id");
  });
});
