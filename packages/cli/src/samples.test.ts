/** The command on databases that nobody here designed: discover, access and erase, from the outside. */
import { readFileSync, writeFileSync } from "node:fs";
import { loadSample, type SampleName, whySampleMissing } from "@kept/connectors/testing/load-sample";
import type { TestDatabase, TestKind } from "@kept/connectors/testing/test-database";
import type { SystemSchema } from "@kept/engine/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkplace, type Workplace } from "./testing/run-kept.ts";
import { FORUM_USERS, flarumRows, RENTAL_CUSTOMERS, sakilaRows } from "./testing/sample-rows.ts";
import { countLost, findOrphans, findText, readWhole, type WholeDatabase } from "./testing/whole-database.ts";

interface Person {
  /** How the command names them: `--id` and its value, or `--email`. */
  readonly by: readonly [option: "--id" | "--email", value: string];
  readonly title: string;
  /** Tables in which some of the rows are deleted. */
  readonly deletes: readonly string[];
  /** Texts that only this person is known by: nothing may hold them afterwards. */
  readonly canaries: readonly string[];
  /** Columns that may still hold them, with the reason. */
  readonly mayStay?: readonly string[];
}

interface SampleCase {
  readonly sample: SampleName;
  readonly kinds: readonly TestKind[];
  /** Names of its tables are written so in Postgres; other dumps write them otherwise. */
  readonly rename?: (name: string) => string;
  readonly people: readonly string[];
  /** `table.column`: the references by which rows are somebody's. */
  readonly owners: readonly string[];
  /** Tables that look personal, and whose rows are nobody's here. */
  readonly nobodys?: readonly string[];
  /** Erased one after the other. */
  readonly leavers: readonly Person[];
  /** Whose data must not change: `table:key`. */
  readonly others: readonly string[];
  /** Columns that are computed from rows of several people, or point at the newest of them. */
  readonly derived?: readonly string[];
  readonly fill?: (kind: TestKind) => string | null;
}

