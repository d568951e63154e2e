/** Conformance: rows that are read exactly, taken away or changed, and put back, are the same to the last bit. */
import type { ExactAsk } from "@kept/engine/diff";
import { describe, expect, test } from "vitest";
import type { TestKind } from "../testing/test-database.ts";
import type { StoreUnderTest } from "./describe-store.ts";

interface Sample {
  readonly create: string;
  /** What tells two values apart that a driver shows alike. */
  readonly look: string;
  readonly drop?: string;
}

const postgres: Sample = {
  create: `CREATE TYPE "Exact Place" AS (street text, "House No" int);
  CREATE TABLE exact (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, f real, d double precision, n numeric, money numeric(10, 2), t text, c char(5),
    at timestamptz, clock timestamp, day date, tm time, took interval, j json, jb jsonb, b bytea, list text[], grid int[],
    ip inet, bits bit(5), who uuid, yes boolean, place point, home "Exact Place", homes "Exact Place"[], stay tstzrange, doubled numeric GENERATED ALWAYS AS (money * 2) STORED);
  INSERT INTO exact (f, d, n, money, t, c, at, clock, day, tm, took, j, jb, b, list, grid, ip, bits, who, yes, place, home, homes, stay) VALUES
    (0.1, 1e300, 12345678901234567890.1234500, 1.50, E'zoë\\n''q" \\\\ 😀', 'ab', '2024-02-29 12:30:00.123456+02', '2024-03-31 02:30:00.000001',
     '0044-03-15 BC', '23:59:59.999999', '1 mon 2 days 03:04:05.006', '{"b":1,  "a":[1.50]}', '{"b":1,"a":[1.50]}', '\\x00ff10',
     ARRAY['a', 'b "c"', NULL, ''], '{{1,2},{3,4}}', '10.0.0.1/8', B'10101', '0b9d5a9e-2f0b-4f53-9d0b-3a6f6f1c0001', true, '(1.5,-2)',
     ROW('1 "High", St', 5), ARRAY[ROW('a', NULL)::"Exact Place", NULL], '[2024-01-01 00:00+00,)'),
    ('NaN', '-Infinity', 'NaN', NULL, '', NULL, 'infinity', '-infinity', 'infinity', NULL, NULL, 'null', 'null', '', '{}', '{}',
     '::1', NULL, NULL, false, NULL, ROW(NULL, NULL), '{}', 'empty'),
    (1e-40, 0.1, 0.0, 0, NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);`,
  drop: `DROP TABLE exact; DROP TYPE "Exact Place"`,
  look: "SELECT md5(x::text) AS print, x::text AS row FROM exact x ORDER BY id",
};

const samples: Readonly<Record<TestKind, Sample>> = {
  postgres,
  pglite: postgres,
  mysql: {
    create: `CREATE TABLE exact (
      id bigint unsigned PRIMARY KEY AUTO_INCREMENT, f float, d double, n decimal(30, 8), y year, bits bit(8), flag bit(1), tiny tinyint(1),
      t varchar(40), l varchar(20) CHARACTER SET latin1, j json, b blob, at timestamp(6) NULL, clock datetime(6), tm time(3),
      state enum('a', 'it''s'), tags set('x', 'y'), place point, touched timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
      doubled decimal(30, 8) GENERATED ALWAYS AS (n * 2) STORED);
    INSERT INTO exact (id, f, d, n, y, bits, flag, tiny, t, l, j, b, at, clock, tm, state, tags, place, touched) VALUES
      (1, 0.1, 1e300, 12345678901234567890.12345678, 1999, b'10100101', b'1', 5, 'zoë ''q" \\\\ 😀', 'é', '{"b": 1, "a": [1.50]}', X'00ff10',
       '2024-02-29 12:30:00.123456', '2024-03-31 02:30:00.000001', '-12:00:00.125', 'it''s', 'x,y', ST_GeomFromText('POINT(1.5 -2)', 4326), '2001-01-01 00:00:00'),
      (4294967297, 16777216, 0.1, 0, NULL, NULL, NULL, NULL, '', '', 'null', X'', NULL, '1000-01-01', NULL, 'a', '', NULL, NULL),
      (3, 1e-38, -2.5, -0.1, NULL, b'0', b'0', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2001-01-01 00:00:00');`,
    look: `SELECT id, HEX(f + 0e0) AS f, f + 0e0 AS ff, d, n, y, HEX(bits) AS bits, HEX(flag) AS flag, tiny, HEX(t) AS t, HEX(l) AS l, HEX(j) AS j, HEX(b) AS b,
      CAST(at AS CHAR) AS at, CAST(clock AS CHAR) AS clock, CAST(tm AS CHAR) AS tm, state, tags, HEX(place) AS place, CAST(touched AS CHAR) AS touched, doubled FROM exact ORDER BY id`,
  },
  sqlite: {
    create: `CREATE TABLE exact (id INTEGER PRIMARY KEY, any_value, number INTEGER, real_number REAL, t TEXT, b BLOB, yes BOOLEAN, at TIMESTAMP, money DECIMAL(10, 2));
    INSERT INTO exact VALUES
      (1, 5, 9007199254740993, 0.1, 'zoë ''q" 😀', x'00ff10', 1, '2024-02-29 12:30:00', 1.5),
      (2, '5', 'no number', 1e300, '', x'', 'maybe', 1700000000, 12345678901234567890.12),
      (3, 5.0, NULL, 9.0e999, 'a' || char(0) || 'b', 'text', 0, NULL, 7),
      (4, x'35', -1, -0.0, NULL, NULL, NULL, NULL, '1e5x');`,
    look: `SELECT id, typeof(any_value) AS k1, quote(any_value) AS v1, typeof(number) AS k2, quote(number) AS v2, quote(real_number) AS v3, typeof(t) AS k4,
      hex(t) AS v4, typeof(b) AS k5, hex(b) AS v5, typeof(yes) AS k6, quote(yes) AS v6, typeof(at) AS k7, quote(at) AS v7, typeof(money) AS k8, quote(money) AS v8 FROM exact ORDER BY id`,
  },
};

