/** Reads a map. Parsing is strict: an unknown word is a problem with its place, never ignored. */
import { SEPARATOR } from "./lists.ts";
import type { ColumnMap, CounterMap, DataMap, EdgeMap, NamingMap, RetainMap, TableMap } from "./map.ts";
import {
  asBlank,
  asBoolean,
  asCondition,
  asNames,
  asRecord,
  asTexts,
  type MapProblem,
  refuseUnknown,
  splitNames,
} from "./map-values.ts";
import type { RestrictionMark } from "./model.ts";
import { PROVENANCES, type Provenance } from "./provenance.ts";
import { type BlobMark, isSafeKey } from "./stored-files.ts";

const ROLES: readonly string[] = ["owner", "part", "holds", "viewer", "actor", "context", "none"];

/** Reads a map from plain data (a parsed YAML file). Answers all problems at once; with any, the map must not be used. */
export function parseMap(value: unknown): { readonly map: DataMap; readonly problems: readonly MapProblem[] } {
  const problems: MapProblem[] = [];
  const root = asRecord(value ?? {}, "", problems);
  refuseUnknown(root, ["system", "naming", "accepted", "tables"], "", problems);
  const accepted = asRecord(root["accepted"] ?? {}, "accepted", problems);
  const tables: Record<string, TableMap> = {};
  for (const [name, entry] of Object.entries(asRecord(root["tables"] ?? {}, "tables", problems))) {
    tables[name] = parseTable(entry, `tables.${name}`, problems);
  }
  return {
    map: {
      system: typeof root["system"] === "string" ? root["system"] : null,
      naming: parseNaming(root["naming"], problems),
      accepted: Object.fromEntries(Object.entries(accepted).map(([table, print]) => [table, String(print)])),
      tables,
    },
    problems,
  };
}

type Problems = MapProblem[];

const NAMING = /^\s*((?:(?!->)[^,])+?)\s*(?:->\s*(.+?)\s*(?:\(\s*([^(),]+?)\s*\))?\s*)?$/;
const NAMING_ROLES: readonly string[] = ["owner", "part", "holds", "viewer", "actor", "context", "inferred"];

/** `owner_id -> users: actor`, `idpes -> fisica: inferred`, `"*_by": actor`. */
function parseNaming(value: unknown, problems: Problems): readonly NamingMap[] {
  return Object.entries(asRecord(value ?? {}, "naming", problems)).flatMap(([name, given]) => {
    const path = `naming["${name}"]`;
    const [, column, to = null, toColumn = null] = NAMING.exec(name) ?? [];
    if (column === undefined || /^\**$/.test(column)) {
      problems.push({ path, message: "a name is written `column` or `column -> table`; `*` stands for any letters" });
      return [];
    }
    const role = NAMING_ROLES.find((one) => one === given);
    if (role === undefined || (role === "inferred" && to === null)) {
      const known = to === null ? NAMING_ROLES.slice(0, -1) : NAMING_ROLES;
      problems.push({ path, message: `unknown role "${String(given)}"; one of ${known.join(", ")}` });
      return [];
    }
    return [{ column, to, toColumn, role: role as NamingMap["role"] }];
  });
}

function parseTable(value: unknown, path: string, problems: Problems): TableMap {
  const entry = asRecord(value ?? {}, path, problems);
  refuseUnknown(
    entry,
    ["subject", "public", "key", "identifiers", "retain", "restrict", "provenance", "edges", "columns"],
    path,
    problems,
  );
  const edges = Object.entries(asRecord(entry["edges"] ?? {}, `${path}.edges`, problems)).flatMap(([name, edge]) => {
    const parsed = parseEdge(name, edge, `${path}.edges["${name}"]`, problems);
    return parsed === null ? [] : [parsed];
  });
  const columns: Record<string, ColumnMap> = {};
  for (const [name, column] of Object.entries(asRecord(entry["columns"] ?? {}, `${path}.columns`, problems))) {
    columns[name] = parseColumn(column, `${path}.columns.${name}`, problems);
  }
  const restrict =
    entry["restrict"] === undefined ? null : parseRestrict(entry["restrict"], `${path}.restrict`, problems);
  return {
    subject: asBoolean(entry["subject"], `${path}.subject`, problems),
    public: asBoolean(entry["public"], `${path}.public`, problems),
    key: entry["key"] === undefined ? null : asNames(entry["key"], `${path}.key`, problems),
    identifiers:
      entry["identifiers"] === undefined ? null : asTexts(entry["identifiers"], `${path}.identifiers`, problems),
    retain: entry["retain"] === undefined ? null : parseRetain(entry["retain"], `${path}.retain`, problems),
    ...(restrict === null ? {} : { restrict }),
    ...parseProvenance(entry["provenance"], `${path}.provenance`, problems),
    edges,
    columns,
  };
}

