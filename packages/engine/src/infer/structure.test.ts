/** What structure and values say where names say nothing: each rule on the smallest schema that shows it. */
import { describe, expect, it } from "vitest";
import { type Evidence, inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

type Given = Parameters<typeof inferSystem>;

function read(schema: Given[0], evidence?: Given[1], without: readonly RuleName[] = []): readonly string[] {
  return inferSystem(schema, evidence, { without })
    .edges.filter(({ role }) => role !== "context")
    .map(({ from, columns, to, role }) => `${from}.${columns.join()} > ${to} ${role}`);
}

const included = (...pairs: readonly string[]): Evidence => ({
  samples: [],
  inclusion: new Map(
    pairs.map((pair) => {
      const [, from = "", column = "", to = "", toColumn = ""] = /^(\w+)\.(\w+)->(\w+)\.(\w+)$/.exec(pair) ?? [];
      return [inclusionKey({ table: from, column, inTable: to, inColumn: toColumn }), 1];
    }),
  ),
});

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
const people = { id: "pk", email: "text! unique", password: "text!", name: "text" };

describe("people", () => {
  it("an officer is no office, and has what officers have", () => {
    const schema = system(
      table("officers", { id: "pk", code: "text!", last_name: "text!", phone: "text", email: "text" }),
      table("visits", { id: "pk", officer_id: "int!", note: "text" }),
    );
    expect(inferSystem(schema).tables.find(({ name }) => name === "officers")?.kind).toBe("subject");
  });

  it("somebody was born, has a name and is reached, whatever the table is called", () => {
    const born = { id: "pk", born: "date", last_name: "text", phone: "text" };
    const kind = (columns: Readonly<Record<string, string>>) =>
      inferSystem(system(table("zorb", columns), table("letters", { id: "pk", zorb_id: "int!" }))).tables[0]?.kind;
    expect(kind(born)).toBe("subject");
    expect(kind({ id: "pk", born: "date", phone: "text" })).not.toBe("subject");
  });

  it("one address in all a table is the house's own", () => {
    const schema = system(table("issuers", { id: "pk", label: "text", email: "text" }));
    const kind = (values: readonly string[]) =>
      inferSystem(schema, { samples: [{ table: "issuers", column: "email", values }] }).tables[0]?.kind;
    expect(kind(["info@example.org"])).not.toBe("subject");
    expect(kind(["ada@example.org", "bruno@example.org"])).toBe("subject");
  });

  it("one login in common with people elsewhere is a namesake's", () => {
    const schema = system(
      table("customers", { id: "pk", login: "text! unique", email: "text!", first_name: "text", last_name: "text" }),
      table("relays", { id: "pk", login: "text!", queue: "text" }),
    );
    const logins = numbers(1, 5).map((at) => `blue_river${at}`);
    const edges = (share: number) =>
      read(schema, {
        samples: [{ table: "relays", column: "login", values: logins }],
        inclusion: new Map([
          [inclusionKey({ table: "relays", column: "login", inTable: "customers", inColumn: "login" }), share],
        ]),
      });
    expect(edges(0.2)).toEqual([]);
    expect(edges(0.6)).toEqual(["relays.login > customers owner"]);
  });

  it("an address by which a row names others is not its own", () => {
    const users = table("users", { name: "text pk", email: "text!", first_name: "text", last_name: "text" });
    const schema = system(users, table("errands", { id: "pk", label: "text", completed_by: "text" }));
    const addresses = numbers(1, 8).map((at) => `p${at}@example.org`);
    const evidence: Evidence = {
      ...included("errands.completed_by->users.name"),
      samples: [
        { table: "users", column: "name", values: addresses },
        { table: "errands", column: "completed_by", values: addresses.slice(1, 6) },
      ],
    };
    const inference = inferSystem(schema, evidence);
    expect(inference.tables.find(({ name }) => name === "errands")?.kind).not.toBe("subject");
    expect(read(schema, evidence)).toContain("errands.completed_by > users actor");
  });
});

describe("references", () => {
  it("a key of people that names another table's rows continues them", () => {
    const schema = system(
      table("adherents", { id_adh: "pk", nom_adh: "text!", prenom_adh: "text!", email_adh: "text" }),
      table("pictures", { id_adh: "pk", format: "text!" }),
    );
    expect(read(schema, included("pictures.id_adh->adherents.id_adh"))).toContain("pictures.id_adh > adherents part");
  });

  it("a key in one word is whose it begins with, though others have it too", () => {
    const schema = system(
      table("borrowers", { borrowernumber: "pk", surname: "text!", firstname: "text!", email: "text" }),
      table("pictures", { borrowernumber: "pk", file: "bin" }),
      table("loans", { id: "pk", borrowernumber: "int!", note: "text" }),
    );
    expect(read(schema)).toContain("loans.borrowernumber > borrowers owner");
  });

  it("versions: a key in several tables whose rows end is the row's own", () => {
    const kept = { valid_to: "ts", zorb_id: "int" };
    const schema = system(
      table("users", { ...people, ...kept }),
      table("houses", { id: "pk", user_id: "int!", ...kept }),
    );
    const evidence = included("users.zorb_id->users.id", "houses.zorb_id->houses.id");
    expect(read(schema, evidence)).toContain("users.zorb_id > users owner");
    expect(read(schema, evidence, ["versions"])).not.toContain("users.zorb_id > users owner");
    expect(read(schema)).not.toContain("users.zorb_id > users owner");
  });

  it("whoever does it, and to whom it is done", () => {
    const schema = system(
      table("users", people),
      table("bonds", { id: "pk", guarantor_id: "int!", guarantee_id: "int!" }),
    );
    const found = read(schema).map((line) => line.split(" > ")[0]);
    expect(found).toEqual(["bonds.guarantor_id", "bonds.guarantee_id"]);
    const alone = system(table("users", people), table("bonds", { id: "pk", guarantee_id: "int!" }));
    expect(read(alone)).toEqual([]);
  });

  it("same-meaning: what a role means in nearly all tables it means in the others", () => {
    const tables = ["atlases", "barrels", "cranes", "ducts"].map((name) =>
      table(name, { id: "pk", label: "text!", update_id: "int" }),
    );
    const clerks = table("clerks", { id: "pk", email: "text! unique", full_name: "text!" });
    const schema = system(table("users", people), clerks, ...tables);
    const spread = ["atlases", "barrels", "cranes"].map((name) => ({
      table: name,
      column: "update_id",
      values: numbers(1, 60),
    }));
    const evidence: Evidence = {
      ...included(...tables.flatMap(({ name }) => [`${name}.update_id->users.id`, `${name}.update_id->clerks.id`])),
      samples: [
        { table: "users", column: "id", values: numbers(1, 60) },
        { table: "clerks", column: "id", values: numbers(1, 12) },
        ...spread,
        // By chance, none of the users who came later.
        { table: "ducts", column: "update_id", values: numbers(1, 12) },
      ],
    };
    const targets = (without: readonly RuleName[]) =>
      new Set(read(schema, evidence, without).map((line) => line.split(" ")[2]));
    expect(targets([])).toEqual(new Set(["users"]));
    expect(targets(["same-meaning"]).size).toBe(2);
  });

  it("polymorphic-pairs: a column whose values name tables says what the id beside it is", () => {
    const schema = system(
      table("adherents", { id: "pk", first_name: "text!", last_name: "text!", email: "text" }),
      table("transactions", { id: "pk", adherent_id: "int!", label: "text" }),
      table("free_fields", { id: "pk", item_id: "int!", field_form: "text!", held: "text" }),
    );
    const sample = (values: readonly string[]) => ({
      samples: [{ table: "free_fields", column: "field_form", values }],
    });
    const found = read(schema, sample(["adh", "trans"]));
    expect(found).toContain("free_fields.item_id > adherents owner");
    expect(found).toContain("free_fields.item_id > transactions part");
    expect(read(schema, sample(["red", "blue"])).some((line) => line.startsWith("free_fields"))).toBe(false);
  });
});

describe("questions", () => {
  it("no one line is asked for ids that mean rows of several tables, as the number beside them says", () => {
    const asked = (more: Readonly<Record<string, string>>) => {
      const tables = ["atlases", "barrels", "cranes"].map((name) =>
        table(name, { id: "pk", label: "text!", data_thing_id: "int!", ...more }),
      );
      const { findings } = inferSystem(system(table("users", people), ...tables));
      return findings.flatMap(({ code, column }) => (code === "naming_question" ? [column] : []));
    };
    expect(asked({})).toEqual(["data_thing_id"]);
    expect(asked({ data_thing_type: "int!" })).toEqual([]);
  });
});

describe("names", () => {
  it("a name that repeats the one beside it is one, whoever is called so", () => {
    const schema = system(
      table("clients", { id: "pk", name: "text!", addr_name: "text", product_name: "text", email: "text! unique" }),
    );
    const firms = numbers(1, 9).map((at) => `Mill & Sons ${at}`);
    const samples = [
      { table: "clients", column: "name", values: firms },
      { table: "clients", column: "addr_name", values: firms.slice(2) },
      { table: "clients", column: "product_name", values: numbers(1, 9).map((at) => `Lamp ${at}`) },
    ];
    const columns = new Map(inferSystem(schema, { samples }).tables[0]?.columns.map((one) => [one.name, one.category]));
    expect(columns.get("addr_name")).toBe("name");
    expect(columns.get("product_name")).not.toBe("name");
  });
});

describe("addresses inside of values", () => {
  const logged = ["ada", "bruno", "chiara"].map((name) => `{"job":"welcome","to":"${name}@example.org"}`);
  const schema = (jobs: Readonly<Record<string, string>>) => system(table("users", people), table("queue_jobs", jobs));
  const kindOf = (of: Given[0], values: readonly string[]) =>
    inferSystem(of, { samples: [{ table: "queue_jobs", column: "arguments", values }] }).tables[1];

  it("a queue with addresses of people in what it does is not nobody's, and it is asked whose", () => {
    const queue = schema({ id: "pk", arguments: "json!", state: "text" });
    const found = kindOf(queue, logged);
    expect(found?.kind).toBe("unclassified");
    expect(found?.columns.find(({ name }) => name === "arguments")?.category).toBe("content.text");
    expect(kindOf(queue, ['{"job":"tidy"}', '{"job":"count"}', '{"job":"sum"}'])?.kind).not.toBe("unclassified");
  });

  it("where they stand in rows that are somebody's they go when a row is blanked", () => {
    const queue = schema({ id: "pk", user_id: "int! -> users", arguments: "json!" });
    expect(kindOf(queue, logged)?.columns.find(({ name }) => name === "arguments")?.category).toBe("content.text");
  });
});

describe("keys that are none", () => {
  it("the address of a machine is nobody's key, though a table tells its rows apart by it", () => {
    const schema = system(
      table("customers", people),
      table("customer_online", { ip: "text pk", customer_id: "int!" }),
      table("orders", { id: "pk", customer_id: "int!", ip: "text!" }),
    );
    expect(read(schema).filter((line) => line.startsWith("orders"))).toEqual(["orders.customer_id > customers owner"]);
  });

  it("what is called as a table is refers to it by a text, where its values are keys there", () => {
    const schema = system(
      table("customers", { guid: "text pk", email: "text! unique", password: "text!" }),
      table("invoices", { guid: "text pk", customer_guid: "text!" }),
      table("entries", { guid: "text pk", invoice: "text", action: "text" }),
    );
    const found = (evidence?: Evidence) => read(schema, evidence).filter((line) => line.startsWith("entries"));
    expect(found(included("entries.invoice->invoices.guid"))).toEqual(["entries.invoice > invoices part"]);
    expect(found()).toEqual([]);
    const coded = system(
      table("members", { ...people, gender: "text" }),
      table("genders", { code: "text pk", gender: "text" }),
    );
    expect(read(coded, included("members.gender->genders.code"))).toEqual([]);
  });

  it("nothing is asked about the name of a key that a table has, though its own key is of several columns", () => {
    const remedy = table("zorb_remedy", { remedy: "int!", language_id: "int!", label: "text" });
    const states = ["parcels", "crates", "pallets"].map((name) => table(name, { id: "pk", zorb_remedy_id: "int!" }));
    const asked = (...more: readonly (typeof remedy)[]) =>
      inferSystem(system(table("users", people), ...states, ...more)).findings.filter(
        ({ code }) => code === "naming_question",
      ).length;
    expect([asked(), asked(remedy)]).toEqual([1, 0]);
  });
});

describe("roles and parts", () => {
  it("what hangs on a card in some rows is of its order in the others", () => {
    const schema = system(
      table("users", people),
      table("cards", { id: "pk", user_id: "int!" }),
      table("orders", { id: "pk", user_id: "int!" }),
      table("payments", { id: "pk", order_id: "int -> orders", source_id: "int", source_type: "text" }),
    );
    const samples = [{ table: "payments", column: "source_type", values: ["Card"] }];
    expect(read(schema, { samples }).filter((line) => line.startsWith("payments"))).toEqual([
      "payments.order_id > orders part",
      "payments.source_id > cards part",
    ]);
  });

  it("what is attached to an order is of it, and so is what is attached to an item of it", () => {
    const schema = system(
      table("users", people),
      table("orders", { id: "pk", user_id: "int!" }),
      table("line_items", { id: "pk", order_id: "int! -> orders cascade" }),
      table("items", { id: "pk", label: "text" }),
      table("adjustments", { id: "pk", adjustable_id: "int!", adjustable_type: "text!" }),
    );
    const samples = [{ table: "adjustments", column: "adjustable_type", values: ["Order", "LineItem", "Item"] }];
    expect(read(schema, { samples }).filter((line) => line.startsWith("adjustments"))).toEqual([
      "adjustments.adjustable_id > orders part",
      "adjustments.adjustable_id > line_items part",
    ]);
  });

  it("a listing of somebody's has details, whoever made them, and one on offer has not", () => {
    const images = table("listing_images", { id: "pk", listing_id: "int", author_id: "int", file: "text" });
    const of = (listings: Readonly<Record<string, string>>) =>
      read(system(table("users", people), table("listings", { id: "pk", title: "text!", ...listings }), images));
    expect(of({ author_id: "int!" })).toContain("listing_images.listing_id > listings part");
    expect(of({})).not.toContain("listing_images.listing_id > listings part");
  });

  it("a link of two tables is called after both, and a unit after what its key is called", () => {
    const schema = system(
      table("users", people),
      table("orders", { id: "pk", user_id: "int!", label: "text" }),
      table("devices", { id: "pk", label: "text" }),
      table("devices_orders", { id: "pk", device_id: "int", order_id: "int", flaw: "text" }),
    );
    expect(read(schema)).toContain("devices_orders.order_id > orders part");
  });

  it("both are in a row that links two people, and in no other because of it", () => {
    const of = (more: Readonly<Record<string, string>>) =>
      read(
        system(table("users", people), table("pairs", { id: "pk", user_id: "int!", managed_user_id: "int!", ...more })),
      );
    expect(of({})).toEqual(["pairs.user_id > users owner", "pairs.managed_user_id > users owner"]);
    expect(of({ body: "text" })).toContain("pairs.managed_user_id > users actor");
  });

  it("an address of what is somebody's own is held by it, and a profile of devices is a kind of them", () => {
    const schema = system(
      table("customers", { id: "pk", email: "text! unique", first_name: "text", last_name: "text" }),
      table("orders", { id: "pk", customer_id: "int! -> customers", order_address_id: "int! -> order_addresses" }),
      table("order_addresses", { id: "pk", street: "text!", phone: "text", zip: "text" }),
      table("devices", { id: "pk", customer_id: "int! -> customers", device_profile_id: "int! -> device_profiles" }),
      table("device_profiles", { id: "pk", label: "text!" }),
    );
    const roles = read(schema).filter((edge) => edge.startsWith("orders.order_") || edge.startsWith("devices.device_"));
    expect(roles).toEqual(["orders.order_address_id > order_addresses holds"]);
  });

  it("whoever did what a log of something tells acted on it, and a remark in it is no text of theirs", () => {
    const sheets = table("sheets", { id: "pk", employee_id: "int! -> employees" });
    const line = { id: "pk", sheet_id: "int! -> sheets", comment: "text", performed_by: "int! -> users" };
    const roleIn = (name: string, columns: Readonly<Record<string, string>>, without: readonly RuleName[] = []) =>
      inferSystem(
        system(table("employees", { ...people, salary: "num" }), table("users", people), sheets, table(name, columns)),
        undefined,
        { without },
      ).edges.find(({ columns: [column] }) => column === "performed_by")?.role;
    expect(roleIn("sheet_action_logs", line)).toBe("actor");
    expect(roleIn("sheet_action_logs", { ...line, body: "text!" })).toBe("owner");
    expect(roleIn("sheet_replies", line)).toBe("owner");
    expect(roleIn("sheet_action_logs", line, ["acts-in-logs"])).toBe("owner");
  });

  it("whoever of staff is called the owner of somebody known by an address looks after them", () => {
    const schema = system(
      table("employees", { ...people, salary: "num" }),
      table("prospects", { id: "pk", email: "text!", owner_employee_id: "int! -> employees" }),
    );
    expect(read(schema)).toContain("prospects.owner_employee_id > employees actor");
  });

  it("whom to ask about what many share does not own it", () => {
    const schema = system(
      table("users", people),
      table("companies", { id: "pk", label: "text", contact_user_id: "int!" }),
    );
    expect(read(schema)).toEqual(["companies.contact_user_id > users actor"]);
  });

  it("an approval is hardly whoever approved it's: that is asked, though a key declares whom it means", () => {
    const schema = system(
      table("users", people),
      table("approvals", { id: "pk", term: "text!", approved_by: "int! -> users" }),
    );
    const inference = inferSystem(schema);
    expect(inference.edges.filter(({ confirmed }) => confirmed)).toEqual([]);
    expect(inference.findings.map(({ code }) => code)).toContain("owner_doubtful");
  });
});

describe("who works in a house that others come to", () => {
  it("a customer's login stands on the customer's side, and a user beside it acts", () => {
    const schema = system(
      table("users", people),
      table("customer_users", people),
      table("tickets", {
        id: "pk",
        customer_user_id: "int! -> customer_users",
        user_id: "int! -> users",
        title: "text",
      }),
    );
    expect(read(schema).filter((edge) => edge.startsWith("tickets"))).toEqual([
      "tickets.customer_user_id > customer_users owner",
      "tickets.user_id > users actor",
    ]);
  });

  it("a key that is called after people's table means them and says no more, whatever their own key is called", () => {
    const schema = system(
      table("employees", { emp_number: "pk", first_name: "text!", last_name: "text!", work_email: "text" }),
      table("timesheets", { id: "pk", employee_id: "int!", starts: "date" }),
    );
    const evidence = included("timesheets.employee_id->employees.emp_number");
    expect(read(schema, evidence)).toEqual(["timesheets.employee_id > employees owner"]);
  });

  it("a user in what is there for all of an organisation is asked about", () => {
    const schema = system(
      table("users", people),
      table("organisations", { id: "pk", label: "text" }),
      table("mileage_rates", {
        id: "pk",
        amount: "decimal",
        organisation_id: "int! -> organisations",
        user_id: "int! -> users",
      }),
    );
    expect(inferSystem(schema).findings.filter(({ table }) => table === "mileage_rates")).toMatchObject([
      { code: "owner_doubtful", column: "user_id", blocks: true },
    ]);
  });

  it("numbers of documents are known by their short names too", () => {
    const schema = system(table("employees", { ...people, ssn_num: "text", passport_num: "text" }));
    const { columns } = inferSystem(schema).tables[0] ?? { columns: [] };
    const category = (name: string) => columns.find((column) => column.name === name)?.category;
    expect([category("ssn_num"), category("passport_num")]).toEqual([
      "identity.government-id",
      "identity.government-id",
    ]);
  });
});
