/** Triggers as applications write them, in the words of each kind of database: for tests of what is done when they fire. */
import type { TestKind } from "./test-database.ts";

/** A shop that triggers are added to. Ada has written, bought and is written to; Bo and Cy have to stay as they are. */
export const SHOP = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, full_name VARCHAR(90));
  CREATE TABLE orders (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, street VARCHAR(90),
    FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER, body VARCHAR(90), history VARCHAR(200), FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
    FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org', 'Ada Lovelace'), (2, 'bo@example.org', 'Bo Beispiel'), (12, 'cy@example.org', 'Cy Example');
  INSERT INTO orders VALUES (1, 1, 'Main St 1'), (2, 2, 'Side St 2');
  INSERT INTO topics VALUES (1, 1, 'hello', NULL), (2, 2, 'written to ada@example.org', NULL);
  INSERT INTO replies VALUES (1, 1, 2), (2, 2, 2);`;

/** Where triggers write, by whether its rows have a key that grows, any key, or none. */
export const TRAILS = {
  growing: (kind: TestKind) => `CREATE TABLE trail (id ${serial(kind)}, data ${json(kind)})`,
  keyed: (kind: TestKind) => `CREATE TABLE trail (id VARCHAR(60) PRIMARY KEY, data ${json(kind)})`,
  keyless: (kind: TestKind) => `CREATE TABLE trail (data ${json(kind)})`,
} as const;

const isPostgres = (kind: TestKind) => kind === "postgres" || kind === "pglite";
const json = (kind: TestKind) => (isPostgres(kind) ? "JSONB" : kind === "mysql" ? "JSON" : "TEXT");
function serial(kind: TestKind): string {
  if (isPostgres(kind)) return "SERIAL PRIMARY KEY";
  return kind === "mysql" ? "INTEGER PRIMARY KEY AUTO_INCREMENT" : "INTEGER PRIMARY KEY";
}

/** The row as JSON, of these columns: as it was, or as it is. */
export function rowOf(kind: TestKind, columns: readonly string[], row: "OLD" | "NEW" = "OLD"): string {
  const members = columns.map((name) => `'${name}', ${row}.${name}`).join(", ");
  if (isPostgres(kind)) return `jsonb_build_object(${members})`;
  return kind === "mysql" ? `JSON_OBJECT(${members})` : `json_object(${members})`;
}

type Event = "INSERT" | "UPDATE" | "DELETE";

/** A trigger that does this after each row of a table that comes, goes or changes. */
export function trigger(kind: TestKind, when: Event, table: string, deed: string): string {
  if (kind === "sqlite") return `CREATE TRIGGER copying AFTER ${when} ON ${table} BEGIN ${deed}; END`;
  if (kind === "mysql") return `CREATE TRIGGER copying AFTER ${when} ON ${table} FOR EACH ROW ${deed}`;
  return `CREATE FUNCTION copying() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${deed}; RETURN NULL; END $$;
    CREATE TRIGGER copying AFTER ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION copying()`;
}

/** What such a trigger does who writes this value into the trail. */
export function insert(kind: TestKind, trail: keyof typeof TRAILS, value: string, row: "OLD" | "NEW" = "OLD"): string {
  const key = kind === "mysql" ? `CONCAT('x', ${row}.id)` : `'x' || ${row}.id`;
  return trail === "keyed"
    ? `INSERT INTO trail (id, data) VALUES (${key}, ${value})`
    : `INSERT INTO trail (data) VALUES (${value})`;
}

/** A trigger by which a row that comes or changes holds this (an expression of OLD and NEW) in a column, whatever it is given. */
export function holding(
  kind: TestKind,
  when: "INSERT" | "UPDATE",
  table: string,
  column: string,
  expression: string,
): string {
  if (kind === "sqlite")
    return `CREATE TRIGGER holding AFTER ${when} ON ${table} WHEN NEW.${column} IS NOT ${expression}
      BEGIN UPDATE ${table} SET ${column} = ${expression} WHERE id = NEW.id; END`;
  if (kind === "mysql")
    return `CREATE TRIGGER holding BEFORE ${when} ON ${table} FOR EACH ROW SET NEW.${column} = ${expression}`;
  return `CREATE FUNCTION holding() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN NEW.${column} := ${expression}; RETURN NEW; END $$;
    CREATE TRIGGER holding BEFORE ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION holding()`;
}

/** Takes a trigger away that {@link holding} or {@link trigger} has made. */
export function dropTrigger(kind: TestKind, name: "copying" | "holding", table: string): string {
  return isPostgres(kind) ? `DROP TRIGGER ${name} ON ${table}` : `DROP TRIGGER ${name}`;
}
