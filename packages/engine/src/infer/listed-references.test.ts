import { describe, expect, it } from "vitest";
import { askEvidence } from "./ask-evidence.ts";
import { type Evidence, keyName } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import { system, table } from "./testing/build-schema.ts";

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const people = table("people", { id: "uuid! pk", email: "text! unique", password: "text!" });
const UUIDS = ["0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"] as const;

/** What a store answers: these values of `tickets`, and these keys of people. */
function evidence(
  values: Readonly<Record<string, readonly string[]>>,
  keys: readonly string[],
  to = "users",
): Evidence {
  return {
    samples: Object.entries(values).map(([column, some]) => ({ table: "tickets", column, values: some })),
    inclusion: new Map(),
    keys: new Set(keys.map((key) => keyName(to, "id", key))),
  };
}

function listed(columns: Readonly<Record<string, string>>, given?: Evidence, to = users) {
  const { edges } = inferSystem(system(to, table("tickets", { id: "pk", ...columns })), given);
  return edges
    .filter(({ list }) => list !== undefined)
    .map((edge) => [edge.columns.join(), edge.list?.form, edge.list?.separator, edge.role, edge.confirmed] as const);
}

describe("lists of ids", () => {
  it("are found by name and type where nobody was asked, and are proposals", () => {
    expect(listed({ author_id: "int! -> users", watcher_ids: "ints" })).toEqual([
      ["watcher_ids", "array", ",", "viewer", false],
    ]);
    expect(listed({ author_id: "int! -> users", approver_ids: "ints" })).toEqual([
      ["approver_ids", "array", ",", "actor", false],
    ]);
    // Numbers are no keys of people who have others.
    expect(listed({ watcher_ids: "ints" }, undefined, people)).toEqual([]);
    expect(listed({ watcher_ids: "uuids" }, undefined, people)).toHaveLength(1);
  });

  it("are those by whom something was read, where a column holds several and they are keys", () => {
    const read = (items: string, keys: readonly string[]) =>
      listed(
        { author_id: "int! -> users", read_by: items },
        evidence({ read_by: items === "ints" ? ["{3,17}", "{}", "{22}"] : ["[3, 17]", "[22]"] }, keys),
      );
    expect(read("ints", ["3", "17", "22"])).toEqual([["read_by", "array", ",", "actor", false]]);
    expect(read("json", ["3", "17", "22"])).toEqual([["read_by", "json", ",", "actor", false]]);
    expect(read("ints", ["3"])).toEqual([]);
  });

  it("are asked about, and found where their items are keys: arrays, JSON, text", () => {
    const values = {
      watcher_ids: ["{3,17}", "{}", "{22}"],
      participants: ["[3, 17]", "[]"],
      member_ids: ["3,17,22", "17"],
      userIds: ["3;17", "22"],
    };
    const columns = { author_id: "int! -> users", watcher_ids: "ints", participants: "json" };
    const schema = system(users, table("tickets", { id: "pk", ...columns, member_ids: "text", userIds: "text" }));
    const asked = askEvidence(schema, evidence(values, []));
    expect(asked.keys.map((one) => [one.table, one.column, one.values])).toEqual([
      ["users", "id", ["3", "17", "22"]],
      ["users", "id", ["3", "17"]],
      ["users", "id", ["3", "17", "22"]],
      ["users", "id", ["3", "17", "22"]],
    ]);
    expect(listed({ ...columns, member_ids: "text", userIds: "text" }, evidence(values, ["3", "17", "22"]))).toEqual([
      ["watcher_ids", "array", ",", "viewer", false],
      ["participants", "json", ",", "viewer", false],
      ["member_ids", "text", ",", "viewer", false],
      ["userIds", "text", ";", "viewer", false],
    ]);
  });

  it("are no references where their items are nobody's keys, or the values are no lists", () => {
    const columns = {
      author_id: "int! -> users",
      watcher_ids: "ints",
      members: "json",
      guests: "text",
      player_count: "int",
    };
    const values = {
      watcher_ids: ["{300,1700}"],
      members: ['[{"name": "Ada"}]', '["gold"]'],
      guests: ["4", "2", "none, really"],
    };
    expect(listed(columns, evidence(values, ["3", "17"]))).toEqual([]);
  });

  it("by unlike keys, whatever else stands in the schema", () => {
    const values = { watchers: [JSON.stringify(UUIDS), `["${UUIDS[0]}"]`] };
    expect(listed({ watchers: "text" }, evidence(values, UUIDS, "people"), people)).toEqual([
      ["watchers", "text", ",", "owner", false],
    ]);
  });

  it("do not say whose a row is that names nobody else: somebody is asked", () => {
    const schema = system(users, table("tickets", { id: "pk", title: "text", member_ids: "ints" }));
    const { edges, findings } = inferSystem(schema);
    expect(edges.find(({ from }) => from === "tickets")?.role).toBe("owner");
    expect(findings.filter(({ table: name }) => name === "tickets").map(({ code }) => code)).toContain(
      "owner_doubtful",
    );
  });
});