const camel = (name: string) => name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const cases: readonly SampleCase[] = [
  {
    sample: "chinook",
    kinds: ["sqlite", "postgres", "mysql"],
    people: ["customer", "employee"],
    owners: ["invoice.customer_id"],
    leavers: [
      {
        title: "a customer with invoices",
        by: ["--id", "customer:5"],
        deletes: ["customer", "invoice", "invoice_line"],
        canaries: ["frantisekw@jetbrains.com", "Wichterlová", "+420 2 4172 5555"],
      },
      {
        title: "a customer by e-mail",
        by: ["--email", "LeoneKohler@surfeu.de"],
        deletes: ["customer", "invoice", "invoice_line"],
        canaries: ["leonekohler@surfeu.de", "Köhler"],
      },
      {
        title: "an employee to whom others report, and whom customers know",
        by: ["--id", "employee:2"],
        deletes: ["employee"],
        canaries: ["nancy@chinookcorp.com", "Edwards"],
      },
      {
        title: "an employee who looks after customers",
        by: ["--id", "employee:3"],
        deletes: ["employee"],
        canaries: ["jane@chinookcorp.com", "+1 (403) 262-6712"],
      },
    ],
    others: ["customer:1", "customer:3", "customer:14", "customer:59", "employee:1", "employee:4", "employee:6"],
  },
  {
    sample: "northwind",
    kinds: ["postgres"],
    people: ["customers", "employees"],
    owners: ["orders.customer_id", "employee_territories.employee_id"],
    leavers: [
      {
        title: "a customer without an e-mail",
        by: ["--id", "customers:ALFKI"],
        deletes: ["customers", "orders", "order_details"],
        canaries: ["Maria Anders", "030-0074321"],
      },
      {
        title: "an employee with a team and orders of customers",
        by: ["--id", "employees:5"],
        deletes: ["employees", "employee_territories"],
        canaries: ["Buchanan", "(71) 555-4848"],
      },
    ],
    others: ["customers:ANATR", "customers:WOLZA", "customers:VINET", "employees:2", "employees:6", "employees:9"],
  },
  {
    sample: "sakila",
    kinds: ["postgres"],
    people: ["customer", "staff"],
    owners: ["rental.customer_id", "payment.customer_id"],
    leavers: [
      {
        title: "a customer by e-mail",
        by: ["--email", "mary.smith@sakilacustomer.org"],
        deletes: ["customer", "rental", "payment", "address"],
        canaries: ["MARY.SMITH@sakilacustomer.org", "1913 Hanoi Way"],
      },
      {
        title: "a member of staff, whom NOT NULL references need",
        by: ["--id", "staff:1"],
        deletes: [],
        canaries: ["Mike.Hillyer@sakilastaff.com", "Hillyer"],
      },
    ],
    others: ["customer:2", "customer:3", "customer:599", "staff:2"],
  },
  {
    sample: "sakila",
    kinds: ["sqlite", "mysql"],
    people: ["customer", "staff"],
    owners: ["rental.customer_id", "payment.customer_id"],
    leavers: [
      {
        title: "a customer by e-mail",
        by: ["--email", "renter1@example.org"],
        deletes: ["customer", "rental", "payment", "address"],
        canaries: ["renter1@example.org", "Family1", "5 Harbour Street"],
      },
      {
        title: "a customer who shares an address",
        by: ["--id", "customer:5"],
        deletes: ["customer", "rental", "payment"],
        canaries: ["renter5@example.org", "Family5"],
      },
      {
        title: "a member of staff, whom NOT NULL references need",
        by: ["--id", "staff:1"],
        deletes: [],
        canaries: ["clerk1@example.org", "clerk-name-1", "Counter1"],
      },
    ],
    others: [2, 3, 4, RENTAL_CUSTOMERS].map((id) => `customer:${id}`).concat("staff:2"),
    fill: (kind) =>
      kind === "sqlite"
        ? `PRAGMA foreign_keys = OFF; ${sakilaRows()} PRAGMA foreign_keys = ON;`
        : `SET FOREIGN_KEY_CHECKS = 0; ${sakilaRows()} SET FOREIGN_KEY_CHECKS = 1;`,
  },
  {
    sample: "flarum",
    kinds: ["sqlite", "postgres", "mysql"],
    people: ["db_prefix_users"],
    owners: [
      "db_prefix_posts.user_id",
      "db_prefix_discussions.user_id",
      "db_prefix_notifications.user_id",
      "db_prefix_access_tokens.user_id",
    ],
    leavers: [
      {
        title: "a member with discussions, posts, tokens and notifications",
        by: ["--email", "forum1@example.org"],
        deletes: ["db_prefix_users", "db_prefix_access_tokens", "db_prefix_notifications"],
        canaries: ["forum1@example.org", "forum-name-1", "192.0.2.1", "198.51.100.1", "provider-id-1"],
      },
      {
        title: "the moderator, who edited posts of others",
        by: ["--id", "db_prefix_users:2"],
        deletes: ["db_prefix_users"],
        canaries: ["forum2@example.org", "forum-name-2", "192.0.2.2"],
      },
    ],
    nobodys: ["db_prefix_registration_tokens"],
    others: Array.from({ length: FORUM_USERS - 2 }, (_, index) => `db_prefix_users:${index + 3}`),
    derived: ["comment_count", "discussion_count", "first_post_id", "last_post_id"],
    fill: () => flarumRows(),
  },
];

for (const sampleCase of cases) {
  for (const kind of sampleCase.kinds) {
    const missing = whySampleMissing(sampleCase.sample, kind);
    const title = `${sampleCase.sample} on ${kind}${missing === null ? "" : ` (skipped: ${missing})`}`;
    describe.skipIf(missing !== null)(title, () => describeSample(sampleCase, kind));
  }
}