/** `user_id -> users`, `a, b -> orders(x, y)`. */
const EDGE_NAME = /^\s*(.+?)\s*->\s*(.+?)\s*(?:\(([^()]*)\))?\s*$/;

function parseEdge(name: string, value: unknown, path: string, problems: Problems): EdgeMap | null {
  const parts = EDGE_NAME.exec(name);
  if (parts === null) {
    problems.push({ path, message: "an edge is written `column -> table` or `a, b -> table(x, y)`" });
    return null;
  }
  const [, columns = "", to = "", toColumns] = parts;
  const entry = typeof value === "string" ? { role: value } : asRecord(value, path, problems);
  refuseUnknown(entry, ["role", "when", "match", "pattern", "path", "list", "same"], path, problems);
  const role = String(entry["role"] ?? "");
  if (!ROLES.includes(role)) {
    problems.push({ path, message: `unknown role "${role}"; one of ${ROLES.join(", ")}` });
    return null;
  }
  const pattern = entry["pattern"];
  if (pattern !== undefined && (typeof pattern !== "string" || pattern.split("{}").length !== 2)) {
    problems.push({ path: `${path}.pattern`, message: "a pattern is text with one {} where the key stands" });
  }
  return {
    columns: splitNames(columns),
    to,
    toColumns: toColumns === undefined ? null : splitNames(toColumns),
    role: role as EdgeMap["role"],
    when: asCondition(entry["when"], `${path}.when`, problems),
    match: asBoolean(entry["match"], `${path}.match`, problems) ?? false,
    pattern: typeof pattern === "string" ? pattern : null,
    path: entry["path"] === undefined ? [] : asNames(entry["path"], `${path}.path`, problems),
    ...parseList(entry["list"], `${path}.list`, problems),
    same: asBoolean(entry["same"], `${path}.same`, problems) ?? false,
  };
}

