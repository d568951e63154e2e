/** What the twenty-second and the twenty-fourth to twenty-sixth group of schemas showed, each on its smallest schema. */
import { describe, expect, it } from "vitest";
import { inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

type Given = Parameters<typeof inferSystem>;

function infer(schema: Given[0], without: readonly RuleName[] = [], evidence?: Given[1]) {
  return inferSystem(schema, evidence, { without });
}

function read(schema: Given[0], without: readonly RuleName[] = [], evidence?: Given[1]): readonly string[] {
  return infer(schema, without, evidence)
    .edges.filter(({ role }) => role !== "context")
    .map(({ from, columns, to, role }) => `${from}.${columns.join()} > ${to} ${role}`);
}

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const customers = table("customers", { id: "pk", first_name: "text", last_name: "text", email: "text" });
const subjectsOf = (schema: Given[0]) =>
  infer(schema).tables.flatMap(({ name, kind }) => (kind === "subject" ? name : []));

describe("names", () => {
  it("a shortened noun of the table that is declared says no more than the table", () => {
    const schema = system(
      table("societaires", { id: "pk", first_name: "text", last_name: "text", email: "text" }),
      users,
      table("parcels", { id: "pk", soc_id: "int! -> societaires", user_id: "int -> users" }),
    );
    const edge = infer(schema).edges.find(({ columns }) => columns[0] === "soc_id");
    expect(edge).toMatchObject({ role: "owner", confidence: 0.95 });
  });

  it("any-row: an id of any row, in a table that is called after another, where its values are found there", () => {
    const schema = system(
      users,
      table("user_extrafields", { id: "pk", object_id: "int!", shoe_size: "int" }),
      table("user_marks", { id: "pk", object_id: "int!", object_type: "text!", note: "text" }),
    );
    const pairOf = (from: string) =>
      inclusionKey({ table: from, column: "object_id", inTable: "users", inColumn: "id" });
    const found = new Map([
      [pairOf("user_extrafields"), 1],
      [pairOf("user_marks"), 1],
    ]);
    const evidence = { samples: [], inclusion: found };
    expect(read(schema, [], evidence)).toContain("user_extrafields.object_id > users owner");
    expect(read(schema, [], evidence)).not.toContain("user_marks.object_id > users owner");
    expect(read(schema)).not.toContain("user_extrafields.object_id > users owner");
    expect(read(schema, ["any-row"], evidence)).not.toContain("user_extrafields.object_id > users owner");
  });

  it("whoever is acting is not whose row it is", () => {
    const schema = system(
      table("userprofile", { id: "pk", email: "text! unique", password: "text!", full_name: "text" }),
      table("exports", { id: "pk", acting_user_id: "int! -> userprofile", path: "text" }),
    );
    expect(read(schema)).toContain("exports.acting_user_id > userprofile actor");
  });

  it("no status and no country is asked about, whatever no table is called", () => {
    const schema = system(
      users,
      ...["orders", "bills", "offers", "trips"].map((name) =>
        table(name, { id: "pk", user_id: "int! -> users", fk_pays: "int", fk_statut: "int", fk_zorg: "int" }),
      ),
    );
    const asked = infer(schema).findings.flatMap(({ code, column }) => (code === "naming_question" ? column : []));
    expect(asked).toEqual(["fk_zorg"]);
  });
});

describe("who is a person", () => {
  it("programs: a client with a secret or a redirect address, and one that has nothing but a name", () => {
    const schema = system(
      users,
      table("clients", { id: "pk", name: "text", secret: "text", redirect_uri: "text" }),
      table("grants", { id: "pk", client_id: "int! -> clients", user_id: "int! -> users" }),
    );
    expect(subjectsOf(schema)).toEqual(["users"]);
    expect(subjectsOf(system(users, table("clients", { id: "pk", name: "text! unique" })))).toEqual(["users"]);
    expect(subjectsOf(system(users, table("clients", { id: "pk", name: "text", phone: "text" })))).toEqual([
      "users",
      "clients",
    ]);
    expect(read(schema, ["programs"])).toContain("grants.client_id > clients owner");
  });

  it("a mailbox that is read by a program is nobody's address", () => {
    const schema = system(
      users,
      table("channel_email", { id: "pk", email: "text!", imap_login: "text", imap_password: "text" }),
      table("inboxes", { id: "pk", channel_email_id: "int! -> channel_email", title: "text" }),
    );
    expect(subjectsOf(schema)).toEqual(["users"]);
  });

  it("who waits to come did nothing here", () => {
    const schema = system(
      table("userprofile", { id: "pk", full_name: "text!", email: "text!", password: "text!" }),
      table("preregistration_user", { id: "pk", email: "text!", referred_by_id: "int" }),
      table("sounds", { id: "pk", creator_id: "int", length: "int" }),
    );
    expect(read(schema).some((line) => line.startsWith("sounds.creator_id > userprofile"))).toBe(true);
  });
});

describe("whose row it is", () => {
  const works = ["timesheets", "expense_reports", "leave_requests"].map((name) =>
    table(name, { id: "pk", customer_project_id: "int! -> customer_projects", user_id: "int! -> users", hours: "num" }),
  );
  const firm = [
    users,
    table("customers", { id: "pk", first_name: "text", last_name: "text", email: "text", manager_id: "int -> users" }),
    table("customer_projects", { id: "pk", customer_id: "int! -> customers", title: "text" }),
  ];

  it("own-work: hours, expenses and leave are theirs who work, though it was for a customer", () => {
    const found = read(system(...firm, ...works));
    for (const { name } of works) expect(found).toContain(`${name}.user_id > users owner`);
    expect(read(system(...firm, ...works), ["own-work"])).toContain("timesheets.user_id > users actor");
  });

  it("own-work: the absence of a pupil is the pupil's, whoever wrote it down", () => {
    const schema = system(
      table("pupils", { id: "pk", first_name: "text", last_name: "text", birth_date: "date" }),
      table("teachers", { id: "pk", first_name: "text", last_name: "text", email: "text" }),
      table("absences", { id: "pk", pupil_id: "int! -> pupils", teacher_id: "int! -> teachers" }),
    );
    expect(read(schema)).toContain("absences.pupil_id > pupils owner");
    expect(read(schema)).toContain("absences.teacher_id > teachers actor");
  });

  it("told-staff: whoever serves sees what they are told of somebody else's", () => {
    const tickets = table("tickets", { id: "pk", customer_id: "int! -> customers", title: "text" });
    const alerts = table("alerts", { id: "pk", ticket_id: "int! -> tickets", user_id: "int! -> users", seen: "date" });
    expect(read(system(...firm, tickets, alerts))).toContain("alerts.user_id > users viewer");
    expect(read(system(...firm, tickets, alerts), ["told-staff"])).toContain("alerts.user_id > users actor");
  });

  it("moderation: a warning is about its target, and nobody else's", () => {
    const accounts = table("accounts", { id: "pk", username: "text! unique", email: "text", password: "text" });
    const schema = system(
      accounts,
      table("account_warnings", {
        id: "pk",
        account_id: "int! -> accounts",
        target_account_id: "int! -> accounts",
        body: "text",
      }),
    );
    expect(read(schema)).toContain("account_warnings.account_id > accounts actor");
    expect(read(schema)).toContain("account_warnings.target_account_id > accounts owner");
    expect(read(schema, ["moderation"])).toContain("account_warnings.account_id > accounts owner");
  });

  it("serving-users: who stands beside customers in many kinds of rows serves them, though customers name a user too", () => {
    const beside = ["invoices", "quotes", "credits", "payments"].map((name) =>
      table(name, { id: "pk", client_id: "int! -> clients", user_id: "int! -> users cascade", total: "num" }),
    );
    const clients = (user: string) =>
      table("clients", { id: "pk", first_name: "text", last_name: "text", email: "text", user_id: user });
    expect(read(system(users, clients("int! -> users"), ...beside))).toContain("invoices.user_id > users actor");
    // One account each is the client's own.
    expect(read(system(users, clients("int unique -> users"), ...beside))).toContain("invoices.user_id > users owner");
  });

  it("held: the address of an order by nobody known is theirs who ordered", () => {
    const schema = system(
      customers,
      table("address", { id: "pk", customer_id: "int -> customers", street: "text!", city: "text!" }),
      table("orders", { id: "pk", customer_id: "int! -> customers", address_id: "int -> address", total: "num" }),
    );
    expect(read(schema)).toContain("orders.address_id > address holds");
  });

  it("what many kinds of rows hang on is asked about, where somebody merely made it", () => {
    const below = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        table(`thing_${at}`, { id: "pk", zorb_id: "int! -> zorbs", colour: "text" }),
      );
    const zorbs = table("zorbs", { id: "pk", creator_id: "int -> users", name: "text" });
    const asked = (count: number) =>
      infer(system(users, zorbs, ...below(count))).findings.some(
        ({ code, table: about }) => code === "owner_doubtful" && about === "zorbs",
      );
    expect(asked(6)).toBe(true);
    expect(asked(2)).toBe(false);
  });

  it("whoever stands plainly in what is there for all is asked about, wherever the name stands", () => {
    const kinds = (count: number) =>
      ["tax_rates", "expense_categories"]
        .slice(0, count)
        .map((name) => table(name, { id: "pk", user_id: "int! -> users", label: "text" }));
    const notes = table("memos", { id: "pk", user_id: "int! -> users", remark: "text" });
    const mine = table("user_settings", { id: "pk", user_id: "int! -> users", theme: "text" });
    const memos = (count: number) =>
      infer(system(users, customers, notes, mine, ...kinds(count))).edges.find(({ from }) => from === "memos");
    expect(memos(1)?.confirmed).toBe(true);
    expect(memos(2)).toMatchObject({ confirmed: false, why: expect.stringContaining("tax_rates, expense_categories") });
    const alone = infer(system(users, notes, mine, ...kinds(2))).edges.find(({ from }) => from === "memos");
    expect(alone?.confirmed).toBe(true);
  });

  it("what is granted to a program is part of no program", () => {
    const schema = system(
      users,
      table("oauth_application", { id: "pk", user_id: "int! -> users", client_secret: "text", redirect_uris: "text" }),
      table("oauth_grant", {
        id: "pk",
        user_id: "int! -> users",
        application_id: "int! -> oauth_application",
        code: "text",
      }),
    );
    expect(read(schema)).toContain("oauth_grant.user_id > users owner");
    expect(read(schema)).not.toContain("oauth_grant.application_id > oauth_application part");
  });
});

describe("categories", () => {
  const categoryOf = (column: string) =>
    infer(
      system(table("members", { id: "pk", name: "text", email: "text", [column]: "text" })),
    ).tables[0]?.columns.find(({ name }) => name === column)?.category;

  it.each([
    ["email_msgid", "system.id"],
    ["bic", "system.id"],
    ["iban", "financial.account"],
    ["national_registration_number", "identity.government-id"],
  ])("%s is %s", (column, category) => expect(categoryOf(column)).toBe(category));

  it("what went wrong with an address is none", () => expect(categoryOf("email_error")).not.toBe("contact.email"));
});
