/** People who are not where the name of a column says, and rows that may be somebody's by one of several columns. */
import { describe, expect, it } from "vitest";
import { askEvidence } from "./ask-evidence.ts";
import { type Evidence, inclusionKey, keyName } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

const edges = (schema: ReturnType<typeof system>, evidence?: Evidence, without: readonly RuleName[] = []) =>
  inferSystem(schema, evidence, { without }).edges.map(
    ({ from, columns, path, to, role }) => `${from}.${[columns.join("+"), ...path].join("/")} -> ${to} ${role}`,
  );
const sample = (of: string, column: string, values: readonly string[]) => ({ table: of, column, values });

describe("people elsewhere", () => {
  const shop = system(
    table("users", { id: "pk", email: "text! unique", password: "text!" }),
    table("customers", { id: "pk", first_name: "text!", last_name: "text!", email: "text! unique", password: "text!" }),
    table("sessions", { id: "text pk", user_id: "int", payload: "text!" }),
  );
  const included = (share: number, ofCustomers: number): Evidence => ({
    samples: [],
    inclusion: new Map([
      [inclusionKey({ table: "sessions", column: "user_id", inTable: "users", inColumn: "id" }), share],
      [inclusionKey({ table: "sessions", column: "user_id", inTable: "customers", inColumn: "id" }), ofCustomers],
    ]),
  });

  it("users elsewhere: a user_id that is found in no table of users means whoever else signs in", () => {
    expect(edges(shop, included(0, 1))).toContain("sessions.user_id -> customers owner");
    expect(edges(shop, included(0, 1), ["users-elsewhere"]).join()).not.toContain("sessions.user_id");
  });

  it("users elsewhere: it means users where it is found there, and nobody where it is found nowhere", () => {
    expect(edges(shop, included(1, 1))).toContain("sessions.user_id -> users owner");
    expect(edges(shop, included(0, 0.6)).join()).not.toContain("sessions.user_id");
  });

  it("users elsewhere: what the users' table denies is asked of the others", () => {
    const first = askEvidence(shop).pairs.map(inclusionKey);
    expect(first).toContain("sessions.user_id->users.id");
    expect(first).not.toContain("sessions.user_id->customers.id");
    expect(askEvidence(shop, included(0, 1)).pairs.map(inclusionKey)).toContain("sessions.user_id->customers.id");
  });

  const federated = system(
    table("user_entity", { id: "uuid pk", email: "text unique", username: "text!" }),
    table("remote_user", { id: "text pk", provider_id: "uuid!", realm_id: "uuid!" }),
    table("project_users", { id: "pk", project_id: "int!", provider_id: "int!" }),
    table("projects", { id: "pk", title: "text!" }),
  );
  const subjects = (without: readonly RuleName[] = []) =>
    inferSystem(federated, undefined, { without })
      .tables.filter(({ kind }) => kind === "subject")
      .map(({ name }) => name);

  it("bare users: a table of users with nothing but keys is of people, and one that links them is not", () => {
    expect(subjects()).toEqual(["user_entity", "remote_user"]);
    expect(subjects(["bare-users"])).toEqual(["user_entity"]);
  });

  it("names by value: drivers with nothing but names are people where these are first and last names", () => {
    const fleet = system(
      table("users", { id: "pk", email: "text! unique", password: "text!" }),
      table("drivers", { id: "pk", name: "text!", uniqueid: "text! unique" }),
      table("device_driver", { device_id: "int!", driver_id: "int! -> drivers cascade" }),
    );
    const names = (values: readonly string[]) => edges(fleet, { samples: [sample("drivers", "name", values)] }).join();
    expect(names(["Ada Brandt", "Goran Keller", "Ivo Jansen", "Lena Haas", "Omar Quast", "Tara Engel"])).toContain(
      "device_driver.driver_id -> drivers owner",
    );
    expect(names(["odbc", "e1000", "virtio", "nvme", "ahci", "xhci"])).not.toContain("-> drivers owner");
  });

  it("JSON: a column that holds one object says what its id is of", () => {
    const schema = system(
      table("users", { id: "pk", email: "text! unique", password: "text!" }),
      table("entries", { id: "pk", user: "json", hidden_by_user: "json", diff: "json" }),
    );
    const samples = [
      sample("entries", "user", ['{"pk": 3, "name": "x"}', '{"pk": 5, "name": "y"}']),
      sample("entries", "hidden_by_user", ['{"pk": 4}', '{"pk": 5}']),
      sample("entries", "diff", ['{"id": 4}', '{"id": 5}']),
    ];
    const found = edges(schema, { samples });
    expect(found).toContain("entries.user/pk -> users owner");
    expect(found).toContain("entries.hidden_by_user/pk -> users actor");
    expect(found.join()).not.toContain("entries.diff");
  });
});