/** `list: true`, or what stands between the keys where that is no comma: `list: ";"`. */
function parseList(value: unknown, path: string, problems: Problems): Pick<EdgeMap, "list"> {
  if (value === undefined || value === false) return {};
  if (value === true) return { list: { separator: SEPARATOR } };
  if (typeof value === "string" && /^[^\p{L}\p{N}_"'\\[\]{}]+$/u.test(value)) return { list: { separator: value } };
  problems.push({ path, message: 'expected `true`, or what stands between the keys in quotes, such as ";"' });
  return {};
}

function parseColumn(value: unknown, path: string, problems: Problems): ColumnMap {
  if (value === "hide") return { category: null, hide: true, keep: null, counter: null };
  if (value === "keep") return { category: null, hide: null, keep: true, counter: null };
  if (typeof value === "string") return { category: value, hide: null, keep: null, counter: null };
  const entry = asRecord(value, path, problems);
  refuseUnknown(
    entry,
    ["category", "hide", "keep", "blank", "counter", "when", "blob", "copy", "provenance"],
    path,
    problems,
  );
  const blank = entry["blank"] === undefined ? null : asBlank(entry["blank"], `${path}.blank`, problems);
  if (blank !== null && entry["keep"] === true)
    problems.push({ path: `${path}.blank`, message: "what is kept as it is, is not blanked: `keep` or `blank`" });
  const blob = entry["blob"] === undefined ? null : parseBlob(entry["blob"], `${path}.blob`, problems);
  const copyOf = entry["copy"] === undefined ? null : parseCopy(entry["copy"], `${path}.copy`, problems);
  return {
    category: typeof entry["category"] === "string" ? entry["category"] : null,
    hide: asBoolean(entry["hide"], `${path}.hide`, problems),
    keep: asBoolean(entry["keep"], `${path}.keep`, problems),
    ...(blank === null ? {} : { blank }),
    counter: entry["counter"] === undefined ? null : parseCounter(entry, path, problems),
    ...(blob === null ? {} : { blob }),
    ...(copyOf === null ? {} : { copyOf }),
    ...parseProvenance(entry["provenance"], `${path}.provenance`, problems),
  };
}

function parseProvenance(value: unknown, path: string, problems: Problems): { readonly provenance?: Provenance } {
  if (value === undefined) return {};
  const provenance = PROVENANCES.find((one) => one === value);
  if (provenance !== undefined) return { provenance };
  problems.push({ path, message: `expected one of ${PROVENANCES.join(", ")}` });
  return {};
}

/** `copy: accounts.email`: the column holds the same value as that one, of the same person. */
function parseCopy(value: unknown, path: string, problems: Problems): NonNullable<ColumnMap["copyOf"]> | null {
  const text = String(value);
  const dot = text.lastIndexOf(".");
  if (dot > 0 && dot < text.length - 1) return { table: text.slice(0, dot), column: text.slice(dot + 1) };
  problems.push({ path, message: "a copy is written `table.column`: the column whose value it repeats" });
  return null;
}

/** `none`, `uploads`, or `{ store: uploads, prefix: avatars/, url: "https://cdn.example.org/" }`: the column names files of that system. */
function parseBlob(value: unknown, path: string, problems: Problems): BlobMark | "none" | null {
  if (value === "none") return value;
  const entry = typeof value === "string" ? { store: value } : asRecord(value, path, problems);
  refuseUnknown(entry, ["store", "prefix", "url"], path, problems);
  const { store, prefix, url } = entry as Readonly<Record<"store" | "prefix" | "url", unknown>>;
  const before = problems.length;
  if (typeof store !== "string" || store === "")
    problems.push({ path, message: "expected `{ store: <system that holds the files> }`" });
  if (prefix !== undefined && (typeof prefix !== "string" || !isSafeKey(`${prefix}name`)))
    problems.push({
      path: `${path}.prefix`,
      message: "a prefix is the beginning of names in the store, such as `avatars/`, without a leading slash",
    });
  if (url !== undefined && (typeof url !== "string" || !/^https?:\/\/[^/?#]+\/([^?#]*\/)?$/.test(url)))
    problems.push({
      path: `${path}.url`,
      message: "expected what stands before the names, from https:// to the last slash",
    });
  if (problems.length > before) return null;
  return {
    store: String(store),
    ...(typeof prefix === "string" ? { prefix } : {}),
    ...(typeof url === "string" ? { url } : {}),
  };
}

/** `restricted`, `{ column: state, value: frozen }`, or `{ list: restricted_people(account_id) }`. */
function parseRestrict(value: unknown, path: string, problems: Problems): RestrictionMark | null {
  if (typeof value === "string") return { kind: "flag", column: value, value: "true" };
  const entry = asRecord(value, path, problems);
  refuseUnknown(entry, ["column", "value", "list"], path, problems);
  if (entry["list"] === undefined) {
    if (typeof entry["column"] === "string")
      return { kind: "flag", column: entry["column"], value: String(entry["value"] ?? "true") };
  } else {
    const [, table, column] = /^\s*(.+?)\s*\(\s*([^(),]+?)\s*\)\s*$/.exec(String(entry["list"])) ?? [];
    if (table !== undefined && column !== undefined) return { kind: "list", table, column };
  }
  problems.push({ path, message: "expected a column, `{ column, value }`, or `{ list: table(column) }`" });
  return null;
}

function parseCounter(entry: Record<string, unknown>, path: string, problems: Problems): CounterMap | null {
  const parts = /^\s*(.+?)\s*\(([^()]+)\)\s*$/.exec(String(entry["counter"]));
  if (parts === null) {
    problems.push({ path: `${path}.counter`, message: "a counter is written `table(column)`: the rows it counts" });
    return null;
  }
  return {
    table: parts[1] ?? "",
    columns: splitNames(parts[2] ?? ""),
    when: asCondition(entry["when"], `${path}.when`, problems),
  };
}

const PERIOD = /^\s*(\d+)\s*(year|month|day)s?\s*$/i;

function parseRetain(value: unknown, path: string, problems: Problems): RetainMap {
  const entry = asRecord(value, path, problems);
  refuseUnknown(entry, ["for", "from", "reason", "when"], path, problems);
  const period = entry["for"] === undefined ? null : PERIOD.exec(String(entry["for"]));
  if (entry["for"] !== undefined && period === null) {
    problems.push({ path: `${path}.for`, message: 'a period is written "10 years", "6 months" or "30 days"' });
  }
  if (typeof entry["reason"] !== "string" || entry["reason"] === "") {
    problems.push({ path: `${path}.reason`, message: "what is kept needs a reason that the person can read" });
  }
  const amount = Number(period?.[1] ?? 0);
  const unit = (period?.[2] ?? "").toLowerCase();
  return {
    years: unit === "year" ? amount : 0,
    months: unit === "month" ? amount : 0,
    days: unit === "day" ? amount : 0,
    from: typeof entry["from"] === "string" ? entry["from"] : null,
    reason: String(entry["reason"] ?? ""),
    when: asCondition(entry["when"], `${path}.when`, problems),
  };
}