export function describeExact(get: () => StoreUnderTest): void {
  test("rows come back as they were, whatever their types", async () => {
    const { database, store, kind } = get();
    const { create, look, drop } = samples[kind];
    await database.execute(create);
    try {
      const schema = await store.introspect();
      const table = schema.tables.find(({ name }) => name === "exact");
      const columns = (table?.columns ?? [])
        .filter(({ name, generated }) => name === "id" || !generated)
        .map(({ name }) => name);
      const before = await database.query(look);
      const ids = (await database.query("SELECT id FROM exact")).map(({ id }) => [String(id)]);
      const ask: ExactAsk = { table: "exact", keyColumns: ["id"], plainColumns: ["t"], columns, by: ["id"], in: ids };
      const [rows = []] = await store.read((reader) => reader.readExact([ask]));
      expect(rows).toHaveLength(ids.length);
      // As it comes back from where it was kept.
      const kept = JSON.parse(JSON.stringify(rows)) as typeof rows;

      await database.execute("DELETE FROM exact");
      await store.write((writer) =>
        writer.applyExact([{ op: "put-back", table: "exact", keyColumns: ["id"], columns, rows: kept }]),
      );
      expect(await database.query(look)).toEqual(before);

      const writable = columns.filter((name) => name !== "id");
      await database.execute(`UPDATE exact SET ${writable.map((name) => `${name} = NULL`).join(", ")}`);
      expect(await database.query(look)).not.toEqual(before);
      const values = kept.map(({ key, values: all }) => ({
        key,
        values: writable.map((name) => all[columns.indexOf(name)] ?? null),
      }));
      await store.write((writer) =>
        writer.applyExact([{ op: "restore", table: "exact", keyColumns: ["id"], columns: writable, rows: values }]),
      );
      expect(await database.query(look)).toEqual(before);
      expect(await store.read((reader) => reader.readExact([ask]))).toEqual([rows]);
    } finally {
      await database.execute(drop ?? "DROP TABLE exact");
    }
  });

  describe("many rows", () => {
    test("come back in a bounded number of statements", async () => {
      const { database, store } = get();
      await database.execute(
        "CREATE TABLE many (a int NOT NULL, b varchar(20) NOT NULL, v varchar(40), PRIMARY KEY (a, b))",
      );
      try {
        const list = Array.from({ length: 3000 }, (_, at) => `(${at % 7}, 'k${at}', 'value ${at}')`);
        await database.execute(`INSERT INTO many VALUES ${list.join(", ")}`);
        const before = await database.query("SELECT * FROM many ORDER BY a, b");
        const keys = Array.from({ length: 3000 }, (_, at) => [String(at % 7), `k${at}`]);
        const ask: ExactAsk = {
          table: "many",
          keyColumns: ["a", "b"],
          plainColumns: [],
          columns: ["a", "b", "v"],
          by: ["a", "b"],
          in: keys,
        };
        const [rows = []] = await store.read((reader) => reader.readExact([ask]));
        expect(rows).toHaveLength(3000);
        await database.execute("UPDATE many SET v = 'x'");
        const values = rows.map(({ key, values: [, , v = null] }) => ({ key, values: [v] }));
        await store.write((writer) =>
          writer.applyExact([{ op: "restore", table: "many", keyColumns: ["a", "b"], columns: ["v"], rows: values }]),
        );
        expect(await database.query("SELECT * FROM many ORDER BY a, b")).toEqual(before);
        await database.execute("DELETE FROM many");
        await store.write((writer) =>
          writer.applyExact([
            { op: "put-back", table: "many", keyColumns: ["a", "b"], columns: ["a", "b", "v"], rows },
          ]),
        );
        expect(await database.query("SELECT * FROM many ORDER BY a, b")).toEqual(before);
      } finally {
        await database.execute("DROP TABLE many");
      }
    });
  });
}
