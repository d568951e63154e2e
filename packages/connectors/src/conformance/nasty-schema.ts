/** A schema with everything that trips a connector, in the spelling of each language, with its rows. */
import type { TestKind } from "../testing/test-database.ts";

interface Spelling {
  quote(name: string): string;
  readonly key: string;
  readonly flag: string;
  readonly flagDefault: string;
  readonly state: string;
  readonly json: string;
  readonly bytes: string;
  readonly moment: string;
  readonly uuid: string;
  /** A literal of these bytes. */
  hex(bytes: string): string;
  /** Before and after the tables. */
  readonly before: string;
  readonly after: string;
}

const double = (name: string) => `"${name.replaceAll('"', '""')}"`;
const backtick = (name: string) => `\`${name.replaceAll("`", "``")}\``;

const postgres: Spelling = {
  quote: double,
  key: "integer",
  flag: "boolean",
  flagDefault: "true",
  state: `"State Kind"`,
  json: "jsonb",
  bytes: "bytea",
  moment: "timestamptz",
  uuid: "uuid",
  hex: (bytes) => `'\\x${bytes}'`,
  before: `CREATE TYPE "State Kind" AS ENUM ('active', 'it''s', 'gone'); CREATE DOMAIN short_text AS varchar(12);`,
  after: `
    ALTER TABLE "User" ADD COLUMN tags text[] DEFAULT '{}';
    ALTER TABLE "User" ADD COLUMN nick short_text;
    UPDATE "User" SET tags = ARRAY['a', 'b "c"', NULL], nick = 'Ada' WHERE id = 0;
    COMMENT ON TABLE "User" IS 'People who sign in';
    COMMENT ON COLUMN "User"."eMail" IS 'Their address';
    CREATE SCHEMA "Other Schema";
    CREATE TABLE "Other Schema"."Thing" ("Id" bigint PRIMARY KEY, "ownerId" integer REFERENCES "User"(id) ON DELETE RESTRICT DEFERRABLE);
    INSERT INTO "Other Schema"."Thing" VALUES (9007199254740993, 0);
    CREATE TABLE measured (day date NOT NULL, who integer REFERENCES "User"(id)) PARTITION BY RANGE (day);
    CREATE TABLE measured_1 PARTITION OF measured FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
    CREATE TABLE measured_2 PARTITION OF measured FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
    INSERT INTO measured VALUES ('2020-05-01', 0), ('2021-05-01', 0), ('2021-06-01', 1);
    CREATE TABLE animal (id integer PRIMARY KEY, owner integer);
    CREATE TABLE cat (lives integer) INHERITS (animal);
    INSERT INTO animal VALUES (1, 0); INSERT INTO cat VALUES (2, 0, 9);
    CREATE MATERIALIZED VIEW "UserCount" AS SELECT count(*) AS n FROM "User";
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER "onChange" BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE TRIGGER "onInsert" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION touch();`,
};

const spellings: Readonly<Record<TestKind, Spelling>> = {
  postgres,
  pglite: postgres,
  mysql: {
    quote: backtick,
    key: "integer",
    flag: "tinyint(1)",
    flagDefault: "1",
    state: "enum('active', 'it''s', 'gone')",
    json: "json",
    bytes: "varbinary(64)",
    moment: "timestamp NULL",
    uuid: "char(36)",
    hex: (bytes) => `X'${bytes}'`,
    before: "SET time_zone = '+00:00';",
    after: `
      ALTER TABLE \`User\` COMMENT 'People who sign in';
      CREATE TABLE \`plain\` (id integer PRIMARY KEY) ENGINE = MyISAM;
      CREATE TRIGGER \`onChange\` BEFORE UPDATE ON \`User\` FOR EACH ROW SET NEW.\`order\` = NEW.\`order\`;
      CREATE TRIGGER \`onInsert\` BEFORE INSERT ON \`User\` FOR EACH ROW SET NEW.\`order\` = NEW.\`order\`;`,
  },
  sqlite: {
    quote: double,
    key: "integer",
    flag: "boolean",
    flagDefault: "1",
    state: `varchar(10) CHECK ("state" IN ('active', 'it''s', 'gone'))`,
    json: "json",
    bytes: "blob",
    moment: "datetime",
    uuid: "uuid",
    hex: (bytes) => `x'${bytes}'`,
    before: "",
    after: `
      CREATE TRIGGER "onChange" AFTER UPDATE ON "User" BEGIN SELECT 1; END;
      CREATE TRIGGER "onInsert" AFTER INSERT ON "User" BEGIN SELECT 1; END;`,
  },
};

/** The name of a column with both kinds of quotes. */
export const quotedColumn = 'na"m`e';
export const emails = ["ada@example.org", `o'brien"x\\@example.org`, "zoë+😀@example.org", "ADA@example.org"] as const;
export const postIds = ["0b9d5a9e-2f0b-4f53-9d0b-3a6f6f1c0001", "0b9d5a9e-2f0b-4f53-9d0b-3a6f6f1c0002"] as const;

