import { describe, expect, it } from "vitest";
import { categoryOf } from "../categories.ts";
import type { Edge } from "../model.ts";
import { askEvidence } from "./ask-evidence.ts";
import { inclusionKey } from "./evidence.ts";
import { type Inference, inferSystem } from "./infer-system.ts";
import { system, table } from "./testing/build-schema.ts";

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const edge = (inference: Inference, from: string, column: string): Edge | undefined =>
  inference.edges.find((each) => each.from === from && each.columns[0] === column);
const role = (inference: Inference, from: string, column: string) => edge(inference, from, column)?.role;
const kind = (inference: Inference, name: string) => inference.tables.find((each) => each.name === name)?.kind;
const codes = (inference: Inference, name: string) =>
  inference.findings.filter((each) => each.table === name).map((each) => each.code);
const category = (inference: Inference, name: string, column: string) =>
  inference.tables.find((each) => each.name === name)?.columns.find((each) => each.name === column)?.category;

describe("subjects", () => {
  it("tells bank accounts from accounts of people", () => {
    const found = inferSystem(
      system(
        users,
        table("accounts", { id: "pk", code: "text!", name: "text!", balance: "num" }),
        table("entries", { id: "pk", account_id: "int! -> accounts", amount: "num!" }),
      ),
    );
    expect(kind(found, "accounts")).toBe("public");
    expect(
      kind(inferSystem(system(table("accounts", { id: "pk", email: "text!", password: "text!" }))), "accounts"),
    ).toBe("subject");
  });
  it("asks about catalogue people and organisations, and blocks nothing for them", () => {
    const found = inferSystem(
      system(
        users,
        table("actor", { actor_id: "pk", first_name: "text!", last_name: "text!" }),
        table("shippers", { id: "pk", company_name: "text!", phone: "text" }),
      ),
    );
    for (const name of ["actor", "shippers"]) {
      expect(kind(found, name)).not.toBe("subject");
      expect(codes(found, name)).toEqual(["subject_question"]);
    }
    expect(found.findings.every((each) => !each.blocks)).toBe(true);
  });
  it("takes companies with a person to contact for people, and what they supply not for that person's", () => {
    const found = inferSystem(
      system(
        table("suppliers", { id: "pk", company_name: "text!", contact_name: "text", phone: "text" }),
        table("products", { id: "pk", name: "text!", supplier_id: "int -> suppliers" }),
      ),
    );
    expect(kind(found, "suppliers")).toBe("subject");
    expect(role(found, "products", "supplier_id")).toBe("context");
  });
  it("makes a shared key a part, and not a second subject", () => {
    const found = inferSystem(
      system(users, table("profiles", { id: "pk -> users cascade", bio: "text", birth_date: "date" })),
    );
    expect(kind(found, "profiles")).toBe("personal");
    expect(role(found, "profiles", "id")).toBe("part");
  });
  it("knows people by an e-mail address alone", () => {
    const found = inferSystem(system(users, table("waitlist", { id: "pk", email: "text!" })));
    expect(found.tables.find((each) => each.name === "waitlist")?.identifiers.map((each) => each.kind)).toEqual([
      "email",
    ]);
    expect(edge(found, "waitlist", "email")).toMatchObject({ to: "users", match: true, confirmed: false, same: true });
  });
  it("calls an identifier confirmed only where a unique key declares it", () => {
    const found = inferSystem(system(table("users", { id: "pk", email: "text! unique", phone: "text" })));
    expect(found.tables[0]?.identifiers).toEqual([
      { kind: "email", column: "email", confirmed: true },
      { kind: "phone", column: "phone", confirmed: false },
    ]);
  });
});

