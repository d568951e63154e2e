/** What real schemas that nobody had tuned to have shown, each in as few tables as show it. */
import { describe, expect, it } from "vitest";
import { inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import { readKeyRange } from "./key-ranges.ts";
import { readJoins } from "./read-joins.ts";
import { system, table } from "./testing/build-schema.ts";

const people = (name = "users") => table(name, { id: "pk", email: "text! unique", password: "text!", name: "text" });
const edges = (inference: ReturnType<typeof inferSystem>) =>
  inference.edges.map((edge) => `${edge.from}.${edge.columns.join("+")} -> ${edge.to} ${edge.role}`);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

describe("names in schemas that were not seen before", () => {
  it("principals: of tables under one key, the one it is named after is continued", () => {
    const schema = system(
      table("employee", { emp_number: "pk", emp_firstname: "text", emp_lastname: "text", email: "text" }),
      table("employee_picture", { emp_number: "pk", picture: "bin" }),
      table("timesheet", { id: "pk", emp_number: "int!" }),
    );
    const all = edges(inferSystem(schema));
    expect(all).toContain("employee_picture.emp_number -> employee part");
    expect(all.some((line) => line.startsWith("timesheet.emp_number -> employee "))).toBe(true);
    expect(edges(inferSystem(schema, undefined, { without: ["principals"] }))).not.toEqual(all);
  });

  it("principals: a key called after any row continues nothing", () => {
    const inference = inferSystem(
      system(
        table("customer_entity", { entity_id: "pk", email: "text!", firstname: "text", lastname: "text" }),
        table("sales_order", { entity_id: "pk", total: "num!" }),
      ),
    );
    expect(edges(inference)).toEqual([]);
  });

  it("namesakes: a column named like declared ones refers to what they refer to", () => {
    const schema = system(
      people(),
      table("plans", { id: "pk", steward: "int! -> users" }),
      table("notes", { id: "pk", steward: "int!", text: "text" }),
    );
    expect(edges(inferSystem(schema)).some((line) => line.startsWith("notes.steward -> users"))).toBe(true);
    expect(edges(inferSystem(schema, undefined, { without: ["namesakes"] })).join()).not.toContain("notes.steward");
  });

  it("links: a table that links volunteers is no table of volunteers", () => {
    const schema = system(
      people(),
      table("supervisor_volunteers", { id: "pk", supervisor_id: "int!", volunteer_id: "int!" }),
      table("assignments", { id: "pk", volunteer_id: "int!" }),
    );
    expect(edges(inferSystem(schema)).join()).toContain("assignments.volunteer_id -> users");
    expect(edges(inferSystem(schema, undefined, { without: ["links"] })).join()).toContain(
      "assignments.volunteer_id -> supervisor_volunteers",
    );
  });

  it("tenants: what people and many things are in is nobody's, whoever is named in it", () => {
    const inside = (name: string) => table(name, { id: "pk", account_id: "int! -> accounts" });
    const inference = inferSystem(
      system(
        table("accounts", { id: "pk", subdomain: "text!", owner_id: "int -> agents" }),
        table("agents", { id: "pk", account_id: "int! -> accounts", email: "text!", password: "text!" }),
        inside("macros"),
        inside("teams"),
        inside("articles"),
      ),
    );
    expect(edges(inference).filter((line) => line.includes("-> accounts") && !line.endsWith("context"))).toEqual([]);
  });

  it("query log: what statements join refers to it, unless its values deny it", () => {
    const schema = system(people(), table("parcels", { id: "pk", goes: "int!" }));
    const joins = readJoins("SELECT 1 FROM parcels p JOIN users u ON u.id = p.goes");
    expect(edges(inferSystem(schema, { samples: [], joins }))).toEqual(["parcels.goes -> users owner"]);
    const pair = inclusionKey({ table: "parcels", column: "goes", inTable: "users", inColumn: "id" });
    expect(edges(inferSystem(schema, { samples: [], joins, inclusion: new Map([[pair, 0.1]]) }))).toEqual([]);
  });
});

describe("ranges of keys", () => {
  it("tells whose keys values spread over", () => {
    expect(readKeyRange(numbers(1, 14), numbers(1, 200))).toMatchObject({ huddled: true, spread: false });
    expect(readKeyRange(numbers(1, 14), numbers(1, 15))).toMatchObject({ huddled: false, spread: true });
  });

  it("says nothing of a few values, which fall anywhere", () => {
    expect(readKeyRange(["1", "2", "3"], numbers(1, 200))).toBeNull();
    expect(readKeyRange([...numbers(1, 5), "0"], numbers(1, 200))).toBeNull();
  });
});
