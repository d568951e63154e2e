/** Compares what was inferred with the truth: precision and recall by kind of statement, and the lines a person must write. */

import { categoryOf } from "@kept/engine/categories";
import type { Inference } from "@kept/engine/infer/infer-system";
import type { Edge } from "@kept/engine/model";
import type { SystemSchema } from "@kept/engine/schema";
import type { PeopleTruth } from "./cases.ts";

export interface Share {
  readonly precision: number;
  readonly recall: number;
  /** Statements found that are true, statements that are true, statements found that are not. */
  readonly hits: number;
  readonly wanted: number;
  readonly surplus: number;
}

export interface Score {
  readonly people: Share;
  /** Share of the references found that have a right role, and how many that are. */
  readonly roles: number;
  readonly rightRoles: number;
  readonly subjects: Share;
  readonly parts: Share;
  readonly identifying: Share;
  /** Of the tables whose truth says so: columns that repeat others, and marks of deletion. */
  readonly copies: Share;
  readonly softDeletes: Share;
  /** References about which a person is asked by name. */
  readonly questions: number;
  /** Lines of a map that a person must write or change to make it right; an answer to each question is one, for all columns of a name. */
  readonly edits: number;
  /**
   * Of these, the ones that no question is asked about, and that would delete what is another's if a person confirmed them unread: an owner that is none, and a
   * part whose parent has another owner.
   */
  readonly dangerous: readonly string[];
  /** Of these, the ones that erasure would act upon without a person's word. */
  readonly unreviewed: readonly string[];
  /** What is wrong, a line each, for people. */
  readonly mistakes: readonly string[];
}

/** What is scored: taken from an inference, or from the catalogue alone. */
export interface Statements {
  /** `table.column -> table` with its role; all references between tables. */
  readonly references: ReadonlyMap<string, string>;
  readonly subjects: ReadonlySet<string>;
  /** References about which a person is asked by name: nothing is done until then. */
  readonly asked?: ReadonlySet<string>;
  /** Tables of which a person is asked whether they are people. */
  readonly askedTables?: ReadonlySet<string>;
  /** References that erasure acts upon without a person's word. */
  readonly confirmed?: ReadonlySet<string>;
  /** `table.column` with its category, where that finds one person. */
  readonly identifying: ReadonlyMap<string, string>;
  /** `table.column`, and `table.column` that it repeats. */
  readonly copies?: ReadonlyMap<string, string>;
  /** `table.column` */
  readonly softDeletes?: readonly string[];
}

/** How an edge is written in a truth. */
function describeEdge(edge: Edge): string {
  const path = edge.path.length > 0 ? `/${edge.path.join("/")}` : "";
  return `${edge.from}.${edge.columns.join("+")}${path} -> ${edge.to}`;
}

function isAbout(edge: Edge, table: string, column: string): boolean {
  return edge.from === table && edge.columns.join(", ") === column && owns(edge.role);
}

const owns = (role: string | undefined) => role === "owner" || role === "part" || role === "holds";

/** The statements of an inference. */
export function statementsOf(inference: Inference): Statements {
  return {
    references: new Map(inference.edges.map((edge) => [describeEdge(edge), edge.role])),
    asked: new Set(
      inference.findings
        .filter(({ code }) => code === "owner_doubtful")
        .flatMap(({ table, column }) =>
          inference.edges.filter((edge) => isAbout(edge, table, column)).map(describeEdge),
        ),
    ),
    askedTables: new Set(
      inference.findings.filter(({ code }) => code === "subject_question").map(({ table }) => table),
    ),
    confirmed: new Set(inference.edges.filter(({ confirmed }) => confirmed).map(describeEdge)),
    copies: new Map(
      inference.tables.flatMap((table) =>
        table.columns.flatMap(({ name, copyOf }) =>
          copyOf === undefined ? [] : [[`${table.name}.${name} ->`, `${copyOf.table}.${copyOf.column}`] as const],
        ),
      ),
    ),
    softDeletes: inference.tables.flatMap(({ name, softDelete }) =>
      softDelete === undefined ? [] : [`${name}.${softDelete.column}`],
    ),
    subjects: new Set(inference.tables.filter((table) => table.kind === "subject").map((table) => table.name)),
    identifying: new Map(
      // Views show what other tables hold.
      inference.tables.flatMap((table) =>
        (table.kind === "view" ? [] : table.columns)
          .filter((column) => categoryOf(column.category).identifying)
          .map((column) => [`${table.name}.${column.name}`, column.category] as const),
      ),
    ),
  };
}