function describeSample(sampleCase: SampleCase, kind: TestKind): void {
  let database: TestDatabase;
  let schema: SystemSchema;
  let place: Workplace;
  let map: string;
  const isCamel = sampleCase.sample === "chinook" && kind !== "postgres";
  const named = (name: string) => (isCamel ? name.split(".").map(camel).join(".") : name);
  const on = (...args: readonly string[]) => [...args, "--url", database.url];

  beforeAll(async () => {
    const loaded = await loadSample(sampleCase.sample, kind);
    if (loaded.database === null) throw new Error(loaded.missing);
    database = loaded.database;
    const rows = sampleCase.fill?.(kind) ?? null;
    if (rows !== null) await database.execute(rows);
    await using store = await database.open();
    schema = await store.introspect();
    place = createWorkplace();
    map = place.file("map.yaml");
  }, 120_000);
  afterAll(async () => {
    place?.[Symbol.dispose]();
    await database?.drop();
  });

  test("discover finds people and whose rows are whose, without hand edits", async () => {
    const found = (await place.keptJson(0, "discover", database.url)) as DiscoverJson;
    const people = found.tables.filter((table) => table.kind === "subject").map(({ name }) => name);
    expect(people).toEqual(expect.arrayContaining(sampleCase.people.map(named)));
    const owners = found.tables.flatMap((table) =>
      table.edges.filter(({ role }) => role === "owner").map(({ columns }) => `${table.name}.${columns.join(",")}`),
    );
    expect(owners).toEqual(expect.arrayContaining(sampleCase.owners.map(named)));
    for (const finding of found.findings) expect(finding.suggestion).not.toBe("");
    const text = await place.kept("discover", database.url);
    expect(text.code).toBe(0);
    expect(text.err).toBe("");
  });

  test("--accept writes a map that settles everything, and reads back", async () => {
    // What looks like somebody's is answered one by one.
    const nobodys = (sampleCase.nobodys ?? []).map((table) => `  ${named(table)}: { public: true }\n`).join("");
    if (nobodys !== "") writeFileSync(map, `tables:\n${nobodys}`);
    const given = nobodys === "" ? [] : ["--map", map];
    const accepted = await place.kept("discover", database.url, ...given, "--accept", "--out", map);
    expect(accepted.code).toBe(0);
    expect(readFileSync(map, "utf8")).toContain("accepted:");
    const found = (await place.keptJson(0, "discover", database.url, "--map", map)) as DiscoverJson;
    expect(found.findings.filter(({ blocks }) => blocks)).toEqual([]);
  });

  for (const leaver of sampleCase.leavers) {
    test(`erases ${leaver.title}`, async () => {
      const [option, value] = leaver.by;
      const person = [option, option === "--id" ? named(value) : value];
      const others = sampleCase.others.map(named);
      const own = (await place.keptJson(0, ...on("access", ...person))) as AccessJson;
      expect(own.tables.flatMap(({ rows }) => rows).length).toBeGreaterThan(0);

      const unreviewed = await place.kept(...on("erase", ...person), "--json");
      expect([0, 3]).toContain(unreviewed.code);
      const refusals = (JSON.parse(unreviewed.out) as EraseJson).findings.filter(({ blocks }) => blocks);
      expect(refusals.length > 0).toBe(unreviewed.code === 3);
      for (const refusal of refusals) expect(refusal.suggestion).not.toBe("");

      const before = await readWhole(database, schema);
      const othersBefore = await readOthers(others);
      const dry = (await place.keptJson(0, ...on("erase", ...person, "--map", map))) as EraseJson;
      expect(dry).toMatchObject({ mode: "dry-run", verified: false });
      expect(await readWhole(database, schema)).toEqual(before);

      const done = (await place.keptJson(0, ...on("erase", ...person, "--map", map, "--yes"))) as EraseJson;
      expect(done).toMatchObject({ mode: "done", verified: true, tables: dry.tables });
      const after = await readWhole(database, schema);
      const deleted = done.tables.filter((table) => table.deleted > 0);
      expect(deleted.map(({ name }) => name)).toEqual(expect.arrayContaining(leaver.deletes.map(named)));
      expect(countLost(before, after)).toEqual(Object.fromEntries(deleted.map((table) => [table.name, table.deleted])));
      expect(findOrphans(after, schema)).toEqual(findOrphans(before, schema));
      for (const canary of leaver.canaries) {
        expect(findText(before, canary).length, canary).toBeGreaterThan(0);
        expect(findText(after, canary), canary).toEqual(leaver.mayStay ?? []);
      }
      const othersAfter = await readOthers(others);
      for (const other of others)
        expect(
          describeChanges(
            othersBefore.get(other),
            othersAfter.get(other),
            ["last_update", ...(sampleCase.derived ?? [])],
            leaver.canaries,
          ),
          other,
        ).toEqual([]);

      const again = await place.kept(...on("erase", ...person, "--map", map, "--yes"));
      expect([0, 4]).toContain(again.code);
      if (again.code === 0) expect(again.out).toContain("Nothing is left to erase");
      expect(withoutTimes(await readWhole(database, schema))).toEqual(withoutTimes(after));
    }, 120_000);
  }

  async function readOthers(others: readonly string[]): Promise<ReadonlyMap<string, AccessJson>> {
    const read = new Map<string, AccessJson>();
    for (const other of others) {
      read.set(other, (await place.keptJson(0, ...on("access", "--id", other, "--map", map))) as AccessJson);
    }
    return read;
  }
}

