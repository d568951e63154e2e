/** How the explanation of a row is told: the way from each person to it, what they see of it, what becomes of it. */
import type { RowExplanation, RowFate, RowStake } from "@kept/engine/explain-row";
import type { Edge, ModelIndex, ModelTable } from "@kept/engine/model";
import type { RowRef } from "@kept/engine/rights";
import type { SetValue } from "@kept/engine/store";
import type { PathStep } from "@kept/engine/trace-path";
import { formatFindings, type Output, paint, plural } from "./print.ts";

/** The stable shape of `--json`. */
export function describeExplanationJson({ row, exists, stakes, isCut }: RowExplanation) {
  return {
    row,
    exists,
    people: stakes.map(({ person, path, access, erasure }) => ({
      person,
      path:
        path === null
          ? null
          : [
              path.start,
              ...path.steps.map((step) => ({ ...step.row, by: { ...edgeJson(step.edge), direction: step.direction } })),
            ],
      access,
      erasure: {
        fate: erasure.fate,
        why: erasure.why,
        until: erasure.until,
        set: Object.fromEntries(Object.entries(erasure.set).map(([column, value]) => [column, plainValue(value)])),
        recounted: erasure.recounted,
        dependents: erasure.dependents.map(({ edge, rows }) => ({ ...edgeJson(edge), rows })),
        blockedBy: erasure.blockedBy,
      },
    })),
    more: isCut,
  };
}

function edgeJson({ from, columns, to, toColumns, role, origin, confirmed, confidence, why }: Edge) {
  return { from, columns, to, toColumns, role, origin, confirmed, confidence, why };
}

function plainValue(value: SetValue): string | null {
  if (value.kind === "null") return null;
  if (value.kind === "without") return `the list without ${value.keys.join(", ")}`;
  return value.kind === "text" ? value.text : `${value.prefix}<key>${value.suffix}`;
}

/** For people. */
export function describeExplanation(explanation: RowExplanation, index: ModelIndex, output: Output): string {
  const { row, stakes, isCut } = explanation;
  const head = `${paint(output, "bold", nameRow(row))} in ${index.model.system}\n`;
  const told = stakes.map((stake) => describeStake(row, stake, output));
  const none = stakes.length === 0 ? describeNobody(index, row) : "";
  const more = isCut ? "\nIt concerns more people than were looked at; name one with --email or --id.\n" : "";
  return `${head}${told.join("")}${none}${more}`;
}

function describeNobody(index: ModelIndex, { table }: RowRef): string {
  const edges = (index.outgoing.get(table) ?? []).filter(({ role, same }) => role !== "context" || same);
  const because: Partial<Record<ModelTable["kind"], string>> = {
    lookup: "rows of this table belong to nobody",
    public: "this table holds no personal data",
    unclassified: "nothing says whose rows of this table are; a line of the map could",
    view: "it is computed from other tables, and its rows are told there",
  };
  const kind = index.table.get(table)?.kind;
  const why =
    (kind && because[kind]) ??
    (edges.length > 0 ? "none of these leads to a person from this row" : "nothing in it points at a person");
  const list = edges.map((edge) => `    ${describeEdge(edge)}\n`).join("");
  return `\n  It is nobody's: ${why}.\n${list}`;
}

function describeStake(row: RowRef, stake: RowStake, output: Output): string {
  const { person, path, access, erasure } = stake;
  const who = person.map(nameRow).join(", ");
  if (path === null) {
    const fate =
      erasure.fate === "repaired" ? describeErasure(stake, output) : `    erasure  leaves it alone: ${erasure.why}\n`;
    return `\n${paint(output, "cyan", who)}: nothing leads from them to it\n    access   shows nothing of it\n${fate}`;
  }
  const says = {
    own: nameRow(path.start) === nameRow(row) ? "it is this person" : "it is theirs",
    view: "it is shared with them",
    act: "it names them as acting",
  }[access?.level ?? "own"];
  const steps = path.steps.map((step) => describeStep(step, output)).join("");
  return `\n${paint(output, "cyan", who)}: ${says}\n    ${nameRow(path.start)}\n${steps}${describeAccess(stake)}${describeErasure(stake, output)}`;
}

function describeStep({ row, edge, direction }: PathStep, output: Output): string {
  const arrow = direction === "down" ? "<-" : "->";
  return `    ${arrow} ${nameRow(row)}  ${paint(output, "dim", describeEdge(edge))}\n`;
}

function describeEdge(edge: Edge): string {
  const how = edge.confirmed
    ? edge.origin === "map"
      ? "the map"
      : edge.origin === "declared"
        ? "declared"
        : "accepted"
    : `proposed, ${Math.round(edge.confidence * 100)} %: ${edge.why}`;
  return `${edge.from}.${edge.columns.join(",")} -> ${edge.to}: ${edge.role}${edge.same ? ", the same person" : ""} (${how})`;
}

function describeAccess({ access }: RowStake): string {
  if (access === null) return "    access   shows nothing of it\n";
  if (access.level === "act") return "    access   one line that names it, none of its content\n";
  const notes = [
    ...(access.hidden.length > 0 ? [`never ${access.hidden.join(", ")}`] : []),
    ...(access.masked.length > 0 ? [`another person's masked in ${access.masked.join(", ")}`] : []),
  ];
  return `    access   shows ${access.columns.join(", ")}${notes.length > 0 ? `; ${notes.join("; ")}` : ""}\n`;
}

const FATES: Readonly<Record<RowFate, string>> = {
  deleted: "deletes it",
  redacted: "blanks it and keeps it",
  detached: "takes the person out of it",
  retained: "keeps it",
  settled: "has nothing left to do",
  repaired: "changes it",
  untouched: "leaves it alone",
};

function describeErasure({ erasure }: RowStake, output: Output): string {
  const { fate, why, until, set, recounted, dependents, blockedBy } = erasure;
  const lines = [`    erasure  ${FATES[fate]}${until === null ? "" : ` until ${until}`}: ${why}\n`];
  const to = Object.entries(set).map(([column, value]) => `${column} to ${showValue(value)}`);
  if (to.length > 0) lines.push(`             sets ${to.join(", ")}\n`);
  if (recounted.length > 0) lines.push(`             counts ${recounted.join(", ")} anew\n`);
  for (const { edge, rows } of dependents) {
    lines.push(`             ${plural(rows, "row")} of ${edge.from} not theirs by that: ${describeEdge(edge)}\n`);
  }
  if (blockedBy.length > 0) lines.push("    first to be answered:\n", formatFindings(output, blockedBy));
  return lines.join("");
}

function showValue(value: SetValue): string {
  const plain = plainValue(value);
  if (plain === null) return "NULL";
  return value.kind === "without" ? plain : `"${plain}"`;
}

function nameRow({ table, key }: RowRef): string {
  return `${table}:${key.join(",")}`;
}