describe("roles", () => {
  const staff = table("staff", {
    staff_id: "pk",
    username: "text!",
    password: "text",
    first_name: "text",
    last_name: "text",
  });
  const customer = table("customer", {
    customer_id: "pk",
    email: "text",
    first_name: "text",
    last_name: "text",
    address_id: "int! -> address",
    store_id: "int! -> store",
  });
  const rental = inferSystem(
    system(
      staff,
      customer,
      table("store", { store_id: "pk", manager_staff_id: "int! -> staff", address_id: "int! -> address" }),
      table("address", { address_id: "pk", address: "text!", phone: "text", city_id: "int! -> city" }),
      table("city", { city_id: "pk", city: "text!" }),
      table("rental", { rental_id: "pk", customer_id: "int! -> customer", staff_id: "int! -> staff" }),
      table("shift", { shift_id: "pk", staff_id: "int! -> staff" }),
      table("rental_note", { id: "pk", rental_id: "int! -> rental", staff_id: "int! -> staff", note: "text" }),
    ),
  );
  it("lets staff act beside the customer who owns", () => {
    expect(role(rental, "rental", "customer_id")).toBe("owner");
    expect(role(rental, "rental", "staff_id")).toBe("actor");
    expect(role(rental, "rental_note", "staff_id")).toBe("actor");
    expect(role(rental, "store", "manager_staff_id")).toBe("actor");
    expect(role(rental, "shift", "staff_id")).toBe("owner");
  });
  it("holds an address upwards from people and not from shops", () => {
    expect(role(rental, "customer", "address_id")).toBe("holds");
    expect(role(rental, "store", "address_id")).toBe("context");
    expect(role(rental, "customer", "store_id")).toBe("context");
    expect(kind(rental, "address")).toBe("personal");
    expect(kind(rental, "city")).toBe("lookup");
  });

  const forum = inferSystem(
    system(
      users,
      table("discussions", {
        id: "pk",
        user_id: "int -> users set-null",
        title: "text!",
        first_post_id: "int -> posts set-null",
        last_posted_user_id: "int -> users set-null",
        hidden_user_id: "int -> users set-null",
      }),
      table("posts", {
        id: "pk",
        discussion_id: "int! -> discussions cascade",
        user_id: "int -> users set-null",
        edited_user_id: "int -> users set-null",
        content: "text",
      }),
      table("group_user", { user_id: "int! pk", group_id: "int! pk" }),
      table("groups", { id: "pk", name: "text!" }),
      table("post_user", { post_id: "int! pk -> posts cascade", user_id: "int! pk -> users cascade" }),
      table("notifications", { id: "pk", user_id: "int!", from_user_id: "int", read_at: "ts" }),
    ),
  );
  it("gives a row to the bare reference and lets participles act", () => {
    expect(edge(forum, "posts", "user_id")).toMatchObject({ role: "owner", confirmed: true });
    expect(edge(forum, "posts", "edited_user_id")).toMatchObject({ role: "actor", confirmed: true });
    expect(role(forum, "discussions", "last_posted_user_id")).toBe("actor");
    expect(role(forum, "discussions", "hidden_user_id")).toBe("actor");
    expect(role(forum, "notifications", "from_user_id")).toBe("actor");
  });
  it("keeps both ties of a post, and takes a pointer back for no parent", () => {
    expect(role(forum, "posts", "discussion_id")).toBe("part");
    expect(role(forum, "discussions", "first_post_id")).toBe("context");
    expect(role(forum, "post_user", "post_id")).toBe("part");
    expect(role(forum, "group_user", "group_id")).toBe("context");
  });
  it("proposes what only names say, and never calls it confirmed", () => {
    expect(edge(forum, "group_user", "user_id")).toMatchObject({ role: "owner", origin: "name", confirmed: false });
    for (const each of forum.edges) expect(each.confirmed && each.origin !== "declared").toBe(false);
  });
  it("says that a cascade would delete other people's posts", () => {
    const finding = forum.findings.find((each) => each.code === "cascade_reaches_others");
    expect(finding).toMatchObject({ table: "posts", column: "discussion_id", blocks: false });
  });
  it("refers staff to their superior and people to who referred them without ownership", () => {
    const found = inferSystem(
      system(
        table("Employee", { EmployeeId: "pk", LastName: "text!", FirstName: "text!", ReportsTo: "int -> Employee" }),
        table("Customer", { CustomerId: "pk", Email: "text!", SupportRepId: "int -> Employee", referred_by: "int" }),
      ),
    );
    expect(found.edges.map((each) => [each.columns[0], each.to, each.role])).toEqual([
      ["ReportsTo", "Employee", "actor"],
      ["SupportRepId", "Employee", "actor"],
      ["referred_by", "Customer", "actor"],
    ]);
  });
  it("asks when several references could own a row", () => {
    const found = inferSystem(
      system(users, table("matches", { id: "pk", red_user_id: "int! -> users", blue_user_id: "int! -> users" })),
    );
    expect(codes(found, "matches")).toEqual(["owner_ambiguous"]);
    expect(found.edges.every((each) => !each.confirmed)).toBe(true);
  });
});