/** Which kinds of statement the truth is complete about; of parts it always names those that matter. */
export interface Scored {
  readonly parts: boolean;
  readonly identifying: boolean;
}

/**
 * What a tool gets that reads only the catalogue: a declared key to somebody is theirs, any other is nothing of the kind, and
 * nothing says who is a person or which column finds one.
 */
export function catalogueStatements(schema: SystemSchema, truth: PeopleTruth): Statements {
  const persons = new Set([...truth.subjects, ...truth.either]);
  return {
    references: new Map(
      schema.tables.flatMap((table) =>
        table.foreignKeys.map(
          (key) =>
            [
              `${table.name}.${key.columns.join("+")} -> ${key.table}`,
              persons.has(key.table) ? "owner" : "context",
            ] as const,
        ),
      ),
    ),
    subjects: new Set(),
    identifying: new Map(),
  };
}

interface Compared extends Share {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly wrong: readonly string[];
  readonly right: number;
}

/** `key value` lines (values joined by `|`) against what was found; `optional` keys count neither way. */
function compare(
  found: ReadonlyMap<string, string>,
  truth: readonly string[],
  optional: ReadonlySet<string>,
): Compared {
  const wanted = new Map(
    truth.map((line) => [line.slice(0, line.lastIndexOf(" ")), line.slice(line.lastIndexOf(" ") + 1).split("|")]),
  );
  const missing = [...wanted.keys()].filter((key) => !found.has(key));
  const extra = [...found]
    .filter(([key]) => !wanted.has(key) && !optional.has(key))
    .map(([key, value]) => `${key} ${value}`);
  const hits = wanted.size - missing.length;
  const wrong = [...wanted].flatMap(([key, values]) => {
    const value = found.get(key);
    return value === undefined || values.includes(value)
      ? []
      : [`${key} is ${value}, should be ${values.join(" or ")}`];
  });
  return {
    ...toShare(hits, wanted.size, extra.length),
    missing,
    extra,
    wrong,
    right: hits - wrong.length,
  };
}

/** Precision and recall from counts; nothing to find and nothing found is perfect. */
export function toShare(hits: number, wanted: number, surplus: number): Share {
  return {
    precision: hits + surplus === 0 ? 1 : hits / (hits + surplus),
    recall: wanted === 0 ? 1 : hits / wanted,
    hits,
    wanted,
    surplus,
  };
}

const isContext = (role: string) => role === "context";

const shareOf = ({ hits, wanted, surplus }: Share) => toShare(hits, wanted, surplus);

/** Questions as they are put: one for all columns of a name. */
function linesOf(asked: readonly string[]): number {
  return new Set(asked.map((reference) => reference.slice(reference.lastIndexOf(".") + 1))).size;
}

const targetOf = (reference: string) => reference.slice(reference.lastIndexOf(" -> ") + 4).split(" ")[0] ?? "";

/** References that count neither way, though a truth may say as what they might be taken. */
const namesOf = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/ (owner|part|holds|actor|viewer|context)(\|\w+)*$/, ""));

/** The truth with each reference where its target belongs: one to whom may be people is about people, under whatever it was written. */
function sortTruth(truth: PeopleTruth): PeopleTruth {
  const persons = new Set([...truth.subjects, ...truth.either]);
  const isAboutPeople = (line: string) => persons.has(targetOf(line));
  const sort = (people: readonly string[], parts: readonly string[]) => {
    const all = [...people, ...parts];
    return [all.filter(isAboutPeople), all.filter((line) => !isAboutPeople(line))] as const;
  };
  const [people, parts] = sort(truth.people, truth.parts);
  const [peopleOrNot, partsOrNot] = sort(namesOf(truth.peopleOrNot ?? []), namesOf(truth.partsOrNot ?? []));
  return { ...truth, people, parts, peopleOrNot, partsOrNot };
}

