/** Habits that showed in applications nobody here designed: each on the smallest schema that shows it. */
import { describe, expect, it } from "vitest";
import { type Evidence, inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import { system, table } from "./testing/build-schema.ts";

type Given = Parameters<typeof inferSystem>;

function read(schema: Given[0], evidence?: Given[1]): readonly string[] {
  return inferSystem(schema, evidence).edges.map(
    ({ from, columns, to, role }) => `${from}.${columns.join()} > ${to} ${role}`,
  );
}

function kindOf(schema: Given[0], name: string, evidence?: Given[1]) {
  return inferSystem(schema, evidence).tables.find((one) => one.name === name)?.kind;
}

const asked = (schema: Given[0], code: string) =>
  inferSystem(schema)
    .findings.filter((one) => one.code === code)
    .map(({ table: name, column }) => `${name}.${column}`);

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const types = (from: string, column: string, values: readonly string[]): Evidence => ({
  samples: [{ table: from, column, values }],
});

const bornOut = (...pairs: readonly (readonly [string, string, string, string])[]): Evidence => ({
  samples: [],
  inclusion: new Map(
    pairs.map(([from, column, inTable, inColumn]) => [inclusionKey({ table: from, column, inTable, inColumn }), 1]),
  ),
});

describe("what an id means", () => {
  it("is said by a type in one word with it", () => {
    const schema = system(
      users,
      table("phones", { id: "pk", number: "text" }),
      table("notepads", { id: "pk", itemtype: "text!", items_id: "int!", content: "text" }),
    );
    const edges = read(schema, types("notepads", "itemtype", ["User", "Phone"]));
    expect(edges.filter((one) => one.startsWith("notepads.items_id > users"))).toHaveLength(1);
    expect(edges).toContain("notepads.items_id > phones context");
  });

  it("is said by the name of a table as it stands, with whatever all tables begin with", () => {
    const schema = system(
      table("zz_contact", { id: "pk", email: "text", first_name: "text", last_name: "text" }),
      table("zz_event", { id: "pk", title: "text" }),
      table("zz_note", { id: "pk", entity_table: "text!", entity_id: "int!", note: "text" }),
    );
    const edges = read(schema, types("zz_note", "entity_table", ["zz_contact", "zz_event"]));
    expect(edges).toContain("zz_note.entity_id > zz_event context");
    expect(edges.some((one) => one.startsWith("zz_note.entity_id > zz_contact"))).toBe(true);
  });

  it("is of the kind of their keys, so that no text called key is meant", () => {
    const schema = system(
      users,
      table("products", { id: "pk", title: "text" }),
      table("attributes", { id: "pk", key_group: "text!", entity_id: "int!", key: "text!", value: "text" }),
    );
    const edges = read(schema, types("attributes", "key_group", ["User", "Product"]));
    expect(edges.some((one) => one.startsWith("attributes.entity_id > users"))).toBe(true);
  });

  it("is not said of a key that is called after its own table", () => {
    const schema = system(
      users,
      table("models", { id: "pk", title: "text" }),
      table("sites", { id: "pk", title: "text" }),
      table("assets", { id: "pk", model_id: "int", assigned_to: "int", assigned_type: "text" }),
    );
    const edges = read(schema, types("assets", "assigned_type", ["User", "Site"]));
    expect(edges.filter((one) => one.startsWith("assets.model_id"))).toEqual(["assets.model_id > models context"]);
  });
});

describe("who is meant", () => {
  it("signs in, though the addresses stand in another table", () => {
    const schema = system(
      table("users", { id: "pk", first_name: "text!", last_name: "text!", phone: "text" }),
      table("persons", { id: "pk", first_name: "text", last_name: "text", email: "text" }),
      table("events", { id: "pk", title: "text!", creator_id: "int!" }),
    );
    const both = bornOut(["events", "creator_id", "users", "id"], ["events", "creator_id", "persons", "id"]);
    expect(read(schema, both).some((one) => one.startsWith("events.creator_id > users"))).toBe(true);
  });

  it("is the staff where a user is named and no table is called so", () => {
    const schema = system(
      table("students", { id: "pk", username: "text", password: "text", first_name: "text", last_name: "text" }),
      table("staff", { id: "pk", username: "text", password: "text", first_name: "text", last_name: "text" }),
      table("portal_polls", { id: "pk", title: "text", published_user: "int" }),
    );
    const both = bornOut(
      ["portal_polls", "published_user", "students", "id"],
      ["portal_polls", "published_user", "staff", "id"],
    );
    expect(read(schema, both).some((one) => one.startsWith("portal_polls.published_user > staff"))).toBe(true);
  });

  it("did what was done, unless values deny it", () => {
    const schema = system(users, table("searches", { id: "pk", form: "text", created_id: "int" }));
    const share = (part: number): Evidence => ({
      samples: [],
      inclusion: new Map([
        [inclusionKey({ table: "searches", column: "created_id", inTable: "users", inColumn: "id" }), part],
      ]),
    });
    expect(read(schema, share(1))).toHaveLength(1);
    expect(read(schema, share(0.2))).toEqual([]);
  });
});

describe("who is nobody", () => {
  it("the mailbox that letters are sent from", () => {
    const mailbox = { id: "pk", email: "text!", display_name: "text", username: "text", password: "text" };
    const letters = table("letters", { id: "pk", email_account_id: "int! -> email_accounts", body: "text" });
    const schema = (columns: Readonly<Record<string, string>>) => system(table("email_accounts", columns), letters);
    expect(kindOf(schema({ ...mailbox, host: "text!", port: "int!" }), "email_accounts")).not.toBe("subject");
    expect(kindOf(schema(mailbox), "email_accounts")).toBe("subject");
  });

  it("the account with a bank that somebody set up and described", () => {
    const account = { id: "pk", user_name: "text", password: "text" };
    const kind = (columns: Readonly<Record<string, string>>) =>
      kindOf(system(table("zorb", columns), table("tokens", { id: "pk", zorb_id: "int! -> zorb" })), "zorb");
    expect(kind({ ...account, title: "text!", description: "text" })).not.toBe("subject");
  });

  it("a user of a ticket, who has a row elsewhere; and is one where others refer to it", () => {
    const link = table("tickets_users", { id: "pk", tickets_id: "int!", users_id: "int!", alternative_email: "text" });
    const tickets = table("tickets", { id: "pk", title: "text" });
    expect(kindOf(system(users, tickets, link), "tickets_users")).not.toBe("subject");
    const referring = table("grants", { id: "pk", tickets_user_id: "int! -> tickets_users" });
    expect(kindOf(system(users, tickets, link, referring), "tickets_users")).toBe("subject");
  });

  it("a place that nearly everything is in, though somebody looks after it", () => {
    const place = { id: "pk", name: "text", email: "text", admin_email_name: "text" };
    const names = {
      samples: [{ table: "zorbs", column: "admin_email_name", values: ["Ada Lindqvist", "Bruno Okafor"] }],
    };
    const things = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        table(`thing_${"abcdefghij"[at]}`, { id: "pk", zorb_id: "int! -> zorbs" }),
      );
    expect(kindOf(system(table("zorbs", place), ...things(9)), "zorbs", names)).not.toBe("subject");
  });
});