describe("types that are keys", () => {
  const schema = system(
    table("auth_user", { id: "pk", email: "text! unique", password: "text!" }),
    table("shop_order", { id: "pk", user_id: "int! -> auth_user" }),
    table("django_content_type", { id: "pk", app_label: "text!", model: "text!" }),
    table("remarks", {
      id: "pk",
      content_type_id: "int! -> django_content_type",
      object_id: "int!",
      text: "text!",
    }),
  );
  const samples = [
    sample("remarks", "content_type_id", ["4", "9"]),
    sample("django_content_type", "model", ["user", "order", "session"]),
    sample("django_content_type", "app_label", ["auth", "shop", "sessions"]),
  ];

  it("asks which key is which model", () => {
    const { columns, keys } = askEvidence(schema, { samples });
    expect(columns).toContainEqual({ table: "remarks", column: "content_type_id" });
    expect(keys).toContainEqual({
      table: "django_content_type",
      column: "id",
      values: ["4", "9"],
      where: { column: "model", value: "order" },
    });
  });

  it("reads each type as the table of its model", () => {
    const is = (id: string, column: string, value: string) =>
      keyName("django_content_type", "id", id, { column, value });
    const keys = new Set([
      is("4", "model", "user"),
      is("4", "app_label", "auth"),
      is("9", "model", "order"),
      is("9", "app_label", "shop"),
    ]);
    const inference = inferSystem(schema, { samples, keys });
    const found = inference.edges.filter(({ columns }) => columns[0] === "object_id");
    expect(found.map(({ to, role, when }) => [to, role, when])).toEqual([
      ["auth_user", "owner", { content_type_id: ["4"] }],
      ["shop_order", "part", { content_type_id: ["9"] }],
    ]);
    expect(inference.findings.map(({ code }) => code)).not.toContain("polymorphic_unresolved");
    const without = inferSystem(schema, { samples, keys }, { without: ["type-tables"] });
    expect(without.findings.map(({ code }) => code)).toContain("polymorphic_unresolved");
  });
});

describe("one of several", () => {
  it("alternatives: a mail that may name nobody is of the order that it names", () => {
    const schema = system(
      table("customers", { id: "pk", email: "text! unique", password: "text!" }),
      table("orders", { id: "pk", customer_id: "int! -> customers", total: "num!" }),
      table("mails", { id: "pk", customer_id: "int -> customers", order_id: "int -> orders", subject: "text!" }),
      table("visits", { id: "pk", customer_id: "int! -> customers", order_id: "int -> orders", page: "text!" }),
    );
    expect(edges(schema)).toContain("mails.order_id -> orders part");
    expect(edges(schema)).toContain("visits.order_id -> orders context");
    expect(edges(schema, undefined, ["alternatives"])).toContain("mails.order_id -> orders context");
  });

  it("accounts of money are no people, whoever else has an account", () => {
    const schema = system(
      table("client", { id: "pk", firstname: "text!", lastname: "text!", email: "text" }),
      table("savings_account", { id: "pk", account_no: "text! unique", client_id: "int! -> client" }),
      table("savings_account_charge", { id: "pk", savings_account_id: "int! -> savings_account", amount: "num!" }),
    );
    expect(edges(schema)).toContain("savings_account.client_id -> client owner");
    expect(edges(schema)).toContain("savings_account_charge.savings_account_id -> savings_account part");
  });

  it("done on: who closed a group on a day acted, in however few words", () => {
    const schema = system(
      table("app_user", { id: "pk", email: "text! unique", password: "text!" }),
      table("groups", { id: "pk", title: "text!", closedon_userid: "int -> app_user", closedon_date: "date" }),
      table("fee_paid_by", { id: "pk", fee_id: "int!", amount: "num!" }),
      table("fees", { id: "pk", amount: "num!", createdby_id: "int!" }),
    );
    expect(edges(schema)).toContain("groups.closedon_userid -> app_user actor");
    expect(edges(schema).join()).toContain("fees.createdby_id -> app_user");
  });
});

describe("own people", () => {
  const library = (...about: readonly string[]) =>
    system(
      table("user", { id: "uuid pk", email: "text! unique", password: "text!" }),
      table("person", { id: "uuid pk", owner_id: "uuid! -> user cascade", name: "text!", birth_date: "date" }),
      ...["album", "memory", "stack", "asset"].map((name) =>
        table(name, { id: "uuid pk", owner_id: "uuid! -> user cascade", title: "text!" }),
      ),
      ...about.map((name) => table(name, { id: "uuid pk", person_id: "uuid! -> person", title: "text!" })),
    );

  it("own people: whoever owns albums and the people in them serves nobody, and who owns customers on whom all hangs does", () => {
    expect(edges(library("face"))).toContain("album.owner_id -> user owner");
    expect(edges(library("face"), undefined, ["own-people"])).toContain("album.owner_id -> user actor");
    expect(edges(library("deal", "call", "visit"))).toContain("album.owner_id -> user actor");
  });

  it("copies: of what a row is a copy is nobody, and whoever changed it acted", () => {
    const schema = system(
      table("person", { id: "pk", vorname: "text!", nachname: "text!", email: "text! unique" }),
      table("angebot", { id: "pk", titel: "text!", kopie_von: "int", modifikator: "int!" }),
    );
    expect(edges(schema)).toEqual(["angebot.modifikator -> person actor"]);
  });

  it("marks: a line that tells when another row was deleted is not deleted itself", () => {
    const schema = system(
      table("user", { id: "pk", email: "text! unique", password: "text!", deleted_at: "ts" }),
      table("album_audit", { id: "pk", album_id: "int!", user_id: "int! -> user", deleted_at: "ts!" }),
    );
    const marked = inferSystem(schema).tables.flatMap(({ name, softDelete }) => (softDelete ? [name] : []));
    expect(marked).toEqual(["user"]);
  });
});
