/** Somebody who knows the truth: answers what inference asks of a schema as a whole, then writes the lines that settle most. */
import { type Inference, inferSystem } from "@kept/engine/infer/infer-system";
import { isNamedBy, type Stated } from "@kept/engine/infer/stated";
import type { NamingMap } from "@kept/engine/map";
import type { Finding } from "@kept/engine/model";
import type { SystemSchema } from "@kept/engine/schema";
import type { PeopleTruth } from "./cases.ts";
import type { Variant } from "./load-cases.ts";
import { type Score, score, statementsOf } from "./score.ts";

/** What a schema comes to when somebody answers, and when they write lines of their own accord. */
export interface WrittenMap {
  /** Questions about the schema as a whole that were answered; each is a line. */
  readonly answers: number;
  readonly answered: Score;
  /** Lines about a table of people or a name of columns that were written unasked. */
  readonly more: number;
  /** All lines of the right map: answers, these, and one for whatever is still wrong or asked. */
  readonly lines: number;
}

interface State {
  readonly stated: Stated;
  readonly inference: Inference;
  readonly score: Score;
}

/** So often is asked, or written and looked again. */
const ROUNDS = 4;

/** Plays it through. Lines that make nothing better are not written; `unasked`: whether such lines are looked for at all, which takes long. */
export async function writeMap(variant: Variant, unasked = true): Promise<WrittenMap> {
  let state = await look(variant, { people: new Map(), naming: [] });
  let answers = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const lines = state.inference.findings.flatMap((finding) => answer(finding, state, variant));
    const fresh = lines.filter((line, at) => lines.findIndex((one) => sayTheSame(one, line)) === at);
    if (fresh.length === 0) break;
    answers += fresh.length;
    const meant = await Promise.all(fresh.map((line) => choose(line, state, variant)));
    state = await look(variant, meant.reduce(add, state.stated));
  }
  const answered = state.score;
  let more = 0;
  for (let round = 0; unasked && round < ROUNDS; round++) {
    let isBetter = false;
    for (const line of proposeLines(state, variant.truth)) {
      const next = await look(variant, add(state.stated, line));
      if (next.score.edits + 1 >= state.score.edits) continue;
      state = next;
      more++;
      isBetter = true;
    }
    if (!isBetter) break;
  }
  return { answers, answered, more, lines: answers + more + state.score.edits };
}

type Line =
  | { readonly kind: "people"; readonly table: string; readonly are: boolean }
  | ({ readonly kind: "naming" } & NamingMap);

/** Whether a table is of people where either may be said: as it makes the rest right, which whoever answers is shown beforehand. */
async function choose(line: Line, { stated }: State, variant: Variant): Promise<Line> {
  if (line.kind !== "people" || !variant.truth.either.includes(line.table)) return line;
  const [yes, no] = [
    { ...line, are: true },
    { ...line, are: false },
  ] as const;
  const [asPeople, asNone] = [await look(variant, add(stated, yes)), await look(variant, add(stated, no))];
  return asPeople.score.edits < asNone.score.edits ? yes : no;
}

async function look(variant: Variant, stated: Stated): Promise<State> {
  const inference = inferSystem(variant.schema, await variant.gather(stated), { stated });
  return { stated, inference, score: score(statementsOf(inference), variant.truth, variant.scored) };
}

function add({ people, naming }: Stated, line: Line): Stated {
  if (line.kind === "people") return { people: new Map(people).set(line.table, line.are), naming };
  const { kind: _, ...rest } = line;
  return { people, naming: [...naming, rest] };
}

function sayTheSame(one: Line, other: Line): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function answer(
  { code, table, column }: Finding,
  { inference, stated }: State,
  { truth, schema }: Variant,
): readonly Line[] {
  if (code === "subject_question") {
    if (stated.people.has(table)) return [];
    return [{ kind: "people", table, are: truth.subjects.includes(table) }];
  }
  if (code === "naming_question") return [answerName(column, truth, schema)];
  if (code !== "owner_doubtful" || column.includes(",")) return [];
  const edge = inference.edges.find((one) => one.from === table && one.columns.join() === column);
  const alike = inference.findings.filter((one) => one.code === code && one.column === column);
  const line = edge === undefined || alike.length < 2 ? null : describeName(column, truth);
  return line === null || line.to !== edge?.to || line.role === "inferred" ? [] : [line];
}

/** Of the truth's references: `table.column`, target, roles that can be defended. */
function readTruth({ people }: PeopleTruth) {
  return people.flatMap((line) => {
    const [, table = "", column = "", to = "", roles = ""] = /^(.+)\.([^.]+) -> (\S+) (\S+)$/.exec(line) ?? [];
    return /[+/]/.test(column) ? [] : [{ table, column, to, roles: roles.split("|") }];
  });
}

/** Of columns of one name that mean several things, or people in few of the tables that have it, nobody says that they are all the same. */
function answerName(column: string, truth: PeopleTruth, schema: SystemSchema): Line {
  const line = describeName(column, truth);
  const named = schema.tables.filter(({ columns }) =>
    columns.some(({ name }) => isNamedBy({ column } as NamingMap, name)),
  );
  const meant =
    line?.kind === "naming"
      ? readTruth(truth).filter((one) => one.to === line.to && isNamedBy({ column } as NamingMap, one.column))
      : [];
  return line !== null && meant.length > named.length / 2 ? line : naming(column, null, "context");
}

/** What the truth says of all columns of a name, if they mean the same; null: they do not, or nobody. */
function describeName(column: string, truth: PeopleTruth): (Line & { readonly kind: "naming" }) | null {
  const all = readTruth(truth).filter((one) => isNamedBy({ column } as NamingMap, one.column));
  const targets = Map.groupBy(all, ({ to }) => to);
  const [to, most = []] = [...targets].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  if (to === undefined) return null;
  const role = most[0]?.roles.find((one) => most.every(({ roles }) => roles.includes(one)));
  return naming(column, to, (role as NamingMap["role"] | undefined) ?? "inferred");
}

function naming(column: string, to: string | null, role: NamingMap["role"]) {
  return { kind: "naming" as const, column, to, toColumn: null, role };
}

/** Tables of people that are missing or too many, and names of columns that are wrong in several tables. */
function proposeLines({ inference, stated, score: { mistakes } }: State, truth: PeopleTruth): readonly Line[] {
  const found = new Set(inference.tables.filter(({ kind }) => kind === "subject").map(({ name }) => name));
  const missing = truth.subjects.filter((table) => !found.has(table) && !stated.people.has(table));
  const surplus = [...found].filter(
    (table) => ![...truth.subjects, ...truth.either].includes(table) && !stated.people.has(table),
  );
  const columns = mistakes.flatMap((line) => /\.([^.\s]+) -> /.exec(line)?.[1] ?? []);
  const often = [...Map.groupBy(columns, (column) => column)].filter(([, all]) => all.length > 1);
  const names = often.flatMap(([column]) => {
    const isSaid = stated.naming.some((one) => one.column === column);
    return isSaid ? [] : (describeName(column, truth) ?? naming(column, null, "context"));
  });
  return [
    ...missing.map((table): Line => ({ kind: "people", table, are: true })),
    ...surplus.map((table): Line => ({ kind: "people", table, are: false })),
    ...names,
  ];
}