describe("people who name one another", () => {
  const referrals = (email: string) =>
    inferSystem(
      system(
        users,
        table("referrals", {
          id: "pk",
          referrer_id: "int! -> users",
          [email]: "text!",
          joined_user_id: "int -> users",
        }),
      ),
    );
  it("gives a referral to whoever made it, and shows it to the friend", () => {
    const found = referrals("friend_email");
    expect(kind(found, "referrals")).toBe("personal");
    expect(role(found, "referrals", "referrer_id")).toBe("owner");
    expect(role(found, "referrals", "joined_user_id")).toBe("actor");
    expect(edge(found, "referrals", "friend_email")).toMatchObject({ role: "viewer", match: true, same: false });
  });
  it("knows whoever is invited by an address of their own, beside a parent too", () => {
    expect(kind(referrals("email"), "referrals")).toBe("subject");
    const found = inferSystem(
      system(
        users,
        table("events", { id: "pk", user_id: "int! -> users", title: "text!" }),
        table("event_invitations", { id: "pk", event_id: "int! -> events cascade", email: "text!" }),
      ),
    );
    expect(kind(found, "event_invitations")).toBe("subject");
  });
  it("tells who is meant by the name of a kind of people, and by the data", () => {
    const schema = system(
      users,
      table("employees", { id: "pk", email: "text!", name: "text!" }),
      table("AdminUsers", { id: "pk", email: "text!", name: "text!" }),
      table("pages", { id: "pk", admin_id: "int!", checked_by: "int" }),
    );
    expect(edge(inferSystem(schema), "pages", "admin_id")?.to).toBe("AdminUsers");
    const inclusion = new Map(
      ["employees", "AdminUsers", "users"].map((inTable) => [
        inclusionKey({ table: "pages", column: "checked_by", inTable, inColumn: "id" }),
        inTable === "AdminUsers" ? 1 : 0,
      ]),
    );
    expect(edge(inferSystem(schema, { samples: [], inclusion }), "pages", "checked_by")?.to).toBe("AdminUsers");
  });
  it("does not leave a conversation to whoever started it", () => {
    const conversations = table("conversations", { id: "pk", started_by: "int -> users set-null", subject: "text" });
    const participants = table("conversation_participants", {
      conversation_id: "int! pk -> conversations cascade",
      user_id: "int! pk -> users cascade",
    });
    expect(role(inferSystem(system(users, conversations, participants)), "conversations", "started_by")).toBe("actor");
    expect(role(inferSystem(system(users, conversations)), "conversations", "started_by")).toBe("owner");
  });
  it("does not take a thread for part of its first post, though it cannot be without one", () => {
    const threads = table("threads", { id: "pk", user_id: "int! -> users", first_post_id: "int! -> posts" });
    const posts = table("posts", { id: "pk", user_id: "int! -> users", thread_id: "int! -> threads cascade" });
    const found = inferSystem(system(users, threads, posts));
    expect(role(found, "threads", "first_post_id")).toBe("context");
    expect(role(found, "posts", "thread_id")).toBe("part");
    expect(
      role(
        inferSystem(system(users, threads, posts), undefined, { without: ["pointers"] }),
        "threads",
        "first_post_id",
      ),
    ).not.toBe("context");
  });
  it("keeps the tenant in a reference where the key is told apart within it", () => {
    const found = inferSystem(
      system(
        users,
        table("tickets", { tenant_id: "int! pk", ticket_id: "int! pk", user_id: "int!" }),
        table("ticket_notes", { tenant_id: "int! pk", note_id: "int! pk", ticket_id: "int!", body: "text!" }),
      ),
    );
    expect(edge(found, "ticket_notes", "tenant_id")).toMatchObject({
      columns: ["tenant_id", "ticket_id"],
      toColumns: ["tenant_id", "ticket_id"],
      role: "part",
    });
  });
});