/** Scores statements against a truth. */
export function score(found: Statements, written: PeopleTruth, scored: Scored): Score {
  const truth = sortTruth(written);
  const persons = new Set([...truth.subjects, ...truth.either]);
  const mayBeContext = new Set(
    truth.people.filter((line) => /[ |]context(\||$)/.test(line)).map((line) => line.slice(0, line.lastIndexOf(" "))),
  );
  const people = new Map<string, string>();
  const parts = new Map<string, string>();
  for (const [reference, role] of found.references) {
    // A reference to people without any access is as good as none, unless the truth has it so.
    if (persons.has(targetOf(reference))) {
      if (!isContext(role) || mayBeContext.has(reference)) people.set(reference, role);
    } else if (!isContext(role)) parts.set(reference, role);
  }
  // Where a table may be people or not, and that is asked, a reference to it was found and waits for the answer: it counts neither
  // way, and the question is a line. One that was not found is missing, whatever the answer.
  const waiting = new Map(
    truth.people.flatMap((line) => {
      const reference = line.slice(0, line.lastIndexOf(" "));
      const table = targetOf(reference);
      const isOpen =
        !mayBeContext.has(reference) &&
        truth.either.includes(table) &&
        !found.subjects.has(table) &&
        found.askedTables?.has(table) === true;
      return isOpen && found.references.get(reference) === "context" ? [[reference, table] as const] : [];
    }),
  );
  // References that may be context and were not found are no loss: both say nothing.
  const peopleLines = truth.people.filter((line) => {
    const reference = line.slice(0, line.lastIndexOf(" "));
    return !waiting.has(reference) && (people.has(reference) || !mayBeContext.has(reference));
  });
  const compared = {
    people: compare(people, peopleLines, new Set(truth.peopleOrNot ?? [])),
    parts: compare(parts, truth.parts, new Set(scored.parts ? truth.partsOrNot : parts.keys())),
    subjects: compare(
      new Map([...found.subjects].map((name) => [name, "subject"])),
      truth.subjects.map((name) => `${name} subject`),
      new Set(truth.either),
    ),
    identifying: compare(
      scored.identifying ? found.identifying : new Map(),
      truth.identifying,
      new Set(truth.identifyingOrNot ?? []),
    ),
    copies: compare(
      (truth.copies && found.copies) ?? new Map(),
      (found.copies && truth.copies) ?? [],
      new Set((truth.copiesOrNot ?? []).map((line) => line.slice(0, line.lastIndexOf(" ")))),
    ),
    softDeletes: compare(
      new Map(((truth.softDeletes && found.softDeletes) ?? []).map((name) => [name, "mark"])),
      ((found.softDeletes && truth.softDeletes) ?? []).map((name) => `${name} mark`),
      new Set(),
    ),
  };
  // `subject: false` takes its references along.
  const falseSubjects = new Set(compared.subjects.extra.map((line) => line.slice(0, line.lastIndexOf(" "))));
  const mistakes = Object.entries(compared).flatMap(([kind, each]) => [
    ...each.missing.map((line) => `${kind}: missing ${line}`),
    ...each.extra
      .filter((line) => !falseSubjects.has(targetOf(line).split(" ")[0] ?? ""))
      .map((line) => `${kind}: too much ${line}`),
    ...each.wrong.map((line) => `${kind}: ${line}`),
  ]);
  const asked = [...(found.asked ?? [])];
  const isAskedAbout = (line: string) => asked.some((reference) => line.startsWith(`${reference} `));
  const deletes = (line: string) => / (owner|part)$/.test(line);
  const wrong = [
    ...compared.people.extra.filter(deletes),
    ...compared.parts.extra.filter(deletes),
    ...compared.people.wrong.filter((line) => / is (owner|part), should be (?!.*\b(owner|part)\b)/.test(line)),
  ];
  const dangerous = wrong.filter((line) => !isAskedAbout(line));
  // A question costs a line though what it proposes be right.
  const told = mistakes.map((mistake) => mistake.replace(/^\w+: (missing |too much )?/, ""));
  const questions = asked.filter((reference) => !told.some((line) => line.startsWith(`${reference} `)));
  const tables = [...new Set(waiting.values())];
  return {
    people: shareOf(compared.people),
    dangerous,
    unreviewed: dangerous.filter((line) => [...(found.confirmed ?? [])].some((edge) => line.startsWith(`${edge} `))),
    rightRoles: compared.people.right,
    roles: compared.people.hits === 0 ? 1 : compared.people.right / compared.people.hits,
    subjects: shareOf(compared.subjects),
    parts: shareOf(compared.parts),
    identifying: shareOf(compared.identifying),
    copies: shareOf(compared.copies),
    softDeletes: shareOf(compared.softDeletes),
    questions: linesOf(asked),
    // One line answers for all columns of a name; marks of deletion are told, and no line of a map is about them.
    edits: mistakes.filter((line) => !line.startsWith("softDeletes: ")).length + linesOf(questions) + tables.length,
    mistakes: [
      ...mistakes,
      ...questions.map((reference) => `asked: ${reference}, which is right`),
      ...tables.map((table) => `asked: whether ${table} are people, which they may be`),
    ],
  };
}
