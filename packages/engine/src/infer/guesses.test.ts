/** What is a guess, what is a copy, and what is merely marked as gone: each rule in as few tables as show it. */
import { describe, expect, it } from "vitest";
import { describeAccepted } from "../accepted-tables.ts";
import { EMPTY_MAP } from "../map.ts";
import { resolveModel } from "../resolve-model.ts";
import type { TableSchema } from "../schema.ts";
import { type Evidence, inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import { system, table } from "./testing/build-schema.ts";

const people = (name = "users") => table(name, { id: "pk", email: "text! unique", password: "text!", name: "text" });
const staff = table("staff_members", { id: "pk", email: "text! unique", full_name: "text!" });
const edges = (inference: ReturnType<typeof inferSystem>) =>
  inference.edges.map((edge) => `${edge.from}.${edge.columns.join("+")} -> ${edge.to} ${edge.role}`);
const codes = (inference: ReturnType<typeof inferSystem>) => inference.findings.map(({ code }) => code);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
const included = (pairs: readonly (readonly [string, string, number])[]): ReadonlyMap<string, number> =>
  new Map(
    pairs.map(([from, to, share]) => {
      const [fromTable = "", column = ""] = from.split(".");
      const [inTable = "", inColumn = ""] = to.split(".");
      return [inclusionKey({ table: fromTable, column, inTable, inColumn }), share];
    }),
  );

describe("doubts", () => {
  const articles = table("articles", { id: "pk", author_id: "int!", body: "text!" });
  const schema = system(people(), staff, articles);
  const both = included([
    ["articles.author_id", "users.id", 1],
    ["articles.author_id", "staff_members.id", 1],
  ]);

  it("an author who may be of either kind is asked about, and accepting the table leaves it open", () => {
    const inference = inferSystem(schema, { samples: [], inclusion: both });
    expect(codes(inference)).toContain("owner_doubtful");
    const accepted = Object.fromEntries(describeAccepted(schema, inference));
    const { model, findings } = resolveModel(schema, inference, { ...EMPTY_MAP, accepted });
    expect(model.edges.find(({ from }) => from === "articles")?.confirmed).toBe(false);
    expect(findings.find(({ code }) => code === "owner_doubtful")?.blocks).toBe(true);
    const line = { columns: ["author_id"], to: "staff_members", toColumns: null, role: "owner" as const, when: {} };
    const entry = { ...line, match: false, pattern: null, path: [], same: false };
    const tables = {
      articles: {
        subject: null,
        public: null,
        key: null,
        identifiers: null,
        retain: null,
        edges: [entry],
        columns: {},
      },
    };
    const answered = resolveModel(schema, inference, { ...EMPTY_MAP, accepted, tables });
    expect(answered.findings.filter(({ code }) => code === "owner_doubtful")).toEqual([]);
  });

  it("is none where values or a declared key tell which kind is meant", () => {
    const one = included([
      ["articles.author_id", "users.id", 1],
      ["articles.author_id", "staff_members.id", 0.2],
    ]);
    expect(codes(inferSystem(schema, { samples: [], inclusion: one }))).not.toContain("owner_doubtful");
    const declared = system(
      people(),
      staff,
      table("articles", { id: "pk", author_id: "int! -> users", body: "text!" }),
    );
    expect(codes(inferSystem(declared))).not.toContain("owner_doubtful");
  });
});

describe("copies", () => {
  const schema = system(
    people(),
    table("comments", { id: "pk", user_id: "int! -> users", author_name: "text", vet_name: "text", body: "text!" }),
  );
  const copies = (evidence?: Evidence) =>
    inferSystem(schema, evidence).tables.flatMap(({ name, columns }) =>
      columns.flatMap((one) => (one.copyOf ? `${name}.${one.name} = ${one.copyOf.table}.${one.copyOf.column}` : [])),
    );

  it("repeat a name where values bear it out, and not where they deny it", () => {
    const all = included([
      ["comments.author_name", "users.name", 0.97],
      ["comments.vet_name", "users.name", 0.01],
    ]);
    expect(copies({ samples: [], inclusion: all })).toEqual(["comments.author_name = users.name"]);
    const none = included([["comments.author_name", "users.name", 0.1]]);
    expect(copies({ samples: [], inclusion: none })).toEqual([]);
  });

  it("are told by their name alone where it is that of the reference", () => {
    const named = system(people(), table("orders", { id: "pk", user_id: "int!", user_email: "text", note: "text" }));
    const [, orders] = inferSystem(named).tables;
    expect(orders?.columns.find(({ name }) => name === "user_email")?.copyOf).toEqual({
      table: "users",
      column: "email",
    });
  });
});

describe("soft deletes", () => {
  const mark = (columns: Record<string, string>, values: readonly string[] = []) =>
    inferSystem(system(table("users", { id: "pk", email: "text!", ...columns })), {
      samples: [{ table: "users", column: "status", values }],
    }).tables[0]?.softDelete;

  it("are told by name, by flag and by state", () => {
    expect(mark({ deleted_at: "ts" })).toEqual({ column: "deleted_at", value: null });
    expect(mark({ isDeleted: "bool!" })).toEqual({ column: "isDeleted", value: "true" });
    expect(mark({ geloescht_am: "ts" })).toBeUndefined();
    expect(mark({ gelöscht_am: "ts" })).toEqual({ column: "gelöscht_am", value: null });
    expect(mark({ status: "text" }, ["active", "deleted"])).toEqual({ column: "status", value: "deleted" });
  });

  it("are neither who deleted a row nor when it will be", () => {
    expect(mark({ deleted_by: "int" })).toBeUndefined();
    expect(mark({ deletion_date: "ts!" })).toBeUndefined();
    expect(mark({ status: "text" }, ["active", "gone fishing"])).toBeUndefined();
  });

  it("change nothing of whose the row is, and are reported", () => {
    const inference = inferSystem(
      system(people(), table("posts", { id: "pk", user_id: "int! -> users", body: "text!", deleted_at: "ts" })),
    );
    expect(edges(inference)).toEqual(["posts.user_id -> users owner"]);
    expect(inference.findings.find(({ code }) => code === "soft_delete_noticed")).toMatchObject({ blocks: false });
  });
});

describe("an initial and a number", () => {
  const schema = system(people(), table("shots", { id: "pk", path: "text" }));
  const see = (prefix: string, values: readonly string[]) => ({
    samples: [
      { table: "users", column: "id", values: numbers(1, 40) },
      { table: "shots", column: "path", values: values.map((value) => `${prefix}${value}.jpg`) },
    ],
  });

  it("means whoever has the initial, where the numbers spread over their keys, and somebody is asked", () => {
    const inference = inferSystem(schema, see("shots/u", numbers(2, 39)));
    expect(edges(inference)).toEqual(["shots.path -> users owner"]);
    expect(inference.edges[0]?.pattern).toBe("shots/u{}.jpg");
    expect(codes(inference)).toContain("owner_doubtful");
  });

  it("means nobody where the initial is another's or the numbers are", () => {
    expect(edges(inferSystem(schema, see("shots/k", numbers(2, 39))))).toEqual([]);
    expect(edges(inferSystem(schema, see("shots/u", numbers(200, 240))))).toEqual([]);
  });
});

describe("rows of many", () => {
  const votes = (poll: TableSchema) =>
    system(people(), poll, table("votes", { id: "pk", poll_id: "int! -> polls", user_id: "int! -> users" }));

  it("are not their maker's alone, unless they are what somebody wrote", () => {
    const bare = table("polls", { id: "pk", created_by: "int! -> users", closed: "bool" });
    expect(edges(inferSystem(votes(bare)))).toContain("polls.created_by -> users actor");
    const written = table("polls", { id: "pk", created_by: "int! -> users", body: "text!" });
    expect(edges(inferSystem(votes(written)))).toContain("polls.created_by -> users owner");
  });

  it("offers: an address to ask about an event is nobody's row", () => {
    const kinds = (columns: Record<string, string>) =>
      inferSystem(system(people(), table("events", { id: "pk", title: "text!", ...columns }))).tables.map(
        ({ kind }) => kind,
      );
    expect(kinds({ email: "text" })).not.toContain("personal");
    expect(kinds({ email: "text" }).filter((kind) => kind === "subject")).toHaveLength(1);
  });

  it("links: an id and two references are a link, however it is named", () => {
    const inference = inferSystem(
      system(
        table("app_userprofile", {
          id: "pk",
          email: "text!",
          password: "text!",
          first_name: "text",
          last_name: "text",
        }),
        table("app_userprofile_cc_users", { id: "pk", from_userprofile_id: "int!", to_userprofile_id: "int!" }),
        table("app_log", { id: "pk", user_id: "int!", text: "text" }),
      ),
    );
    expect(edges(inference)).toContain("app_log.user_id -> app_userprofile owner");
  });

  it("guests: participants with a name and an address are people, with an account or without", () => {
    const inference = inferSystem(
      system(
        people(),
        table("participants", { id: "pk", name: "text!", email: "text", user_id: "int -> users" }),
        table("answers", { id: "pk", participant_id: "int! -> participants", text: "text" }),
      ),
    );
    expect(inference.tables.filter(({ kind }) => kind === "subject").map(({ name }) => name)).toContain("participants");
    expect(edges(inference)).toContain("answers.participant_id -> participants owner");
  });
});