describe("references", () => {
  it("finds no reference in counts, foreign ids and columns of another type", () => {
    const found = inferSystem(
      system(
        users,
        table("orders", { id: "pk", user_id: "int!", stripe_customer_id: "text", units_on_order: "int" }),
        table("customers", { id: "text pk", email: "text!", phone: "text" }),
        table("stats", { id: "pk", orders: "int", user_id: "text", user_type_id: "int" }),
      ),
    );
    expect(found.edges.map((each) => each.id)).toEqual(["orders(user_id)->users(id)"]);
  });
  it("drops a name that data refutes, and is surer of one it bears out", () => {
    const schema = system(users, table("visits", { id: "pk", user_id: "int!", author_id: "int" }));
    const inclusion = new Map([
      [inclusionKey({ table: "visits", column: "user_id", inTable: "users", inColumn: "id" }), 1],
      [inclusionKey({ table: "visits", column: "author_id", inTable: "users", inColumn: "id" }), 0.1],
    ]);
    const found = inferSystem(schema, { samples: [], inclusion });
    expect(edge(found, "visits", "author_id")).toBeUndefined();
    expect(edge(found, "visits", "user_id")?.confidence).toBeGreaterThan(
      edge(inferSystem(schema), "visits", "user_id")?.confidence ?? 1,
    );
  });
  it("resolves polymorphic pairs by sampled values, and asks when there are none", () => {
    const schema = system(
      users,
      table("orders", { id: "pk", user_id: "int! -> users" }),
      table("notes", { id: "pk", notable_type: "text!", notable_id: "int!", body: "text!" }),
    );
    const found = inferSystem(schema, {
      samples: [{ table: "notes", column: "notable_type", values: ["App\\Models\\Order", "App\\Models\\User"] }],
    });
    expect(found.edges.filter((each) => each.from === "notes").map((each) => [each.to, each.role, each.when])).toEqual([
      ["orders", "part", { notable_type: ["App\\Models\\Order"] }],
      ["users", "owner", { notable_type: ["App\\Models\\User"] }],
    ]);
    const open = inferSystem(schema).findings.find((each) => each.code === "polymorphic_unresolved");
    expect(open).toMatchObject({ table: "notes", blocks: true });
  });
  it("finds ids inside strings and JSON", () => {
    const found = inferSystem(system(users, table("cache", { key: "text pk", data: "json" })), {
      samples: [
        { table: "cache", column: "key", values: ["user:17:prefs", "user:3:cart", "site:1"] },
        { table: "cache", column: "data", values: ['{"meta":{"userId":17}}', '{"meta":{"userId":3}}'] },
      ],
    });
    expect(found.edges.map((each) => [each.columns[0], each.pattern, each.path])).toEqual([
      ["key", "user:{}:*", []],
      ["data", null, ["meta", "userId"]],
    ]);
  });
  it("finds the ids of a second, rarer kind of people inside strings", () => {
    const staff = table("staff", { id: "pk", email: "text!", full_name: "text!" });
    const values = [...Array.from({ length: 60 }, (_, at) => `user:${at}`), "staff:1", "staff:2", "robot:9"];
    const found = inferSystem(system(users, staff, table("log", { id: "pk", actor: "text!" })), {
      samples: [{ table: "log", column: "actor", values }],
    });
    expect(found.edges.map((each) => [each.pattern, each.to, each.role])).toEqual([
      ["user:{}", "users", "owner"],
      ["staff:{}", "staff", "actor"],
    ]);
  });
  it("asks only for what the catalogue leaves open", () => {
    const asked = askEvidence(
      system(
        users,
        table("a", { id: "pk", user_id: "int! -> users" }),
        table("b", { id: "pk", user_id: "int!", note: "text" }),
      ),
    );
    expect(asked.pairs).toEqual([{ table: "b", column: "user_id", inTable: "users", inColumn: "id" }]);
    expect(asked.columns).toContainEqual({ table: "b", column: "note" });
    expect(asked.columns).not.toContainEqual({ table: "a", column: "user_id" });
  });
});

describe("columns", () => {
  const found = inferSystem(
    system(
      table("users", {
        id: "pk",
        email: "text!",
        email_verified: "bool",
        email_type: "text",
        passwordHash: "text",
        date_of_birth: "date",
        last_ip: "text",
        homeCity: "text",
        comment_count: "int",
        created_at: "ts",
        x1: "text",
        salary: "num",
        title: "text",
      }),
      table("comments", { id: "pk", user_id: "int! -> users", body: "text!" }),
      table("city", { city_id: "pk", city: "text!" }),
    ),
    { samples: [{ table: "users", column: "x1", values: ["+49 30 123456", "+49 89 654321"] }] },
  );
  it.each([
    ["email", "contact.email"],
    ["email_verified", "system.flag"],
    ["email_type", "system.flag"],
    ["passwordHash", "credential"],
    ["date_of_birth", "identity.birth-date"],
    ["last_ip", "online.ip"],
    ["homeCity", "location.approximate"],
    ["created_at", "system.time"],
    ["x1", "contact.phone"],
    ["salary", "financial.income"],
    ["title", "employment"],
  ])("%s is %s", (column, expected) => expect(category(found, "users", column)).toBe(expected));
  it("names only categories of the taxonomy, and hides secrets", () => {
    for (const each of found.tables.flatMap((one) => one.columns)) {
      expect(categoryOf(each.category).name).toBe(each.category);
      expect(each.hide).toBe(each.category === "credential");
    }
  });
  it("tells a push token from one that opens something, and a document from a phone", () => {
    const devices = system(
      users,
      table("push_tokens", { id: "pk", user_id: "int!", token: "text!", ssn: "text" }),
      table("api_tokens", { id: "pk", user_id: "int!", token: "text!" }),
    );
    const read = inferSystem(devices, {
      samples: [{ table: "push_tokens", column: "ssn", values: ["123-45-6789", "987-65-4321"] }],
    });
    expect(category(read, "push_tokens", "token")).toBe("online.device");
    expect(category(read, "api_tokens", "token")).toBe("credential");
    expect(category(read, "push_tokens", "ssn")).toBe("identity.government-id");
  });
  it("does not take the city of a list of cities for anybody's", () =>
    expect(category(found, "city", "city")).toBe("other"));
  it("proposes counters", () => {
    const counter = found.tables[0]?.columns.find((each) => each.name === "comment_count")?.counter;
    expect(counter).toEqual({ table: "comments", columns: ["user_id"], when: {}, confirmed: false });
  });
});

