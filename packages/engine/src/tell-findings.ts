/** Findings as they are told: each thing once, however many tables it is in. What one question answers is one. */
import { suggestEdge, suggestNaming, suggestTable } from "./infer/suggest-lines.ts";
import { mergeLines } from "./merge-lines.ts";
import type { Finding, Model, Place } from "./model.ts";
import type { Question } from "./question.ts";
import { listQuestions } from "./questions.ts";
import { tellSome, tellTables } from "./tell-places.ts";

/** What is said of several at once, where what is said of one names its table. */
const TOGETHER: Readonly<Record<string, string>> = {
  cascade_reaches_others: "The database deletes rows with the row that they refer to, whoever owns them",
  soft_delete_noticed: "Rows that the application takes for deleted are still here, and still somebody's",
  trigger_noticed: "Triggers fire when rows change",
};

/**
 * Findings of a system, one for each question and the lines that answer it. What no question is about is one where the same is said of
 * it and it stands in the way as much.
 */
export function tellFindings(model: Model, findings: readonly Finding[]): readonly Finding[] {
  const asked = new Map<Finding, Question>();
  for (const question of listQuestions(model, findings)) {
    // Of one finding that is several questions the first stands for all.
    for (const finding of question.findings) if (!asked.has(finding)) asked.set(finding, question);
  }
  const groups = Map.groupBy(findings, (finding) => {
    const { code, message, blocks } = finding;
    return asked.get(finding) ?? `${code} ${blocks} ${TOGETHER[code] ?? message}`;
  });
  return [...groups].map(([by, alike]) => (typeof by === "string" ? unite(alike) : uniteAnswered(alike, by)));
}

function unite(alike: readonly Finding[]): Finding {
  const [first] = alike as [Finding];
  if (alike.length === 1) return first;
  const places = listPlaces(alike);
  const together = TOGETHER[first.code];
  const message =
    together === undefined
      ? `${first.message}${tellTables([...new Set(places.map(({ table }) => table))])}`
      : `${together}: ${tellSome(places.map(({ table, column }) => (column === "" ? table : `${table}.${column}`)))}.`;
  return { ...first, message, suggestion: mergeLines(alike.map(({ suggestion }) => suggestion)), places };
}

/** What an answer settles: the first of its kind says what it is, and the question in which tables. */
function uniteAnswered(alike: readonly Finding[], question: Question): Finding {
  const [first] = question.findings.filter((finding) => alike.includes(finding)) as [Finding, ...Finding[]];
  const blocks = alike.some((finding) => finding.blocks);
  switch (question.kind) {
    case "target": {
      const places = question.settles.tables.map((table) => ({ table, column: first.column }));
      return { ...first, ...(places.length > 1 ? { places } : {}) };
    }
    case "role":
    case "empty": {
      const { edges, habit } = question;
      const places = edges.map(({ from, columns }) => ({ table: from, column: columns.join(", ") }));
      const tables = [...new Set(edges.map(({ from }) => from))];
      const [edge] = edges;
      const line =
        habit === null || edge === undefined
          ? mergeLines(edges.map(suggestEdge))
          : `${suggestNaming(habit, edge.role)}   # or actor`;
      const message = `${first.message}${tellTables(tables)}`;
      return { ...first, message, suggestion: line, blocks, ...(tables.length > 1 ? { places } : {}) };
    }
    case "table": {
      const { tables } = question;
      if (tables.length === 1) return { ...first, blocks };
      const places = tables.map((table) => ({ table, column: "" }));
      const message = `An IP address and nothing else about anybody, and nothing says whose it is.${tellTables(tables)}`;
      return {
        ...first,
        message,
        suggestion: mergeLines(tables.map((table) => suggestTable(table, "public: true"))),
        places,
      };
    }
    default:
      return { ...first, blocks };
  }
}

function listPlaces(findings: readonly Finding[]): readonly Place[] {
  const places = findings.map(({ table, column }) => ({ table, column }));
  return [...new Map(places.map((place) => [`${place.table}\0${place.column}`, place])).values()];
}
