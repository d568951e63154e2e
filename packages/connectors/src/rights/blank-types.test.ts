/** Columns that may not be NULL, of types that a text of no letters is no value of, in rows that have to stay without their content. */
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

interface Sample {
  /** Type and value of each column; none of the values says nothing. */
  readonly columns: Readonly<Record<string, readonly [type: string, value: string]>>;
  /** As a database prints them once they are blanked. */
  readonly blank: Readonly<Record<string, string>>;
  readonly print: (column: string) => string;
}

const postgres: Sample = {
  columns: {
    address: ["inet", "'10.0.0.1'"],
    network: ["cidr", "'10.0.0.0/8'"],
    device: ["macaddr", "'08:00:2b:01:02:03'"],
    tags: ["text[]", "ARRAY['ada', 'b']"],
    grid: ["int[]", "'{{1,2}}'"],
    stay: ["daterange", "'[2024-01-01,2024-02-01)'"],
    words: ["tsvector", "'ada'"],
    lasted: ["interval", "'2 days'"],
    page: ["xml", "'<p>Ada</p>'"],
  },
  blank: {
    address: "0.0.0.0/32",
    network: "0.0.0.0/0",
    device: "00:00:00:00:00:00",
    tags: "{}",
    grid: "{}",
    stay: "empty",
    words: "",
    lasted: "00:00:00",
    page: "",
  },
  print: (column) => `${column}::text AS ${column}`,
};

const samples: Readonly<Record<TestKind, Sample | null>> = {
  postgres,
  pglite: {
    ...postgres,
    columns: Object.fromEntries(Object.entries(postgres.columns).filter(([name]) => name !== "page")),
  },
  mysql: {
    columns: {
      address: ["inet6", "'2001:db8::1'"],
      tags: ["set('ada', 'b')", "'ada,b'"],
    },
    blank: { address: "::", tags: "" },
    print: (column) => `CAST(${column} AS CHAR) AS ${column}`,
  },
  // Its columns hold any text.
  sqlite: null,
};

const GUARDED = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL);
  CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER,
    salary DECIMAL(9, 2) NOT NULL CHECK (salary > 450.5), age INTEGER NOT NULL CHECK (age BETWEEN 18 AND 120),
    born DATE NOT NULL CHECK (born > '1900-01-01'), note VARCHAR(90) NOT NULL, line VARCHAR(90) NOT NULL,
    CONSTRAINT long_enough CHECK (length(note) >= 10 AND length(line) < 4), FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
    FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
  INSERT INTO topics VALUES (1, 1, 5000, 44, '1980-05-05', 'Ada wrote this', 'Ada');
  INSERT INTO replies VALUES (1, 1, 2);`;
const CATEGORIES =
  "salary: financial.income, age: identity.birth-date, born: identity.birth-date, note: content.text, line: content.text";

test.each(testKinds)(
  "%s: a row that stays says nothing, within the limits of its checks",
  async (kind) => {
    if (whyMissing(kind) !== null) return;
    const database = await createTestDatabase(kind);
    try {
      await database.execute(GUARDED);
      const map = readMap(`tables: { topics: { columns: { ${CATEGORIES} } } }`);
      await using rights = createRowRights(await database.open(), map);
      rights.useMap(acceptProposals(await rights.discover()));
      const ada = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
      const { verified } = await rights.erase(ada, EVERYTHING, { today: "2030-06-15" }, null, {});
      expect(verified).toBe(true);
      const cast = kind === "mysql" ? "CHAR" : "VARCHAR";
      const [row] = await database.query(
        `SELECT salary + 0 AS salary, age, CAST(born AS ${cast}) AS born, note, line FROM topics`,
      );
      expect({ ...row, salary: Number(row?.["salary"]) }).toEqual({
        salary: 451,
        age: 18,
        born: "1900-01-02",
        note: "erasedxxxx",
        line: "era",
      });
    } finally {
      await database.drop();
    }
  },
  60_000,
);

test.each(testKinds)(
  "%s: a row that stays says nothing, whatever its types",
  async (kind) => {
    const sample = samples[kind];
    if (whyMissing(kind) !== null || sample === null) return;
    const database = await createTestDatabase(kind);
    const names = Object.keys(sample.columns);
    const types = names.map((name) => `${name} ${sample.columns[name]?.[0]} NOT NULL`);
    try {
      await database.execute(`
      CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL);
      CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER, ${types.join(", ")}, FOREIGN KEY (member_id) REFERENCES members (id));
      CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
        FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (member_id) REFERENCES members (id));
      INSERT INTO members VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
      INSERT INTO topics VALUES (1, 1, ${names.map((name) => sample.columns[name]?.[1]).join(", ")});
      INSERT INTO replies VALUES (1, 1, 2);`);
      const categories = names.map((name) => `${name}: content.text`);
      const map = readMap(`tables: { topics: { columns: { ${categories.join(", ")} } } }`);
      await using rights = createRowRights(await database.open(), map);
      rights.useMap(acceptProposals(await rights.discover()));
      const ada = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
      const options = { today: "2030-06-15" };
      const plan = await rights.planErasure(ada, EVERYTHING, options);
      expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
      const { verified } = await rights.erase(ada, EVERYTHING, options, plan, {});
      expect(verified).toBe(true);
      const [row] = await database.query(`SELECT ${names.map(sample.print).join(", ")} FROM topics`);
      expect(row).toEqual(Object.fromEntries(names.map((name) => [name, sample.blank[name]])));
      // As the plan would set them: a run that was cut off is told by that.
      expect(await rights.settle(plan, options)).not.toBeNull();
    } finally {
      await database.drop();
    }
  },
  60_000,
);
