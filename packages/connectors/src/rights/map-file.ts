/** Maps as YAML files: read strictly, written readably. */
import { SEPARATOR } from "@kept/engine/lists";
import { type DataMap, type EdgeMap, EMPTY_MAP, type NamingMap, type TableMap } from "@kept/engine/map";
import type { MapProblem } from "@kept/engine/map-values";
import type { Condition, RestrictionMark } from "@kept/engine/model";
import { parseMap } from "@kept/engine/parse-map";
import type { BlobMark } from "@kept/engine/stored-files";
import { Document, parseDocument } from "yaml";
import { locateProblems } from "./locate-problems.ts";
import { layOut } from "./map-layout.ts";

/** A map file that cannot be used, with every problem and its place. */
export class MapInvalid extends Error {
  override readonly name = "MapInvalid";
  readonly code = "map_invalid";
  readonly problems: readonly MapProblem[];
  constructor(problems: readonly MapProblem[]) {
    super(`The map is not valid:\n${problems.map((problem) => `  ${tellProblem(problem)}`).join("\n")}`);
    this.problems = problems;
  }
}

function tellProblem({ path, message, line }: MapProblem): string {
  const place = [...(line === undefined ? [] : [`line ${line}`]), ...(path === "" ? [] : [path])].join(", ");
  return `${place || "map"}: ${message}`;
}

/** What is wrong with the text; empty when it can be read. */
export function listMapProblems(text: string): readonly MapProblem[] {
  try {
    readMap(text);
    return [];
  } catch (error) {
    if (error instanceof MapInvalid) return error.problems;
    throw error;
  }
}

/** Reads a map from YAML text. Rejects with {@link MapInvalid}. Empty text is the empty map. */
export function readMap(text: string): DataMap {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new MapInvalid(
      document.errors.map((error) => {
        const line = error.linePos?.[0].line;
        // The place stands beside it already.
        const said = (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
        const message = error.code === "DUPLICATE_KEY" ? tellTwice(text.slice(error.pos[0])) : said;
        return { path: "", message, ...(line === undefined ? {} : { line }) };
      }),
    );
  }
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return EMPTY_MAP;
  const { map, problems } = parseMap(value);
  if (problems.length > 0) throw new MapInvalid(locateProblems(text, document, problems));
  return map;
}

/** What stands twice beside its like, from where it does so the second time. */
function tellTwice(text: string): string {
  const name =
    /^(?:"([^"\n]*)"|'([^'\n]*)'|([^:\n]+))/
      .exec(text)
      ?.slice(1)
      .find((one) => one !== undefined) ?? "this";
  return `${name.trim()} stands here a second time: put both together`;
}

/** Writes a map as YAML: only what it says, in the order of its tables. */
export function writeMap(map: DataMap): string {
  const head =
    "# Whose rows are whose. Only what differs from what Kept infers, or was confirmed, stands here.\n" +
    "# `accepted`: tables whose proposals were confirmed in one word, with a mark of what was proposed and what it was.\n";
  const document = new Document(plainMap(map));
  layOut(document.contents, []);
  return head + document.toString({ lineWidth: 0 });
}

/** A map as the plain data that its file holds, each thing written in one way. */
export function plainMap(map: DataMap): PlainMap {
  const tables = Object.fromEntries(
    Object.entries(map.tables)
      .map(([name, table]) => [name, plainTable(table)] as const)
      .filter(([, table]) => Object.keys(table).length > 0),
  );
  return {
    ...(map.system === null ? {} : { system: map.system }),
    ...(map.naming.length === 0
      ? {}
      : { naming: Object.fromEntries(map.naming.map((line) => [namingName(line), line.role])) }),
    ...(Object.keys(tables).length > 0 ? { tables } : {}),
    ...(Object.keys(map.accepted).length > 0 ? { accepted: map.accepted } : {}),
  };
}

/** Records of records down to texts, numbers and lists. */
export interface PlainMap {
  readonly [name: string]: unknown;
}

function namingName({ column, to, toColumn }: NamingMap): string {
  if (to === null) return column;
  return `${column} -> ${to}${toColumn === null ? "" : `(${toColumn})`}`;
}

