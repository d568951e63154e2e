/** Who is meant: from verified identifiers or row keys to rows of subject tables. */
import { keyId } from "./edge-values.ts";
import { isGhost, possibleGhosts } from "./ghosts.ts";
import { type Finding, indexModel, type Model, type ModelTable } from "./model.ts";
import { nearestName } from "./nearest-name.ts";
import { reachRows } from "./reach.ts";
import { isReadable } from "./reached-rows.ts";
import type { PersonQuery, RowRef } from "./rights.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys } from "./store.ts";

export interface FoundPerson {
  readonly subjects: readonly RowRef[];
  readonly findings: readonly Finding[];
}

/**
 * Finds the person's own rows. Yields one wave of questions, and is given the answers in order.
 * Nobody, or several rows of one table for one identifier (and nothing that says they are one person), is a blocking
 * finding; whose identifier it is never appears in it.
 */
export function* findPerson(
  model: Model,
  query: PersonQuery,
): Generator<readonly KeyQuery[], FoundPerson, readonly KeyRows[]> {
  const findings: Finding[] = [];
  const asked = askFor(model, query, findings);
  const answers = asked.length > 0 ? yield asked.map(({ query: one }) => one) : [];
  return yield* judgeAnswers(model, asked, answers, findings);
}

/** What has to be asked to find the person; what is wrong with the question itself is added to `findings`. */
export function askFor(model: Model, query: PersonQuery, findings: Finding[]): readonly Asked[] {
  return [...askKeys(model, query, findings), ...askIdentifiers(model, query)];
}

/** Who the person is, from the answers to {@link askFor}. */
export function* judgeAnswers(
  model: Model,
  asked: readonly Asked[],
  answers: readonly KeyRows[],
  findings: Finding[],
): Generator<readonly KeyQuery[], FoundPerson, readonly KeyRows[]> {
  const subjects = new Map<string, RowRef>();
  const several: { readonly table: string; readonly refs: readonly RowRef[] }[] = [];
  const ghosts = possibleGhosts(model);
  asked.forEach(({ table, query, confirmed, named }, index) => {
    const ghost = ghosts.get(table);
    const refs = (answers[index] ?? []).flatMap((row): readonly RowRef[] => {
      if (ghost === undefined) return [{ table, key: row.map((text) => text ?? "") }];
      // The row that stands in for people who have left is nobody.
      return isGhost(ghost, query.select, row)
        ? []
        : [{ table, key: row.slice(0, ghost.key.length).map((text) => text ?? "") }];
    });
    if (named && refs.length === 0) findings.push(notFound(model));
    if (!named && refs.length > 1) several.push({ table, refs });
    if (!confirmed && refs.length > 0) findings.push(unconfirmedSubject(table));
    for (const ref of refs) subjects.set(JSON.stringify([table, ...ref.key]), ref);
  });
  for (const { table, refs } of several) {
    if (!(yield* areOnePerson(model, refs))) findings.push(ambiguous(table, refs.length));
  }
  if (subjects.size === 0 && findings.length === 0) findings.push(notFound(model));
  return { subjects: [...subjects.values()], findings };
}

/** One question of {@link askFor}: the rows of `table` in which `columns` hold `value`. */
export interface Asked {
  readonly query: KeyQuery;
  readonly table: string;
  readonly columns: readonly string[];
  readonly value: Key;
  readonly confirmed: boolean;
  /** By the key of the row, not by an identifier. */
  readonly named: boolean;
}

function askKeys(model: Model, query: PersonQuery, findings: Finding[]): readonly Asked[] {
  const tables = new Map(model.tables.map((table) => [table.name, table]));
  return query.keys.flatMap(({ table: name, key }): readonly Asked[] => {
    const table = tables.get(name);
    if (table === undefined || table.kind !== "subject")
      findings.push(table === undefined ? unknownTable(name, model) : notASubject(name));
    else if (table.key.length === 0 || table.key.length !== key.length) findings.push(wrongKey(name, table.key));
    else {
      const any = [matchKeys(table.key, [key])];
      const question = { table: name, select: selectOf(model, table), any };
      return [{ query: question, table: name, columns: table.key, value: key, confirmed: true, named: true }];
    }
    return [];
  });
}

/** One question for each value: two addresses of one person may well find two rows, one address may not. */
function askIdentifiers(model: Model, query: PersonQuery): readonly Asked[] {
  return model.tables.flatMap((table) => {
    if (table.key.length === 0 || !isReadable(table)) return [];
    return table.identifiers.flatMap(({ kind, column, confirmed }) =>
      query.identifiers
        .filter((identifier) => identifier.kind === kind && identifier.value.trim() !== "")
        .map(({ value }): Asked => {
          const sought = [value.trim()];
          const any = [{ kind: "key" as const, columns: [column], in: [sought], fold: true, when: {} }];
          const question = { table: table.name, select: selectOf(model, table), any };
          return { query: question, table: table.name, columns: [column], value: sought, confirmed, named: false };
        }),
    );
  });
}

/** The key, and where the table can have a ghost, what tells it from somebody. */
function selectOf(model: Model, table: ModelTable): readonly string[] {
  const ghost = possibleGhosts(model).get(table.name);
  return ghost === undefined ? table.key : ghost.columns;
}

/** Do `same` edges lead from one of the rows to all others (merged accounts)? */
function* areOnePerson(
  model: Model,
  refs: readonly RowRef[],
): Generator<readonly KeyQuery[], boolean, readonly KeyRows[]> {
  const [first] = refs;
  const edges = model.edges.filter(({ same }) => same);
  if (first === undefined || edges.length === 0) return false;
  const reach = yield* reachRows(indexModel({ ...model, edges }), [first], { skipLeaves: true });
  const reached = new Set([...(reach.tables.get(first.table)?.rows.values() ?? [])].map(({ key }) => keyId(key)));
  return refs.every(({ key }) => reached.has(keyId(key)));
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

function unknownTable(table: string, { tables }: Model): Finding {
  const people = tables.filter(({ kind }) => kind === "subject").map(({ name }) => name);
  const near =
    nearestName(table, people) ??
    nearestName(
      table,
      tables.map(({ name }) => name),
    );
  return {
    code: "table_unknown",
    table,
    column: "",
    message: `There is no table ${table}.`,
    suggestion: near === null ? "`kept discover` lists the tables." : `Did you mean ${near}?`,
    blocks: true,
  };
}

function notASubject(table: string): Finding {
  return {
    code: "table_not_subject",
    table,
    column: "",
    message: `Rows of ${table} are not people.`,
    suggestion: `If they are, add: tables: { ${table}: { subject: true } }`,
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
