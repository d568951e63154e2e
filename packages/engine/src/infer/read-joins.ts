/**
 * Reads from statements which columns are compared with which: joins and subqueries of a query log bear references out that no
 * key declares. A tolerant reader of tokens and no parser: it takes Postgres' csv log and `pg_stat_statements`, MySQL's general
 * log and plain SQL alike, and passes over what it does not understand. Literals are dropped as they are met.
 */

/** A column of a table, named as the statement names it: without its schema, in any case. */
export interface JoinedColumn {
  readonly table: string;
  readonly column: string;
}

/** Two columns that statements hold equal. */
export interface Join {
  readonly left: JoinedColumn;
  readonly right: JoinedColumn;
  /** In how many statements. */
  readonly count: number;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[A-Za-z_][^\]\n]*\]|[\p{L}_][\p{L}\p{N}_$#]*|[(),.;=]|\S/gu;
const STATEMENT = /^(select|insert|update|delete|with|merge|replace)$/;
const QUOTED_STATEMENT = /^"\s*(select|insert|update|delete|with|merge)\s/i;
const NO_ALIAS =
  /^(on|using|where|join|inner|left|right|full|cross|natural|outer|set|group|order|limit|having|union|values|returning|for|as|lateral|straight_join|force|use|ignore|offset|window)$/;
const NAME = /^[\p{L}_"`[]/u;

interface Scope {
  /** Tables by alias and by name, in lower case. */
  readonly tables: Map<string, string>;
  readonly order: string[];
}

const plain = (token: string) => token.replace(/^["`[]|["`\]]$/g, "").replaceAll('""', '"');

/** All pairs that the statements of a text hold equal, the commonest first. Linear in the text. */
export function readJoins(text: string): readonly Join[] {
  const counts = new Map<string, { left: JoinedColumn; right: JoinedColumn; count: number }>();
  for (const tokens of cutStatements(text)) {
    const pairs = new Map(readStatement(tokens).map((pair) => [pair.map(nameColumn).toSorted().join("="), pair]));
    for (const [key, [left, right]] of pairs) {
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { left, right, count: 1 });
      else known.count++;
    }
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}

function nameColumn({ table, column }: JoinedColumn): string {
  return `${table}.${column}`.toLowerCase();
}

/** Statements as tokens. One ends at a semicolon, or where another begins outside all parentheses. */
function* cutStatements(text: string): Generator<readonly string[]> {
  let tokens: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^(--|\/\*|')/.test(token)) continue;
    // A field of a csv file holds a whole statement in quotes.
    if (QUOTED_STATEMENT.test(token)) {
      yield* cutStatements(token.slice(1, -1).replaceAll('""', '"'));
      continue;
    }
    if (token === "(") depth++;
    else if (token === ")") depth = Math.max(0, depth - 1);
    const begins = depth === 0 && STATEMENT.test(token.toLowerCase()) && !continues(tokens);
    if (token === ";" || begins) {
      if (tokens.length > 0) yield tokens;
      tokens = [];
      depth = 0;
    }
    if (token !== ";") tokens.push(token);
  }
  if (tokens.length > 0) yield tokens;
}

/** `WITH … SELECT`, `INSERT … SELECT` and unions are one statement. */
function continues(tokens: readonly string[]): boolean {
  const first = tokens[0]?.toLowerCase();
  const last = tokens.at(-1)?.toLowerCase() ?? "";
  return first === "with" || first === "insert" || /^(union|all|except|intersect|as|for)$/.test(last);
}

function readStatement(tokens: readonly string[]): readonly (readonly [JoinedColumn, JoinedColumn])[] {
  const scope: Scope = { tables: new Map(), order: [] };
  for (let at = 0; at < tokens.length; at++) {
    const word = (tokens[at] ?? "").toLowerCase();
    if (word === "from" || word === "join" || word === "update" || (word === "," && scope.order.length > 0))
      readTable(tokens, at + 1, scope, word === ",");
  }
  const pairs: (readonly [JoinedColumn, JoinedColumn])[] = [];
  const add = (left: JoinedColumn | undefined, right: JoinedColumn | undefined) => {
    if (left !== undefined && right !== undefined && nameColumn(left) !== nameColumn(right)) pairs.push([left, right]);
  };
  for (let at = 0; at < tokens.length; at++) {
    const word = (tokens[at] ?? "").toLowerCase();
    if (word === "=") add(columnBefore(tokens, at, scope), columnAfter(tokens, at + 1, scope));
    else if (word === "in" && tokens[at + 1] === "(" && tokens[at + 2]?.toLowerCase() === "select")
      add(columnBefore(tokens, at, scope), selectedColumn(tokens, at + 3, scope));
  }
  return pairs;
}

/** `[schema.]table [AS] alias`. After a comma only a table of a FROM list has an alias, a selected column has none. */
function readTable(tokens: readonly string[], start: number, scope: Scope, needsAlias: boolean): void {
  let at = start;
  if (!NAME.test(tokens[at] ?? "")) return;
  while (tokens[at + 1] === "." && NAME.test(tokens[at + 2] ?? "")) at += 2;
  const name = plain(tokens[at] ?? "");
  const next = tokens[at + 1]?.toLowerCase() === "as" ? at + 2 : at + 1;
  const alias = plain(tokens[next] ?? "");
  const has =
    NAME.test(tokens[next] ?? "") && !NO_ALIAS.test(alias.toLowerCase()) && !STATEMENT.test(alias.toLowerCase());
  if (needsAlias && !has) return;
  scope.order.push(name);
  // What a list selects comes before FROM: a table named there stands first.
  if (!scope.tables.has(name.toLowerCase())) scope.tables.set(name.toLowerCase(), name);
  if (has) scope.tables.set(alias.toLowerCase(), name);
}

function makeColumn(qualifier: string, column: string, scope: Scope): JoinedColumn | undefined {
  const table = scope.tables.get(plain(qualifier).toLowerCase());
  return table === undefined ? undefined : { table, column: plain(column) };
}

function columnBefore(tokens: readonly string[], at: number, scope: Scope): JoinedColumn | undefined {
  const column = tokens[at - 1] ?? "";
  if (!NAME.test(column)) return undefined;
  if (tokens[at - 2] === ".") return makeColumn(tokens[at - 3] ?? "", column, scope);
  // Without a table, the first is meant: the others are joined under names.
  return scope.order[0] === undefined ? undefined : { table: scope.order[0], column: plain(column) };
}

function columnAfter(tokens: readonly string[], at: number, scope: Scope): JoinedColumn | undefined {
  if (!NAME.test(tokens[at] ?? "") || tokens[at + 1] !== "." || !NAME.test(tokens[at + 2] ?? "")) return undefined;
  // `schema.table.column`
  const more = tokens[at + 3] === "." ? 2 : 0;
  return makeColumn(tokens[at + more] ?? "", tokens[at + more + 2] ?? "", scope);
}

/** The column of `SELECT [DISTINCT] column FROM table`. */
function selectedColumn(tokens: readonly string[], start: number, scope: Scope): JoinedColumn | undefined {
  const at = tokens[start]?.toLowerCase() === "distinct" ? start + 1 : start;
  if (tokens[at + 1] === ".") return makeColumn(tokens[at] ?? "", tokens[at + 2] ?? "", scope);
  if (tokens[at + 1]?.toLowerCase() !== "from") return undefined;
  return makeColumn(tokens[at + 2] ?? "", tokens[at] ?? "", scope);
}
