/** Who is meant: from verified identifiers or row keys to rows of subject tables. */
import type { Finding, Model } from "./model.ts";
import type { PersonQuery, RowRef } from "./rights.ts";
import type { KeyQuery, KeyRows } from "./store.ts";

export interface FoundPerson {
  readonly subjects: readonly RowRef[];
  readonly findings: readonly Finding[];
}

/**
 * Finds the person's own rows. Yields one wave of questions, and is given the answers in order.
 * Nobody, or several rows of one table for one identifier (and nothing that says they are one person), is a blocking
 * finding; whose identifier it is never appears in it.
 */
export function* findPerson(model: Model, query: PersonQuery): Generator<readonly KeyQuery[], FoundPerson, readonly KeyRows[]> {
  const findings: Finding[] = [];
  const asked: { readonly query: KeyQuery; readonly table: string; readonly confirmed: boolean; readonly named: boolean }[] = [];
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  for (const { table: written, key } of query.keys) {
    const name = tables.has(written) ? written : (nameIgnoringCase(model, written) ?? written);
    const table = tables.get(name);
    if (table === undefined || table.identifiers.length + table.key.length === 0 || table.kind !== "subject") {
      findings.push(notASubject(name, table !== undefined));
    } else if (table.key.length !== key.length) {
      findings.push(wrongKey(name, table.key));
    } else {
      const any = [{ kind: "key" as const, columns: table.key, in: [key], fold: false, when: {} }];
      asked.push({ query: { table: name, select: table.key, any }, table: name, confirmed: true, named: true });
    }
  }
  for (const table of model.tables) {
    for (const identifier of table.identifiers) {
      const values = query.identifiers.filter(({ kind }) => kind === identifier.kind).map(({ value }) => [value.trim()]);
      if (values.length === 0 || table.key.length === 0) continue;
      const any = [{ kind: "key" as const, columns: [identifier.column], in: values, fold: true, when: {} }];
      const { confirmed } = identifier;
      asked.push({ query: { table: table.name, select: table.key, any }, table: table.name, confirmed, named: false });
    }
  }
  const answers = asked.length > 0 ? yield asked.map(({ query: one }) => one) : [];
  const subjects = new Map<string, RowRef>();
  asked.forEach(({ table, confirmed, named }, index) => {
    const keys = (answers[index] ?? []).map((row) => row.map((text) => text ?? ""));
    if (!named && keys.length > 1 && !isOnePerson(model, table)) findings.push(ambiguous(table, keys.length));
    if (!confirmed && keys.length > 0) findings.push(unconfirmedSubject(table));
    for (const key of keys) subjects.set(JSON.stringify([table, ...key]), { table, key });
  });
  if (subjects.size === 0 && findings.length === 0) findings.push(notFound(model));
  return { subjects: [...subjects.values()], findings };
}

/** People write `customer:5` of a table that is called `Customer`; only where that names one table. */
function nameIgnoringCase(model: Model, written: string): string | null {
  const alike = model.tables.filter(({ name }) => name.toLowerCase() === written.toLowerCase());
  return alike.length === 1 ? (alike[0]?.name ?? null) : null;
}

/** A table with a `same` edge to itself may hold one person several times (merged accounts). */
function isOnePerson(model: Model, table: string): boolean {
  return model.edges.some((edge) => edge.same && edge.from === table && edge.to === table);
}

function notFound(model: Model): Finding {
  const subjects = model.tables.filter((table) => table.identifiers.length > 0).map((table) => table.name);
  const where = subjects.length > 0 ? `Looked in ${subjects.join(", ")}.` : "No table is known to define people.";
  return {
    code: "person_not_found",
    table: "",
    column: "",
    message: `Nobody is known by that. ${where}`,
    suggestion: "Check the identifier, or name the person's row: --id table:key.",
    blocks: true,
  };
}

function ambiguous(table: string, rows: number): Finding {
  return {
    code: "person_ambiguous",
    table,
    column: "",
    message: `${rows} rows of ${table} are known by that identifier; they may be different people.`,
    suggestion: `Name one row (--id ${table}:key), or state in the map which column says that rows are the same person.`,
    blocks: true,
  };
}

function unconfirmedSubject(table: string): Finding {
  return {
    code: "subject_unconfirmed",
    table,
    column: "",
    message: `That ${table} holds people, and which columns find them, is a proposal so far.`,
    suggestion: `tables: { ${table}: { subject: true } }`,
    blocks: true,
  };
}

function notASubject(table: string, exists: boolean): Finding {
  return {
    code: exists ? "table_not_subject" : "table_unknown",
    table,
    column: "",
    message: exists ? `Rows of ${table} are not people.` : `There is no table ${table}.`,
    suggestion: exists ? `If they are, add: tables: { ${table}: { subject: true } }` : "`kept discover` lists the tables.",
    blocks: true,
  };
}

function wrongKey(table: string, key: readonly string[]): Finding {
  return {
    code: "key_malformed",
    table,
    column: "",
    message: `The key of ${table} has ${key.length} part${key.length === 1 ? "" : "s"}: ${key.join(", ")}.`,
    suggestion: `--id ${table}:${key.map((name) => `<${name}>`).join(",")}`,
    blocks: true,
  };
}