/** Statements that create the schema and its rows. */
export function nastySchema(kind: TestKind): string {
  const s = spellings[kind];
  const q = s.quote;
  const text = (value: string) => `'${value.replaceAll("'", "''").replaceAll("\\", kind === "mysql" ? "\\\\" : "\\")}'`;
  const user = (id: number, email: string | null, order: string | null, rest: string) =>
    `(${id}, ${email === null ? "NULL" : text(email)}, ${order === null ? "NULL" : text(order)}, ${rest})`;
  const concatenated =
    kind === "mysql" ? `concat('#', coalesce(${q("order")}, ''))` : `'#' || coalesce(${q("order")}, '')`;
  return `${s.before}
CREATE TABLE ${q("User")} (
  id ${s.key} NOT NULL PRIMARY KEY,
  ${q("eMail")} varchar(120)${kind === "mysql" ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : ""} UNIQUE,
  ${q("order")} varchar(40),
  ${q(quotedColumn)} varchar(40) NOT NULL DEFAULT 'x',
  ${q("managerId")} ${s.key} NULL,
  ${q("state")} ${s.state},
  ${q("isActive")} ${s.flag} DEFAULT ${s.flagDefault} NOT NULL,
  settings ${s.json},
  avatar ${s.bytes},
  score decimal(10, 2),
  born date,
  ${q("createdAt")} ${s.moment},
  big bigint,
  ${q("postCount")} ${s.key} NOT NULL DEFAULT 0,
  label varchar(60) GENERATED ALWAYS AS (${concatenated}) STORED,
  CONSTRAINT positive CHECK (${q("postCount")} >= 0),
  CONSTRAINT manager FOREIGN KEY (${q("managerId")}) REFERENCES ${q("User")} (id) ON DELETE SET NULL
);
CREATE TABLE ${q("group")} (tenant ${s.key} NOT NULL, code varchar(20) NOT NULL, title varchar(100), PRIMARY KEY (tenant, code));
CREATE TABLE ${q("membership")} (
  ${q("userId")} ${s.key} NOT NULL, tenant ${s.key} NOT NULL, code varchar(20) NOT NULL, role varchar(20),
  PRIMARY KEY (${q("userId")}, tenant, code),
  CONSTRAINT member FOREIGN KEY (${q("userId")}) REFERENCES ${q("User")} (id) ON DELETE CASCADE,
  CONSTRAINT of_group FOREIGN KEY (tenant, code) REFERENCES ${q("group")} (tenant, code)
);
CREATE TABLE ${q("post")} (
  id ${s.uuid} NOT NULL PRIMARY KEY, ${q("authorId")} ${s.key} REFERENCES ${q("User")} (id), title varchar(100), payload text,
  slug varchar(40) NOT NULL UNIQUE
);
CREATE TABLE team (id ${s.key} NOT NULL PRIMARY KEY, ${q("leadId")} ${s.key} NULL);
CREATE TABLE player (id ${s.key} NOT NULL PRIMARY KEY, ${q("teamId")} ${s.key} NOT NULL, FOREIGN KEY (${q("teamId")}) REFERENCES team (id));
${kind === "sqlite" ? "" : `ALTER TABLE team ADD CONSTRAINT lead FOREIGN KEY (${q("leadId")}) REFERENCES player (id);`}
CREATE TABLE log (${q("userId")} ${s.key}, line text);
CREATE TABLE parent_row (id ${s.key} NOT NULL PRIMARY KEY, up ${s.key} NULL, FOREIGN KEY (up) REFERENCES parent_row (id));
CREATE VIEW ${q("ActiveUser")} AS SELECT id, ${q("eMail")} FROM ${q("User")} WHERE ${q("isActive")} = ${s.flagDefault};
INSERT INTO ${q("User")} (id, ${q("eMail")}, ${q("order")}, ${q("state")}, settings, avatar, score, born, ${q("createdAt")}, big, ${q("managerId")}) VALUES
  ${user(0, emails[0], "first", `'active', '{"a": {"b": 5}, "n": 12345678901234567890, "name": "Ada"}', ${s.hex("00ff10")}, 5.00, '1815-12-10', '2024-02-29 12:30:00', 9007199254740993, NULL`)},
  ${user(1, emails[1], "second", `'it''s', '{"a": {"b": "x"}}', NULL, 5.25, NULL, NULL, 2, 0`)},
  ${user(2, emails[2], null, `'gone', NULL, NULL, NULL, NULL, NULL, NULL, 1`)},
  ${user(3, emails[3], null, "NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3")},
  ${user(4, null, "50% off_", "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL")};
INSERT INTO ${q("group")} VALUES (0, 'a', 'A'), (0, 'b', 'B'), (1, 'a', 'C');
INSERT INTO ${q("membership")} VALUES (0, 0, 'a', 'boss'), (0, 1, 'a', NULL), (1, 0, 'a', 'guest'), (1, 0, 'b', NULL);
INSERT INTO ${q("post")} VALUES (${text(postIds[0])}, 0, 'one', '{"who": {"id": 0}}', 's1'), (${text(postIds[1])}, 0, 'two', 'not json 0', 's2');
INSERT INTO team VALUES (1, NULL); INSERT INTO player VALUES (1, 1); UPDATE team SET ${q("leadId")} = 1;
INSERT INTO log VALUES (0, 'hello'), (0, 'hello'), (1, 'bye');
INSERT INTO parent_row VALUES (1, NULL), (2, 1), (3, 2);
${s.after}`;
}