describe("findings", () => {
  it("blocks on what looks personal and belongs to nobody, and not on machinery", () => {
    const found = inferSystem(
      system(
        users,
        table("failed_logins", { id: "pk", ip_address: "text", tried_at: "ts" }),
        table("schema_migrations", { version: "text pk" }),
      ),
    );
    expect(found.findings.map((each) => [each.code, each.table, each.blocks])).toEqual([
      ["table_unclassified", "failed_logins", true],
    ]);
  });
  const NOTHING = { read: false, update: false, delete: false };
  it("names tables of people without a key, without transactions, without permission, with triggers", () => {
    const keyless = table("logins", { user_id: "int! -> users", at: "ts" });
    const found = inferSystem(
      system(
        users,
        keyless,
        table("bills", { id: "pk", user_id: "int! -> users" }, { transactional: false, triggers: ["copy_bill"] }),
        table("secrets", { id: "pk", user_id: "int! -> users" }, { may: NOTHING }),
        table("veiled", { id: "pk", user_id: "int! -> users" }, { may: NOTHING, rowSecurity: true }),
        table("mailing", { id: "int", email: "text" }, { kind: "view", keepsRows: true }),
        table("addresses", { id: "int", email: "text" }, { kind: "view" }),
      ),
    );
    const advice = (name: string) => found.findings.find((each) => each.table === name)?.suggestion;
    expect(advice("secrets")).toContain("GRANT SELECT ON secrets TO");
    expect(advice("veiled")).toContain("BYPASSRLS");
    expect(codes(found, "mailing")).toEqual(["view_keeps_rows"]);
    expect(codes(found, "addresses")).toEqual([]);
    expect(codes(found, "logins")).toEqual(["key_missing"]);
    expect(codes(found, "bills")).toEqual(["table_not_transactional", "trigger_noticed"]);
    expect(codes(found, "secrets")).toEqual(["permission_missing"]);
  });
  it("says when nothing declared and nothing certain tells whose the rows are", () => {
    expect(
      codes(inferSystem(system(users, table("drafts", { id: "pk", user_id: "int", body: "text" }))), "drafts"),
    ).toEqual(["owner_nullable"]);
    expect(
      codes(
        inferSystem(system(users, table("drafts", { id: "pk", user_id: "int! -> users", body: "text" }))),
        "drafts",
      ),
    ).toEqual([]);
  });
});

describe("size", () => {
  const many = (count: number) =>
    system(
      users,
      ...Array.from({ length: count }, (_, at) =>
        table(`thing_${at}`, {
          id: "pk",
          user_id: "int! -> users",
          [`thing_${Math.max(0, at - 1)}_id`]: "int",
          title: "text",
          body: "text",
          email: "text",
          created_by: "int",
          [`field_${at}`]: "text",
          price: "num",
          created_at: "ts",
        }),
      ),
    );
  it("reads a thousand tables at once, and the same way each time", () => {
    const schema = many(1000);
    const first = JSON.stringify(inferSystem(schema));
    const begin = performance.now();
    const second = JSON.stringify(inferSystem(schema));
    const took = performance.now() - begin;
    process.stdout.write(`1,000 tables: ${took.toFixed(0)} ms\n`);
    expect(second).toBe(first);
  });
});
