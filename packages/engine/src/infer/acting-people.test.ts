/** Who acts in a row, whose access it is, and whom it is about: each rule in as few tables as show it, and what is read without it. */
import { describe, expect, it } from "vitest";
import type { TableSchema } from "../schema.ts";
import type { Evidence } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const employees = table("employees", { id: "pk", email: "text! unique", full_name: "text!" });
const customers = table("customers", { id: "pk", email: "text! unique", full_name: "text!" });

function read(tables: readonly TableSchema[], without: readonly RuleName[] = [], evidence?: Evidence) {
  return inferSystem(system(...tables), evidence, { without });
}
function roleOf(inference: ReturnType<typeof read>, from: string, column: string) {
  return inference.edges.find((edge) => edge.from === from && edge.columns.includes(column))?.role;
}

describe("what a type and an id say a row is about", () => {
  const notes = table("notes", {
    id: "pk",
    user_id: "int! -> users",
    noteable_type: "text!",
    noteable_id: "int!",
    second_actor_type: "text",
    second_actor_id: "int",
    body: "text",
  });
  const sample = (column: string, value: string) => ({ table: "notes", column, values: [value], masked: false });
  const evidence = { samples: [sample("noteable_type", "Customer"), sample("second_actor_type", "Customer")] };

  it("is theirs too, beside whoever wrote it; whoever acted is not", () => {
    const all = [users, customers, notes];
    const found = read(all, [], evidence);
    expect(roleOf(found, "notes", "noteable_id")).toBe("owner");
    expect(roleOf(found, "notes", "second_actor_id")).toBe("actor");
    expect(found.edges.find(({ columns }) => columns.includes("noteable_id"))?.confirmed).toBe(false);
    expect(roleOf(read(all, ["about-another"], evidence), "notes", "noteable_id")).toBe("actor");
    // What one is told of another is one's own alone.
    const told = { ...notes, name: "notifications" };
    const samples = evidence.samples.map((one) => ({ ...one, table: "notifications" }));
    expect(roleOf(read([users, customers, told], [], { samples }), "notifications", "noteable_id")).toBe("actor");
  });
});

describe("whoever serves others", () => {
  const tickets = table("tickets", { id: "pk", customer_id: "int! -> customers", body: "text" });
  const ofTickets = { ticket_id: "int! -> tickets cascade", employee_id: "int! -> employees" };

  it("own-reading: sees what they watch, and handles nothing by it", () => {
    const all = [employees, customers, tickets, table("ticket_watchers", { id: "pk", ...ofTickets })];
    expect(roleOf(read(all), "ticket_watchers", "employee_id")).toBe("viewer");
    expect(roleOf(read(all, ["own-reading"]), "ticket_watchers", "employee_id")).toBe("actor");
    const handled = [employees, customers, tickets, table("ticket_shifts", { id: "pk", ...ofTickets })];
    expect(roleOf(read(handled), "ticket_shifts", "employee_id")).toBe("actor");
  });

  it("own-access: has tokens and former passwords of their own", () => {
    const own = table("previous_passwords", {
      id: "pk",
      employee_id: "int! -> employees",
      customer_id: "int -> customers",
    });
    const all = [employees, customers, tickets, own];
    expect(roleOf(read(all), "previous_passwords", "employee_id")).toBe("owner");
    expect(roleOf(read(all, ["own-access"]), "previous_passwords", "employee_id")).toBe("actor");
  });

  it("staff-logs: acts in the history of a thing, and owns that of their own logins", () => {
    const orders = table("supply_orders", { id: "pk", total: "num" });
    const of = (name: string) =>
      table(name, { id: "pk", supply_order_id: "int -> supply_orders", employee_id: "int! -> employees" });
    const all = [employees, orders, of("supply_order_history"), of("login_history")];
    expect(roleOf(read(all), "supply_order_history", "employee_id")).toBe("actor");
    expect(roleOf(read(all), "login_history", "employee_id")).toBe("owner");
    expect(roleOf(read(all, ["staff-logs"]), "supply_order_history", "employee_id")).toBe("owner");
  });
});

describe("makers", () => {
  const made = (name: string, more: Readonly<Record<string, string>> = {}) =>
    table(name, { id: "pk", label: "text", remarks: "text", created_by: "int! -> users", ...more });

  it("noted-kinds: own no category for a remark in it", () => {
    const all = [users, made("categories"), made("gadgets")];
    expect(roleOf(read(all), "categories", "created_by")).toBe("actor");
    expect(roleOf(read(all), "gadgets", "created_by")).toBe("owner");
    expect(roleOf(read(all, ["noted-kinds"]), "categories", "created_by")).toBe("owner");
  });

  it("made-for-all: of categories and suppliers are those of all rows under that name, but for what they wrote", () => {
    const things = ["categories", "suppliers", "gadgets", "widgets", "cabinets"].map((name) => made(name));
    const all = [users, ...things, made("letters", { body: "text!" })];
    expect(roleOf(read(all), "gadgets", "created_by")).toBe("actor");
    expect(roleOf(read(all), "letters", "created_by")).toBe("owner");
    expect(roleOf(read(all, ["made-for-all"]), "gadgets", "created_by")).toBe("owner");
    // In few tables, or where nothing is there for all, it is asked as before.
    expect(roleOf(read([users, ...things.slice(0, 3)]), "gadgets", "created_by")).toBe("owner");
  });

  it("rooms: own no room in which others' rows are, though it is described; what they wrote stays theirs", () => {
    const answers = (of: string) =>
      table(`${of}_answers`, { id: "pk", [`${of}_id`]: `int! -> ${of}s`, user_id: "int! -> users" });
    const room = (name: string, text: string) =>
      table(name, { id: "pk", title: "text", [text]: "text", creator_id: "int! -> users" });
    const all = [users, room("streams", "description"), answers("stream"), room("letters", "body"), answers("letter")];
    expect(roleOf(read(all), "streams", "creator_id")).toBe("actor");
    expect(roleOf(read(all), "letters", "creator_id")).toBe("owner");
    expect(roleOf(read(all, ["rooms"]), "streams", "creator_id")).toBe("owner");
  });
});

