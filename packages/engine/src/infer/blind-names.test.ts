/** Habits of naming that the fifteenth and sixteenth group of schemas showed, each on its smallest schema. */
import { describe, expect, it } from "vitest";
import { inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

type Given = Parameters<typeof inferSystem>;

function read(schema: Given[0], evidence?: Given[1], without: readonly RuleName[] = []): readonly string[] {
  return inferSystem(schema, evidence, { without })
    .edges.filter(({ role }) => role !== "context")
    .map(({ from, columns, to, role }) => `${from}.${columns.join()} > ${to} ${role}`);
}

const people = { id: "pk", email: "text! unique", password: "text!", name: "text" };

describe("names of keys", () => {
  it("glued-names: a table, an act and a key in one word", () => {
    const schema = system(
      table("users", people),
      table("parcels", { id: "pk", userid: "int!", revokedby: "int", manageduserid: "int" }),
    );
    const edges = read(schema);
    expect(edges).toContain("parcels.userid > users owner");
    expect(edges).toContain("parcels.revokedby > users actor");
    expect(edges).toContain("parcels.manageduserid > users actor");
    expect(read(schema, undefined, ["glued-names"])).not.toContain("parcels.manageduserid > users actor");
  });

  it("a short key is met alone, after an act, and where several tables have one that begins so", () => {
    const { id, ...rest } = people;
    const schema = system(
      table("users", { uid: id, ...rest }),
      table("options", { uid: "pk", theme: "text" }),
      table("posts", { pid: "pk", uid: "int!", edituid: "int", body: "text!" }),
      table("letters", { lid: "pk", fromuid: "int!", touid: "int!", body: "text!" }),
    );
    const edges = read(schema);
    expect(edges).toContain("posts.uid > users owner");
    expect(edges).toContain("posts.edituid > users actor");
    expect(edges).toContain("letters.touid > users owner");
  });

  it("keys-inside: a key in one word, inside other names, and of tables that continue it", () => {
    const schema = system(
      table("pessoa", { idpes: "pk", nome: "text!", email: "text unique", data_nasc: "date", sexo: "text" }),
      table("fisica", { idpes: "pk", cpf: "text" }),
      table("curso", { id: "pk", titulo: "text", idpes_zor: "int!" }),
    );
    expect(read(schema)).toContain("curso.idpes_zor > pessoa owner");
    expect(read(schema)).toContain("fisica.idpes > pessoa part");
    expect(read(schema, undefined, ["keys-inside"])).not.toContain("curso.idpes_zor > pessoa owner");
  });

  it("known-by: a text that is unique among people, where its values are found there", () => {
    const schema = system(
      table("pupils", { id: "pk", matricule: "text! unique", first_name: "text", last_name: "text", born: "date" }),
      table("marks", { id: "pk", matricule: "text!", mark: "num" }),
      table("warnings", { id: "pk", pup_matricule: "text!", reason: "text" }),
    );
    const share = (of: string, column: string, value: number) =>
      [inclusionKey({ table: of, column, inTable: "pupils", inColumn: "matricule" }), value] as const;
    const inclusion = new Map([share("marks", "matricule", 1), share("warnings", "pup_matricule", 1)]);
    const found = read(schema, { samples: [], inclusion });
    expect(found).toContain("marks.matricule > pupils owner");
    expect(found).toContain("warnings.pup_matricule > pupils owner");
    const denied = new Map([share("marks", "matricule", 0.2), share("warnings", "pup_matricule", 0.2)]);
    expect(read(schema, { samples: [], inclusion: denied })).not.toContain("marks.matricule > pupils owner");
  });

  it("short-names: the beginning of one table's name, and of none that people have", () => {
    const schema = system(
      table("users", people),
      table("repository", { id: "pk", owner_id: "int! -> users", label: "text" }),
      table("tutorials", { id: "pk", title: "text" }),
      table("stars", { id: "pk", repo_id: "int!", colour: "text" }),
      table("lessons", { id: "pk", tutor_id: "int!", held: "date" }),
    );
    expect(read(schema)).toContain("stars.repo_id > repository part");
    expect(read(schema)).toContain("lessons.tutor_id > users owner");
    expect(read(schema, undefined, ["short-names"])).not.toContain("stars.repo_id > repository part");
  });

  it("an audit user, a doer and a uid", () => {
    const schema = system(
      table("users", people),
      ...["rates", "zones", "items"].map((name) => table(name, { id: "pk", audit_user_id: "int! -> users" })),
      table("moves", { id: "pk", uid: "int!", doer_id: "int! -> users", step: "text" }),
    );
    const edges = read(schema);
    expect(edges).toContain("rates.audit_user_id > users actor");
    expect(edges).toContain("moves.doer_id > users actor");
    expect(edges).toContain("moves.uid > users owner");
  });

  it("a user of the application is a user", () => {
    const schema = system(
      table("asp_net_users", people),
      table("ratings", { id: "pk", app_user_id: "int! -> asp_net_users" }),
    );
    expect(inferSystem(schema).findings.map(({ code }) => code)).not.toContain("owner_doubtful");
  });
});

describe("who is nobody, and whose things are", () => {
  it("what is reached under an address in a network has a password, and is no person", () => {
    const relay = { id: "pk", ip: "text", port: "int", username: "text", password: "text" };
    const kinds = inferSystem(system(table("users", people), table("relays", relay))).tables;
    expect(kinds.find(({ name }) => name === "relays")?.kind).not.toBe("subject");
  });

  it("users beside customers in several kinds of rows serve them, and what names nobody else is asked about", () => {
    const both = { customer_id: "int! -> customers", user_id: "int! -> users" };
    const schema = system(
      table("users", people),
      table("customers", { id: "pk", name: "text!", email: "text", phone: "text" }),
      table("orders", { id: "pk", ...both, total: "num" }),
      table("repairs", { id: "pk", ...both, device: "text" }),
      table("warranties", { id: "pk", user_id: "int! -> users", days: "int" }),
      table("user_roles", { id: "pk", user_id: "int! -> users", role: "text" }),
    );
    const inference = inferSystem(schema);
    expect(read(schema)).toContain("orders.user_id > users actor");
    expect(read(schema)).toContain("user_roles.user_id > users owner");
    expect(inference.edges.find(({ from }) => from === "warranties")).toMatchObject({ confirmed: false });
    expect(inference.findings.filter(({ code }) => code === "owner_doubtful").map((one) => one.table)).toEqual([
      "warranties",
    ]);
  });

  it("what is plainly somebody's is no tenant, though others have a part in it", () => {
    const schema = system(
      table("users", people),
      table("envelopes", { id: "pk", user_id: "int! -> users", title: "text" }),
      table("recipients", { id: "pk", envelope_id: "int! -> envelopes", name: "text!", email: "text!" }),
      ...["items", "attachments", "links"].map((name) =>
        table(`envelope_${name}`, { id: "pk", envelope_id: "int! -> envelopes", path: "text" }),
      ),
    );
    expect(read(schema)).toContain("envelope_items.envelope_id > envelopes part");
  });
});
