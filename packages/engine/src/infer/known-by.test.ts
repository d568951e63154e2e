/** References by what people are known by beside their keys: each case in as few tables as show it. */
import { describe, expect, it } from "vitest";
import { askEvidence } from "./ask-evidence.ts";
import { type Evidence, inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import { system, table } from "./testing/build-schema.ts";

const codes = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${prefix}${1000 + from + at}`);

const sample = (place: string, values: readonly string[]) => {
  const [name = "", column = ""] = place.split(".");
  return { table: name, column, values };
};

const included = (pairs: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(pairs).map(([pair, share]) => {
      const [, from = "", column = "", to = "", toColumn = ""] = /^(\w+)\.(\w+)->(\w+)\.(\w+)$/.exec(pair) ?? [];
      return [inclusionKey({ table: from, column, inTable: to, inColumn: toColumn }), share];
    }),
  );

const edgesOf = (inference: ReturnType<typeof inferSystem>) =>
  inference.edges.map((edge) => `${edge.from}.${edge.columns} -> ${edge.to}(${edge.toColumns}) ${edge.role}`);

describe("what people are known by", () => {
  const people = table("insured", {
    id: "pk",
    last_name: "text!",
    first_name: "text!",
    email: "text",
    chfid: "text",
    valid_to: "ts",
  });
  const photographs = table("photographs", { id: "pk", file: "text", its_number: "text" });
  const schema = system(people, photographs);
  // Earlier versions of a row repeat the number.
  const samples = [
    sample(
      "insured.email",
      Array.from({ length: 20 }, (_, at) => `p${at}@example.org`),
    ),
    sample("insured.chfid", codes("A", 1, 14)),
    sample("photographs.its_number", codes("A", 3, 9)),
    sample("photographs.file", ["a.jpg", "b.jpg", "c.jpg"]),
  ];
  const pair = { table: "photographs", column: "its_number", inTable: "insured", inColumn: "chfid" };

  it("is asked about where values meet, whatever the column is called", () => {
    const asked = askEvidence(schema, { samples, inclusion: new Map() }).pairs;
    expect(asked).toContainEqual(pair);
    expect(asked.filter(({ column }) => column === "file")).toEqual([]);
    const strange = [...samples.slice(0, 2), sample("photographs.its_number", codes("B", 3, 9))];
    expect(askEvidence(schema, { samples: strange, inclusion: new Map() }).pairs).not.toContainEqual(pair);
  });

  it("is no number of other rows that are counted in the same way", () => {
    const numbered = (name: string) =>
      table(name, { guid: "text pk", id: "text!", email: "text! unique", last_name: "text!", password: "text" });
    const read = (column: string) => {
      const suppliers = table("suppliers", { guid: "text pk", [column]: "text!", label: "text" });
      return inferSystem(system(numbered("clients"), suppliers), {
        samples: [sample("clients.id", codes("10", 1, 14)), sample(`suppliers.${column}`, codes("10", 1, 7))],
        inclusion: included({ [`suppliers.${column}->clients.id`]: 1 }),
      });
    };
    expect(edgesOf(read("client_number"))).toEqual(["suppliers.client_number -> clients(id) owner"]);
    expect(edgesOf(read("id"))).toEqual([]);
    // A link may call the key of one of the two so.
    const link = table("club_clients", { club: "text pk", id: "text pk" });
    const linked = inferSystem(system(numbered("clients"), link), {
      samples: [sample("clients.id", codes("10", 1, 14)), sample("club_clients.id", codes("10", 1, 7))],
      inclusion: included({ "club_clients.id->clients.id": 1 }),
    });
    expect(edgesOf(linked)).toEqual(["club_clients.id -> clients(id) owner"]);
  });

  it("is referred to where all values are found, though versions of a row repeat it", () => {
    const read = (share: number) =>
      inferSystem(schema, { samples, inclusion: included({ "photographs.its_number->insured.chfid": share }) });
    expect(edgesOf(read(1))).toContain("photographs.its_number -> insured(chfid) owner");
    expect(read(1).edges.filter(({ confirmed }) => confirmed)).toEqual([]);
    expect(edgesOf(read(0.8))).toEqual([]);
  });

  it("is a copy beside a reference to the same people", () => {
    const beside = table("photographs", { id: "pk", insured_id: "int!", its_number: "text" });
    const evidence: Evidence = { samples, inclusion: included({ "photographs.its_number->insured.chfid": 1 }) };
    const inference = inferSystem(system(people, beside), evidence);
    expect(edgesOf(inference)).toEqual(["photographs.insured_id -> insured(id) owner"]);
    const columns = inference.tables.find(({ name }) => name === "photographs")?.columns;
    expect(columns?.find(({ name }) => name === "its_number")?.copyOf).toEqual({ table: "insured", column: "chfid" });
  });

  it("says what a column holds that repeats it", () => {
    const users = table("users", { id: "pk", username: "text! unique", password: "text!", email: "text" });
    const logins = ["ada_7", "bruno_1", "chiara_4", "dario_9", "elif_2", "femke_3"];
    const inference = inferSystem(system(users, table("entries", { id: "pk", principal: "text", text: "text" })), {
      samples: [sample("users.username", logins), sample("entries.principal", logins.slice(1, 5))],
      inclusion: included({ "entries.principal->users.username": 1 }),
    });
    const entries = inference.tables.find(({ name }) => name === "entries");
    expect(entries?.columns.find(({ name }) => name === "principal")?.category).toBe("identity.username");
  });

  it("is no mark that is itself another's", () => {
    const users = table("users", { login: "text! pk", password: "text!", full_name: "text" });
    const leaders = table("leaders", {
      id: "pk",
      login: "text!",
      phone: "text",
      last_name: "text",
      first_name: "text",
    });
    const notes = table("remarks", { id: "pk", said: "text" });
    const logins = ["ada_7", "bruno_1", "chiara_4", "dario_9", "elif_2", "femke_3", "goran_8"];
    const inference = inferSystem(system(users, leaders, notes), {
      samples: [
        sample("users.login", logins),
        sample("leaders.login", logins.slice(0, 6)),
        sample("remarks.said", logins.slice(1, 5)),
      ],
      inclusion: included({
        "leaders.login->users.login": 1,
        "remarks.said->users.login": 1,
        "remarks.said->leaders.login": 1,
      }),
    });
    expect(edgesOf(inference).filter((line) => line.startsWith("remarks.said"))).toEqual([
      "remarks.said -> users(login) owner",
    ]);
  });
});