function plainTable(table: TableMap): Record<string, unknown> {
  const edges = Object.fromEntries(table.edges.map((edge) => [edgeName(edge), plainEdge(edge)]));
  const columns = Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => {
      const { category, hide, keep, blank, counter, blob, copyOf, provenance } = column;
      const isShort = [blank, blob, copyOf, provenance].every((one) => one === undefined);
      if (hide === true && category === null && keep === null && counter === null && isShort) return [name, "hide"];
      if (keep === true && category === null && hide === null && counter === null && isShort) return [name, "keep"];
      if (hide === null && keep === null && counter === null && isShort) return [name, category];
      return [
        name,
        {
          ...(category === null ? {} : { category }),
          ...(hide === null ? {} : { hide }),
          ...(keep === null ? {} : { keep }),
          ...(blank === undefined ? {} : { blank }),
          ...(counter === null ? {} : { counter: `${counter.table}(${counter.columns.join(", ")})` }),
          ...(counter === null || Object.keys(counter.when).length === 0 ? {} : { when: plainCondition(counter.when) }),
          ...(blob === undefined ? {} : { blob: plainBlob(blob) }),
          ...(copyOf === undefined ? {} : { copy: `${copyOf.table}.${copyOf.column}` }),
          ...(provenance === undefined ? {} : { provenance }),
        },
      ];
    }),
  );
  const { retain, restrict, provenance } = table;
  return {
    ...(table.subject === null ? {} : { subject: table.subject }),
    ...(table.public === null ? {} : { public: table.public }),
    ...(provenance === undefined ? {} : { provenance }),
    ...(table.key === null ? {} : { key: table.key }),
    ...(table.identifiers === null ? {} : { identifiers: table.identifiers }),
    ...(retain === null
      ? {}
      : {
          retain: {
            ...(retain.years + retain.months + retain.days === 0 ? {} : { for: periodText(retain) }),
            ...(retain.from === null ? {} : { from: retain.from }),
            reason: retain.reason,
            ...(Object.keys(retain.when).length === 0 ? {} : { when: plainCondition(retain.when) }),
          },
        }),
    ...(restrict === undefined ? {} : { restrict: plainRestriction(restrict) }),
    ...(table.edges.length === 0 ? {} : { edges }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  };
}

function plainBlob(blob: BlobMark | "none"): unknown {
  if (blob === "none") return blob;
  const { store, prefix, url } = blob;
  if (prefix === undefined && url === undefined) return store;
  return { store, ...(prefix === undefined ? {} : { prefix }), ...(url === undefined ? {} : { url }) };
}

function plainRestriction(mark: RestrictionMark): unknown {
  if (mark.kind === "list") return { list: `${mark.table}(${mark.column})` };
  return mark.value === "true" ? mark.column : { column: mark.column, value: mark.value };
}

function edgeName(edge: EdgeMap): string {
  const target = edge.toColumns === null ? edge.to : `${edge.to}(${edge.toColumns.join(", ")})`;
  return `${edge.columns.join(", ")} -> ${target}`;
}

function plainEdge(edge: EdgeMap): unknown {
  const more = {
    ...(Object.keys(edge.when).length === 0 ? {} : { when: plainCondition(edge.when) }),
    ...(edge.match ? { match: true } : {}),
    ...(edge.pattern === null ? {} : { pattern: edge.pattern }),
    ...(edge.path.length === 0 ? {} : { path: edge.path }),
    ...(edge.list === undefined ? {} : { list: edge.list.separator === SEPARATOR ? true : edge.list.separator }),
    ...(edge.same ? { same: true } : {}),
  };
  return Object.keys(more).length === 0 ? edge.role : { role: edge.role, ...more };
}

/** One value stands alone, several are a list. */
function plainCondition(when: Condition): unknown {
  return Object.fromEntries(
    Object.entries(when).map(([column, values]) => [column, values.length === 1 ? values[0] : values]),
  );
}

function periodText({ years, months, days }: { years: number; months: number; days: number }): string {
  if (years > 0) return `${years} years`;
  return months > 0 ? `${months} months` : `${days} days`;
}