interface Finding {
  readonly code: string;
  readonly suggestion: string;
  readonly blocks: boolean;
}

interface DiscoverJson {
  readonly tables: readonly {
    readonly name: string;
    readonly kind: string;
    readonly edges: readonly { readonly columns: readonly string[]; readonly role: string }[];
  }[];
  readonly findings: readonly Finding[];
}

interface AccessJson {
  readonly tables: readonly {
    readonly name: string;
    readonly level: string;
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
}

interface EraseJson {
  readonly mode: string;
  readonly tables: readonly { readonly name: string; readonly deleted: number }[];
  readonly findings: readonly Finding[];
  readonly verified: boolean;
}

const ANOTHER_PERSON = "[another person]";

/**
 * What changed for somebody else. A reference to whoever left may be empty now, and a line "you did this" goes with the
 * row that it is about. What is left of the leaver's rows, without what identified them, may fall to whom they hang on.
 */
function describeChanges(
  before: AccessJson | undefined,
  after: AccessJson | undefined,
  derived: readonly string[],
  canaries: readonly string[],
): readonly string[] {
  const changes: string[] = [];
  for (const table of before?.tables ?? []) {
    const now = after?.tables.find((one) => one.name === table.name && one.level === table.level);
    const rows = new Map((now?.rows ?? []).map((row) => [rowId(row), row]));
    for (const row of table.rows) {
      const is = rows.get(rowId(row));
      rows.delete(rowId(row));
      if (is === undefined) {
        if (table.level !== "act") changes.push(`${table.name}: a row is gone`);
        continue;
      }
      for (const [column, value] of Object.entries(row)) {
        const isLetGo = value === ANOTHER_PERSON && is[column] === null;
        if (JSON.stringify(is[column]) === JSON.stringify(value) || isLetGo || derived.includes(column)) continue;
        changes.push(`${table.name}.${column}: ${JSON.stringify(value)}, then ${JSON.stringify(is[column])}`);
      }
    }
    for (const row of rows.values()) {
      const text = JSON.stringify(row);
      if (table.level === "act" || canaries.some((canary) => text.includes(canary)))
        changes.push(`${table.name}: a new row ${text}`);
    }
  }
  return changes;
}

/** Keys come first in every sample, and are numbers or short codes. */
function rowId(row: Readonly<Record<string, unknown>>): string {
  const [first, second] = Object.values(row);
  return JSON.stringify([first, second]);
}

function withoutTimes(whole: WholeDatabase): unknown {
  return [...whole].map(([name, rows]) => [
    name,
    rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => column !== "last_update"))).sort(),
  ]);
}
