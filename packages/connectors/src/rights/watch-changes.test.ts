/** What triggers copy of somebody, or write in the place of what was set, is told of every right that changes rows, not of erasure alone. */
import type { Diff } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import { EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import type { RowReader, RowStore, RowWriter } from "../connector.ts";
import type { KeptTogether } from "../rights-system.ts";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { holding, insert, rowOf, SHOP, TRAILS, trigger } from "../testing/trigger-samples.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const today = { today: "2030-06-15" };
const ada: PersonQuery = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
const hash = (text: string) => `hash of ${text.length}`;

interface Opened {
  readonly rights: RowRights;
  /** Changes the schema, and looks at it anew. */
  readonly alter: (statement: string) => Promise<RowRights>;
}

const SILENT = "topics: { columns: { history: keep } }";

/** The shop with these statements run, and this in its map beside what is proposed. */
async function open<T>(
  kind: TestKind,
  statements: readonly string[],
  lines: readonly string[],
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const database = await createTestDatabase(kind);
  try {
    await database.execute(SHOP);
    for (const statement of statements) await database.execute(statement);
    const look = async () => {
      const map = readMap(`tables: { ${[SILENT, ...lines].join(", ")} }`);
      const rights = createRowRights(await database.open(), map);
      rights.useMap(acceptProposals(await rights.discover()));
      return rights;
    };
    await using rights = await look();
    const alter = async (statement: string) => {
      await database.execute(statement);
      return await look();
    };
    return await work({ rights, alter });
  } finally {
    await database.drop();
  }
}

const NOTHING = "SELECT 1";
const PUBLIC_TRAIL = "trail: { public: true }";
const placesOf = (residue: readonly Finding[]) => residue.map(({ table, column }) => `${table}.${column}`).sort();

interface Verified {
  readonly verified: boolean;
  readonly residue: readonly Finding[];
}

/** What was told, and that nothing is verified of which anything is told. */
function tell({ verified, residue }: Verified): readonly string[] {
  expect(verified).toBe(residue.length === 0);
  for (const { code, suggestion } of residue)
    expect([code, suggestion]).toEqual(["residue_found", expect.stringMatching(/.{20}/)]);
  return placesOf(residue);
}

/** Keeps what is sealed as it is kept: as JSON. */
function keeper() {
  const kept: Diff[] = [];
  return {
    seal: async (diff: Diff) => void kept.push(JSON.parse(JSON.stringify(diff)) as Diff),
    last: () => kept.at(-1) as Diff,
  };
}

async function restrict({ rights }: Opened) {
  const kept = keeper();
  const outcome = await rights.lifecycle.restrict(ada, EVERYTHING, today, null, { seal: kept.seal });
  return { told: tell(outcome), residue: outcome.residue, diff: kept.last() };
}

async function correct({ rights }: Opened, set: Readonly<Record<string, string>>) {
  const corrections = Object.entries(set).map(([column, value]) => {
    return { table: "members", column, key: null, category: null, value };
  });
  const hooks = { seal: keeper().seal, hash };
  const outcome = await rights.lifecycle.rectify(ada, corrections, null, hooks);
  return { told: tell(outcome), residue: outcome.residue };
}

/** Counts what is asked of a store beside its statements and the questions of plans. */
function counting(store: RowStore, asked: string[]): RowStore {
  const watched = ["findUndone", "scanTexts", "readGreatest", "listRows"];
  const spy = <T extends object>(reader: T): T =>
    new Proxy(reader, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        if (watched.includes(String(name))) asked.push(String(name));
        return value.bind(target);
      },
    });
  return new Proxy(store, {
    get(target, name) {
      if (name === "read") return <T>(work: (reader: RowReader) => Promise<T>) => target.read((one) => work(spy(one)));
      if (name === "write")
        return <T>(work: (writer: RowWriter) => Promise<T>, options?: { suspendForeignKeys?: boolean }) =>
          target.write((one) => work(spy(one)), options);
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("where there are no triggers nothing is asked for their sake", async () => {
  const asked: string[] = [];
  for (const statement of [
    NOTHING,
    trigger("sqlite", "UPDATE", "members", "INSERT INTO replies (topic_id, member_id) VALUES (1, 2)"),
  ]) {
    const database = await createTestDatabase("sqlite");
    try {
      await database.execute(`${SHOP} ${statement}`);
      await using rights = createRowRights(counting(await database.open(), asked), readMap("tables: {}"));
      rights.useMap(acceptProposals(await rights.discover()));
      asked.length = 0;
      const { diff } = await restrict({ rights, alter: async () => rights });
      expect((await rights.lifecycle.revert(diff, keeper())).verified).toBe(true);
      if (statement === NOTHING) {
        await correct({ rights, alter: async () => rights }, { email: "right@example.org" });
        expect(asked).toEqual([]);
      } else expect(asked).toContain("findUndone");
    } finally {
      await database.drop();
    }
  }
});

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  const onKind = test.skipIf(missing !== null);
  const trails = Object.keys(TRAILS) as (keyof typeof TRAILS)[];
  const copyOf = (table: string, columns: readonly string[], trail: keyof typeof TRAILS = "growing") =>
    trigger(kind, "UPDATE", table, insert(kind, trail, rowOf(kind, columns)));

  onKind.each(trails)(
    missing ??
      "restricted: what a trigger keeps in clear of what was sealed, in a table whose rows have a key that is %s",
    async (trail) => {
      const table = TRAILS[trail](kind);
      const cases = [
        ["members", ["id", "email"], true],
        ["topics", ["id", "member_id"], false],
        ["members", ["full_name"], true],
        ["orders", ["street"], true],
      ] as const;
      for (const [from, columns, found] of trail === "growing" ? cases : cases.slice(0, 2)) {
        const { told } = await open(kind, [table, copyOf(from, columns, trail)], [PUBLIC_TRAIL], restrict);
        expect([from, columns, told]).toEqual([from, columns, found ? ["trail.data"] : []]);
      }
    },
    180_000,
  );

  onKind(
    missing ?? "restricted: what stood in a trail before, and one that the law keeps, are no residue",
    async () => {
      const table = TRAILS.growing(kind);
      const old = `INSERT INTO trail (data) VALUES ('{"email": "ada@example.org"}')`;
      const harmless = copyOf("members", ["id"]);
      expect((await open(kind, [table, old, harmless], [PUBLIC_TRAIL], restrict)).told).toEqual([]);
      const law = 'trail: { retain: { for: 10 years, reason: "Audit law" } }';
      expect((await open(kind, [table, copyOf("members", ["email"])], [law], restrict)).told).toEqual([]);
    },
    180_000,
  );

  onKind(
    missing ?? "restricted: a copy in a row that stays, and a value that a trigger writes back",
    async () => {
      const history = holding(kind, "UPDATE", "topics", "history", "'was by ada@example.org'");
      expect((await open(kind, [history], [], restrict)).told).toEqual(["topics.history"]);
      const stubborn = holding(kind, "UPDATE", "members", "email", "OLD.email");
      expect((await open(kind, [stubborn], [], restrict)).told).toEqual(["members.email"]);
    },
    180_000,
  );

  onKind(
    missing ?? "restricted by a mark: a copy beside what is theirs is told, one among it is covered by the mark",
    async () => {
      const flag = "ALTER TABLE members ADD COLUMN is_restricted INTEGER NOT NULL DEFAULT 0";
      const mark = "members: { restrict: is_restricted }";
      const copy = copyOf("members", ["id", "email"]);
      const apart = await open(kind, [TRAILS.growing(kind), flag, copy], [PUBLIC_TRAIL, mark], restrict);
      expect(apart.told).toEqual(["trail.data"]);
      const table =
        "CREATE TABLE trail (id VARCHAR(60) PRIMARY KEY, member_id INTEGER REFERENCES members (id), data VARCHAR(200))";
      const key = kind === "mysql" ? "CONCAT('x', OLD.id)" : "'x' || OLD.id";
      const theirs = trigger(kind, "UPDATE", "members", `INSERT INTO trail VALUES (${key}, OLD.id, OLD.email)`);
      const lines = [mark, "trail: { edges: { member_id -> members: owner }, columns: { data: content.text } }"];
      expect((await open(kind, [table, flag, theirs], lines, restrict)).told).toEqual([]);
    },
    180_000,
  );

  onKind(
    missing ??
      "corrected: a trail of what was wrong is told as such, with the line by which the map keeps it; one of what is right is not",
    async () => {
      const table = TRAILS.growing(kind);
      const right = { email: "right@example.org", full_name: "Ada King Lovelace" };
      const wrong = await open(kind, [table, copyOf("members", ["email"])], [PUBLIC_TRAIL], (one) =>
        correct(one, right),
      );
      expect(wrong.told).toEqual(["trail.data"]);
      expect(wrong.residue[0]?.message).toContain("corrected");
      expect(wrong.residue[0]?.suggestion).toContain("trail: { retain: ");
      const now = trigger(
        kind,
        "UPDATE",
        "members",
        insert(kind, "growing", rowOf(kind, ["email", "full_name"], "NEW")),
      );
      const name = { full_name: right.full_name };
      expect((await open(kind, [table, now], [PUBLIC_TRAIL], (one) => correct(one, name))).told).toEqual([]);
      // "Ada Lovelace" stands in "Ada Lovelace King", and is not kept by it.
      const longer = { full_name: "Ada Lovelace King" };
      expect((await open(kind, [table, now], [PUBLIC_TRAIL], (one) => correct(one, longer))).told).toEqual([]);
      const law = 'trail: { retain: { for: 10 years, reason: "Audit law" } }';
      const kept = await open(kind, [table, copyOf("members", ["email"])], [law], (one) => correct(one, right));
      expect(kept.told).toEqual([]);
    },
    180_000,
  );

  onKind(
    missing ?? "corrected: a trigger that writes another value is refused before, and told where it came since",
    async () => {
      for (const expression of ["OLD.email", "'ada-from-crm@example.org'", "UPPER(NEW.email)"]) {
        const other = holding(kind, "UPDATE", "members", "email", expression);
        const { told } = await open(kind, [other], [], (one) => correct(one, { email: "right@example.org" }));
        expect([expression, told]).toEqual([expression, ["members.email"]]);
        const plan = await open(kind, [other], [], ({ rights }) => {
          const correction = {
            table: "members",
            column: "email",
            key: null,
            category: null,
            value: "right@example.org",
          };
          return rights.lifecycle.planRectification(ada, [correction]);
        });
        const blocking = plan.findings.filter(({ blocks }) => blocks);
        expect(blocking.map(({ code, table, column }) => `${code} ${table}.${column}`)).toEqual([
          "value_altered members.email",
        ]);
      }
    },
    180_000,
  );

  onKind(
    missing ?? "lifted: what does not come back is told by its column, and so is what a trigger has changed beside it",
    async () => {
      const lift = async (opened: Opened, statement: string) => {
        const { diff, told } = await restrict(opened);
        expect(told).toEqual([]);
        await using rights = await opened.alter(statement);
        const outcome = await rights.lifecycle.revert(diff, keeper());
        expect(outcome.verified).toBe(outcome.residue.length === 0);
        return [...placesOf(outcome.residue), ...outcome.findings.map(({ code, column }) => `${code} ${column}`)];
      };
      expect(await open(kind, [], [], (one) => lift(one, NOTHING))).toEqual([]);
      const stubborn = holding(kind, "UPDATE", "members", "email", "OLD.email");
      expect(await open(kind, [], [], (one) => lift(one, stubborn))).toEqual(["members.email"]);
      const beside = holding(kind, "UPDATE", "topics", "history", "'changed'");
      expect(await open(kind, [], [], (one) => lift(one, beside))).toEqual(["value_not_restored history"]);
      const away = trigger(kind, "UPDATE", "members", "DELETE FROM orders WHERE id = 1");
      expect(await open(kind, [], [], (one) => lift(one, away))).toEqual(["orders."]);
    },
    180_000,
  );

  onKind(
    missing ?? "undone: rows that come back other than they were, or not at all, are told",
    async () => {
      const undo = async (opened: Opened, statement: string) => {
        const kept = keeper();
        const hooks = { seal: kept.seal, keepUntil: "2999-12-31T00:00:00.000Z" };
        const erased = await opened.rights.erase(ada, EVERYTHING, today, null, hooks);
        expect(erased.residue).toEqual([]);
        await using rights = await opened.alter(statement);
        const outcome = await rights.lifecycle.revert(kept.last(), keeper());
        expect(outcome.verified).toBe(outcome.residue.length === 0);
        return placesOf(outcome.residue);
      };
      expect(await open(kind, [], [], (one) => undo(one, NOTHING))).toEqual([]);
      const other = holding(kind, "INSERT", "members", "full_name", "'Nobody'");
      expect(await open(kind, [], [], (one) => undo(one, other))).toEqual(["members.full_name"]);
      const gone = trigger(kind, "INSERT", "members", "DELETE FROM replies WHERE id = 2");
      expect(await open(kind, [], [], (one) => undo(one, gone))).toEqual([]);
      if (kind === "mysql") return;
      const swallowed =
        kind === "sqlite"
          ? "CREATE TRIGGER swallowing BEFORE INSERT ON orders BEGIN SELECT RAISE(IGNORE); END"
          : `CREATE FUNCTION swallowing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
             CREATE TRIGGER swallowing BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION swallowing()`;
      expect(await open(kind, [], [], (one) => undo(one, swallowed))).toEqual(["orders."]);
    },
    180_000,
  );

  onKind(
    missing ?? "of several who left together one comes back: what a trigger copies of those who stay away is told",
    async () => {
      const giveBack = async (opened: Opened, statement: string) => {
        const parts: (readonly KeptTogether[])[] = [];
        const people = ["bo", "ada"].map((name) => {
          return { identifiers: [{ kind: "email", value: `${name}@example.org` }], keys: [] };
        });
        const keep = async (all: readonly KeptTogether[]) => void parts.push(JSON.parse(JSON.stringify(all)));
        const done = await opened.rights.batch.erase(people, EVERYTHING, today, null, { keep });
        expect(done.whole.residue).toEqual([]);
        const together = parts.at(-1)?.find(({ away }) => away.length === 2);
        if (together === undefined) throw new Error("They do not hang together.");
        await using rights = await opened.alter(statement);
        const outcome = await rights.batch.giveBack(together, 1, { seal: async () => {} });
        expect(outcome.verified).toBe(outcome.residue.length === 0);
        return placesOf(outcome.residue);
      };
      const table = TRAILS.growing(kind);
      const comes = trigger(kind, "INSERT", "members", insert(kind, "growing", rowOf(kind, ["email"], "NEW"), "NEW"));
      const goes = trigger(kind, "DELETE", "orders", insert(kind, "growing", rowOf(kind, ["member_id"])));
      const names = trigger(
        kind,
        "INSERT",
        "members",
        insert(kind, "growing", rowOf(kind, ["full_name"], "NEW"), "NEW"),
      );
      const ours = trigger(kind, "INSERT", "orders", insert(kind, "growing", rowOf(kind, ["id"], "NEW"), "NEW"));
      for (const [statement, told] of [
        [comes, ["trail.data"]],
        [names, ["trail.data"]],
        [goes, ["trail.data"]],
        [ours, []],
      ] as const)
        expect(await open(kind, [table], [PUBLIC_TRAIL], (one) => giveBack(one, statement))).toEqual(told);
    },
    180_000,
  );
});