describe("names", () => {
  it("glued-tables: an orderposition is a position, and a userprofile is the user", () => {
    const app = [
      table("userprofile", { id: "pk", email: "text! unique", password: "text!", full_name: "text" }),
      table("order", { id: "pk", userprofile_id: "int! -> userprofile" }),
      table("orderposition", { id: "pk", order_id: "int -> order" }),
      table("orderpayment", { id: "pk", order_id: "int -> order" }),
      table("orderrefund", { id: "pk", order_id: "int -> order" }),
      table("checkin", { id: "pk", position_id: "int!" }),
    ];
    const found = read(app);
    expect(found.edges.find(({ from }) => from === "checkin")).toMatchObject({ to: "orderposition" });
    expect(roleOf(found, "orderposition", "order_id")).toBe("part");
    expect(roleOf(found, "order", "userprofile_id")).toBe("owner");
    expect(read(app, ["glued-tables"]).edges.find(({ from }) => from === "checkin")).toBeUndefined();
  });

  it("clients-of-programs: client_id of tokens is a program", () => {
    const of = (name: string) => table(name, { id: "pk", client_id: "int!" });
    const all = [users, of("ssoaccesstokens"), of("meetings")];
    expect(roleOf(read(all), "ssoaccesstokens", "client_id")).toBeUndefined();
    expect(roleOf(read(all), "meetings", "client_id")).toBe("owner");
    expect(roleOf(read(all, ["clients-of-programs"]), "ssoaccesstokens", "client_id")).toBe("owner");
  });

  it("what is an addon to another, or belongs to it, is a thing; to whom something was given is somebody", () => {
    const parcels = table("parcels", { id: "pk", addon_to_id: "int", belongs_to: "int", issued_to: "int" });
    const found = read([users, parcels]);
    expect(found.edges.map(({ columns, role }) => `${columns.join()} ${role}`)).toEqual(["issued_to owner"]);
  });
});

describe("numbers and places", () => {
  const numbers = (name: string, columns: Readonly<Record<string, string>>) => table(name, { id: "pk", ...columns });

  it("ranges: from and to of what nobody sends are numbers, and of a transfer they are people", () => {
    const slots = numbers("slots", { from: "int", to: "int" });
    const transfers = numbers("transfers", { from: "int!", to: "int!" });
    const found = read([users, slots, transfers]);
    expect(new Set(found.edges.map(({ from }) => from))).toEqual(new Set(["transfers"]));
    expect(roleOf(read([users, slots], ["ranges"]), "slots", "to")).toBe("owner");
  });

  it("how often somebody may, or has bought, is nobody; where somebody was asked to come is none either", () => {
    const coupons = numbers("coupons", { usage_per_customer: "int", downloads_bought: "int", invited_to: "int" });
    expect(read([users, customers, coupons]).edges).toEqual([]);
  });

  it("whoever is featured in what is another's has not made it theirs", () => {
    const topics = numbers("topics", { user_id: "int! -> users", featured_user_id: "int -> users" });
    expect(roleOf(read([users, topics]), "topics", "featured_user_id")).toBe("actor");
  });

  it("places-with-contacts: a stock has somebody to contact, and is asked about; what lies there is nobody's", () => {
    const stocks = table("stocks", { id: "pk", name: "text!", contact_name: "text", contact_email: "text" });
    const lying = numbers("stock_levels", { stock_id: "int! -> stocks", quantity: "int" });
    const found = read([users, stocks, lying]);
    expect(roleOf(found, "stock_levels", "stock_id")).toBe("context");
    expect(found.findings).toContainEqual(expect.objectContaining({ code: "subject_question", table: "stocks" }));
    expect(roleOf(read([users, stocks, lying], ["places-with-contacts"]), "stock_levels", "stock_id")).toBe("owner");
  });

  it("to whom something goes beside its owner is a guess, unless something is written to them", () => {
    const ends = { user_id: "int! -> users", to_user_id: "int! -> users" };
    const found = read([users, numbers("absences", ends), numbers("letters", { ...ends, body: "text!" })]);
    const to = found.edges.filter(({ columns }) => columns.includes("to_user_id"));
    expect(to.map(({ from, role, confirmed }) => `${from} ${role} ${confirmed}`)).toEqual([
      "absences owner false",
      "letters owner true",
    ]);
  });
});

describe("questions", () => {
  it("are not put about schools and hospitals, and are about suppliers and tickets", () => {
    const of = (name: string) => table(name, { id: "pk", name: "text", email: "text", phone: "text" });
    const naming = (column: string, to: string) =>
      ["a", "b", "c"].map((name) => table(`${name}_things`, { id: "pk", [column]: `int! -> ${to}` }));
    const asked = (all: readonly TableSchema[]) =>
      read(all).findings.flatMap(({ code, table: about }) => (code === "subject_question" ? [about] : []));
    expect(asked([users, of("hospitals"), of("suppliers")])).toEqual(["suppliers"]);
    const position = table("order_positions", { id: "pk", attendee_name: "text", attendee_email: "text" });
    expect(asked([users, position, ...naming("order_position_id", "order_positions")])).toEqual(["order_positions"]);
  });
});