describe("whose it is", () => {
  it("a loan is its client's, though it may be a group's and has a guarantor", () => {
    const schema = system(
      table("clients", { id: "pk", first_name: "text", last_name: "text", email: "text" }),
      table("groups", { id: "pk", title: "text" }),
      table("loans", { id: "pk", client_id: "int -> clients", group_id: "int -> groups" }),
      table("guarantors", { id: "pk", first_name: "text", last_name: "text", loan_id: "int! -> loans" }),
      table("loan_charges", { id: "pk", loan_id: "int! -> loans" }),
      table("loan_transactions", { id: "pk", loan_id: "int! -> loans" }),
      table("loan_disbursements", { id: "pk", loan_id: "int! -> loans" }),
    );
    expect(read(schema)).toContain("loan_charges.loan_id > loans part");
  });

  it("commons: a room that others book is asked about, though it has an owner", () => {
    const rooms = table("chambers", { id: "pk", title: "text", owner_id: "int! -> users" });
    const chamber = (name: string) =>
      table(name, { id: "pk", chamber_id: "int -> chambers", user_id: "int! -> users" });
    const schema = system(users, rooms, chamber("reservations"), chamber("sessions"), chamber("blocks"));
    expect(asked(schema, "owner_doubtful")).toContain("chambers.owner_id");
    expect(asked(system(users, rooms, chamber("reservations")), "owner_doubtful")).not.toContain("chambers.owner_id");
  });

  it("entered-rows: what is asked of rows without a note is asked of those with one", () => {
    const kept = (name: string, more: Readonly<Record<string, string>> = {}) =>
      table(name, { id: "pk", code: "text", ...more, created_by: "int" });
    const schema = system(users, kept("kits"), kept("fieldsets"), kept("makers", { notes: "text" }));
    const inferred = inferSystem(
      schema,
      bornOut(
        ["kits", "created_by", "users", "id"],
        ["fieldsets", "created_by", "users", "id"],
        ["makers", "created_by", "users", "id"],
      ),
    );
    const open = inferred.findings.filter(({ code }) => code === "owner_doubtful").map(({ table: name }) => name);
    expect(open.toSorted()).toEqual(["fieldsets", "kits", "makers"]);
  });
});
