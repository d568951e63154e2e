/** Tells table by table what was found: its kind, its columns, and what is unclear. */
import { categoryOf } from "../categories.ts";
import type { Edge, ModelColumn, OpenType } from "../model.ts";
import type { SystemSchema } from "../schema.ts";
import { toModelColumn } from "./classify-columns.ts";
import { listCopyCandidates, readCopies } from "./copies.ts";
import { proposeCounter } from "./counters.ts";
import type { EvidenceIndex, InclusionPair } from "./evidence.ts";
import { type FindingsInput, type FoundTable, findTellingColumns, listFindings } from "./findings.ts";
import type { Inference, InferredTable } from "./infer-system.ts";
import { askForNames, askForPeople } from "./open-questions.ts";
import { type PolymorphicPair, typeValues } from "./polymorphic.ts";
import type { Reference } from "./reference.ts";
import { findSoftDelete } from "./soft-deletes.ts";
import type { Stated } from "./stated.ts";
import { namesFiles } from "./stored-names.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** Tables that people's rows point at, however far. */
function findPointedAt(references: readonly Reference[], from: ReadonlySet<string>): ReadonlySet<string> {
  const outgoing = Map.groupBy(references, (reference) => reference.from);
  const reached = new Set(from);
  const queue = [...from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const { to } of outgoing.get(name) ?? []) {
      if (!reached.has(to)) {
        reached.add(to);
        queue.push(to);
      }
    }
  }
  return reached;
}

/** What was found before it is told table by table. */
interface Found {
  readonly index: TableIndex;
  readonly facts: Facts;
  readonly people: ReadonlyMap<string, Subject>;
  readonly questions: FindingsInput["questions"];
  readonly unresolved: FindingsInput["unresolved"];
  readonly references: readonly Reference[];
  readonly edges: readonly Edge[];
  readonly ambiguous: ReadonlySet<string>;
  readonly doubtful: ReadonlySet<string>;
  readonly owned: ReadonlySet<string>;
  readonly repeated: readonly InclusionPair[];
  readonly data: EvidenceIndex;
  /** What the map speaks of is no question any more. */
  readonly stated: Stated;
}

export function assemble(schema: SystemSchema, all: Found): Inference {
  const { index, facts, people, questions, unresolved, references, edges, ambiguous, doubtful, owned, data } = all;
  const incoming = Map.groupBy(edges, (edge) => edge.to);
  const outgoing = Map.groupBy(edges, (edge) => edge.from);
  const pointedAt = findPointedAt(references, owned);
  const acted = new Set(edges.filter((edge) => edge.role === "actor").map((edge) => edge.from));
  const held = new Set(edges.filter((edge) => edge.role === "holds").map((edge) => edge.to));
  const asked = new Set(questions.map((question) => question.table.schema.name));
  const copies = readCopies(
    [
      ...listCopyCandidates(index, facts, [...people.values()], references),
      ...all.repeated.map((pair) => ({ pair, byName: false })),
    ],
    data,
  );
  const tables: InferredTable[] = [];
  const found: FoundTable[] = [];
  for (const table of index.tables) {
    const { name } = table.schema;
    const columns = table.schema.columns.map((column) => {
      const classified = facts.get(name)?.get(column.name);
      const copyOf = copies.get(`${name}.${column.name}`);
      const plain = classified === undefined ? null : toModelColumn(column, classified);
      const isFile = plain !== null && namesFiles(table.schema, column, plain, data.values(name, column.name));
      const said = { ...(copyOf === undefined ? {} : { copyOf }), ...(isFile ? { namesFiles: true as const } : {}) };
      const model = plain === null ? plain : { ...plain, ...said };
      const counter = proposeCounter(table, column, incoming.get(name) ?? [], index.named, data);
      return model === null ? [] : counter === null ? [model] : [{ ...model, category: "system.counter", counter }];
    });
    const modelColumns = columns.flat();
    const subject = people.get(name);
    const softDelete = findSoftDelete(table, data);
    const kind = chooseKind(
      table,
      subject,
      { owned: owned.has(name), pointedAt: pointedAt.has(name) || acted.has(name), asked: asked.has(name) },
      modelColumns,
    );
    tables.push({
      name,
      kind: kind.kind,
      why: kind.why,
      confidence: kind.confidence,
      identifiers: subject?.defines === true ? subject.identifiers : [],
      columns: modelColumns,
      ...(softDelete === null ? {} : { softDelete }),
      ...describeOpenTypes(
        unresolved.filter((pair) => pair.table === table),
        modelColumns,
        data,
      ),
    });
    found.push({ table, kind: kind.kind, columns: modelColumns, outgoing: outgoing.get(name) ?? [], softDelete });
  }
  const open = { index, facts, people, references, asked, stated: all.stated, unresolved };
  return {
    system: schema.system,
    tables,
    edges,
    findings: [
      ...listFindings({ tables: found, questions, unresolved, ambiguous, doubtful, held, stated: all.stated }),
      ...askForPeople(open),
      ...askForNames(open),
    ],
  };
}

/** More are no kinds, and longer ones no names of any. */
const MOST_KINDS = 40;
const LONGEST_KIND = 60;

/** Values of a type are told, unless they may be about people. */
function describeOpenTypes(
  pairs: readonly PolymorphicPair[],
  columns: readonly ModelColumn[],
  data: EvidenceIndex,
): Pick<InferredTable, "openTypes"> {
  if (pairs.length === 0) return {};
  const openTypes = pairs.map((pair): OpenType => {
    const values = [...new Set(typeValues(pair, data))].sort();
    const category = columns.find(({ name }) => name === pair.type.name)?.category ?? "other";
    const areKinds = values.length <= MOST_KINDS && values.every(({ length }) => length > 0 && length <= LONGEST_KIND);
    const areTold = areKinds && !categoryOf(category).personal;
    return { id: pair.id.name, type: pair.type.name, values: areTold ? values : [] };
  });
  return { openTypes };
}

function chooseKind(
  table: NamedTable,
  subject: Subject | undefined,
  is: { readonly owned: boolean; readonly pointedAt: boolean; readonly asked: boolean },
  columns: readonly ModelColumn[],
): Pick<InferredTable, "kind" | "why" | "confidence"> {
  if (table.schema.kind === "view") return { kind: "view", why: "computed from other tables", confidence: 1 };
  if (subject?.defines === true) return { kind: "subject", why: subject.why, confidence: subject.confidence };
  if (is.owned) return { kind: "personal", why: "rows belong to people", confidence: 0.9 };
  if (!is.asked) {
    const telling = findTellingColumns(table, columns);
    if (telling.length > 0)
      return {
        kind: "unclassified",
        why: `looks personal (${telling.join(", ")}) and belongs to nobody`,
        confidence: 0.6,
      };
  }
  if (is.pointedAt)
    return { kind: "lookup", why: "people's rows point at it, and it belongs to nobody", confidence: 0.8 };
  return { kind: "public", why: "nothing in it speaks of people", confidence: 0.7 };
}
