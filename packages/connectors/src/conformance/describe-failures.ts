/** Conformance: what a store says when it cannot. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SystemError } from "../connector.ts";
import { openStore } from "../kinds.ts";
import { type TestKind, withDatabase, withUser } from "../testing/test-database.ts";
import { byKey } from "./describe-questions.ts";
import type { StoreUnderTest } from "./describe-store.ts";

const secret = "hunter2-not-a-secret";

async function failureOf(work: Promise<unknown>): Promise<SystemError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(SystemError);
  const error = failure as SystemError;
  expect(error.advice.length).toBeGreaterThan(10);
  expect(`${error.message} ${error.advice} ${String(error.cause)}`).not.toContain(secret);
  return error;
}

export function describeFailures(get: () => StoreUnderTest, kind: TestKind): void {
  const isServer = kind === "postgres" || kind === "mysql";
  const open = (url: string) => openStore(url, { system: "nasty", connectTimeout: 2000 });

  describe("failures", () => {
    test("a table or column that is not there", async () => {
      const { store } = get();
      const ask = (table: string, column: string) =>
        store.read((reader) => reader.findKeys([{ table, select: [column], any: [byKey([column], [["1"]])] }]));
      expect((await failureOf(ask("nowhere", "id"))).code).toBe("system_table_missing");
      expect((await failureOf(ask("User", "nothing"))).code).toBe("system_table_missing");
    });

    test("a column that came after the structure was read is found", async () => {
      const { store, database } = get();
      await store.introspect();
      await database.execute("ALTER TABLE team ADD COLUMN later varchar(10)");
      const [rows] = await store.read((reader) =>
        reader.findKeys([{ table: "team", select: ["later"], any: [byKey(["id"], [["1"]])] }]),
      );
      expect(rows).toEqual([[null]]);
    });

    if (isServer)
      test("nobody listens", async () => {
        const address = new URL(get().database.url);
        address.port = "9";
        expect((await failureOf(open(address.href))).code).toBe("system_unreachable");
      });

    if (isServer)
      test("a wrong password", async () => {
        const failure = await failureOf(open(withUser(get().database.url, "nobody_at_all", secret)));
        expect(failure.code).toBe("system_login_refused");
      });

    if (isServer)
      test("a database that is not there", async () => {
        const failure = await failureOf(open(withDatabase(get().database.url, "kept_no_such_database")));
        expect(failure.code).toBe("system_database_missing");
      });

    if (isServer)
      test("a table that may not be read", async () => {
        const { database } = get();
        const user = `kept_guest_${process.pid}`;
        const name = new URL(database.url).pathname.slice(1);
        if (kind === "postgres") {
          await database.execute(
            `CREATE ROLE ${user} LOGIN PASSWORD '${secret}'; GRANT SELECT ON "User" TO ${user}; GRANT SELECT, UPDATE ON log TO ${user}`,
          );
        } else {
          await database.execute(
            `CREATE USER '${user}'@'%' IDENTIFIED BY '${secret}'; GRANT SELECT ON ${name}.\`User\` TO '${user}'@'%'; GRANT SELECT, UPDATE ON ${name}.log TO '${user}'@'%'; GRANT INSERT ON ${name}.post TO '${user}'@'%'`,
          );
        }
        const guest = await database.open({ url: withUser(database.url, user, secret) });
        try {
          const { tables } = await guest.introspect();
          const may = Object.fromEntries(tables.map((table) => [table.name, table.may]));
          expect(may["User"]).toEqual({ read: true, insert: false, update: false, delete: false });
          expect(may["log"]).toEqual({ read: true, insert: false, update: true, delete: false });
          expect(may["post"]).toEqual({ read: false, insert: kind !== "postgres", update: false, delete: false });
          const read = guest.read((reader) =>
            reader.countRows([{ table: "post", columns: ["id"], any: [byKey(["title"], [["one"]])] }]),
          );
          expect((await failureOf(read)).code).toBe("system_permission_missing");
          const samples = await guest.sampleColumns([{ table: "post", column: "title" }], 5);
          expect(samples[0]?.values).toEqual([]);
        } finally {
          await guest[Symbol.asyncDispose]();
          await database.execute(
            kind === "postgres" ? `DROP OWNED BY ${user}; DROP ROLE ${user}` : `DROP USER '${user}'@'%'`,
          );
        }
      });

    if (kind === "sqlite")
      test("a file that is not there, or is something else", async () => {
        const folder = await mkdtemp(join(tmpdir(), "kept-test-"));
        expect((await failureOf(open(`sqlite:${folder}/none.db`))).code).toBe("system_database_missing");
        await writeFile(
          join(folder, "other.db"),
          "this is no database, though it is long enough to look like one".repeat(20),
        );
        expect((await failureOf(open(join(folder, "other.db")))).code).toBe("system_database_missing");
        await rm(folder, { recursive: true });
      });
  });
}
