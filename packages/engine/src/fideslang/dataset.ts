/** Dataset annotations in the fideslang format, read strictly: what is understood, and every word that is not. */

export interface FieldReference {
  readonly dataset: string;
  readonly collection: string;
  /** The field, then what it is nested in, from outside. */
  readonly path: readonly string[];
  /** From there to here, from here to there, or (not said) either way. */
  readonly direction: "from" | "to" | null;
}

export interface DatasetField {
  readonly name: string;
  /** Names from the column down to this field. */
  readonly path: readonly string[];
  readonly categories: readonly string[];
  readonly identity: string | null;
  readonly primaryKey: boolean;
  readonly isArray: boolean;
  readonly readOnly: boolean;
  /** The strategy of a masking override. */
  readonly masking: string | null;
  readonly customRequestField: string | null;
  readonly references: readonly FieldReference[];
  readonly fields: readonly DatasetField[];
}

export interface Collection {
  readonly name: string;
  readonly categories: readonly string[];
  readonly fields: readonly DatasetField[];
  readonly after: readonly string[];
  readonly masking: string | null;
  readonly skip: boolean;
  readonly isPartitioned: boolean;
  readonly retention: string | null;
}

export interface Dataset {
  readonly key: string;
  readonly categories: readonly string[];
  readonly collections: readonly Collection[];
  readonly after: readonly string[];
  readonly namespace: boolean;
  readonly retention: string | null;
}

/** Words that were read over: where they stand, and whether they only describe. */
export interface LeftOut {
  readonly collection: string;
  readonly field: string;
  readonly word: string;
  readonly kind: "description" | "schema" | "unknown";
}

export interface ReadDatasets {
  readonly datasets: readonly Dataset[];
  readonly leftOut: readonly (LeftOut & { readonly dataset: string })[];
  /** What makes the file unusable, with its place. */
  readonly problems: readonly string[];
}

const DESCRIPTIONS = ["name", "description", "organization_fides_key", "tags", "meta", "data_qualifier", "version"];
const FROM_SCHEMA = ["data_type", "length", "return_all_elements"];

interface Reading {
  readonly problems: string[];
  readonly leftOut: (LeftOut & { readonly dataset: string })[];
  dataset: string;
  collection: string;
}

/** Reads datasets from plain data (a parsed YAML file). */
export function readDatasets(value: unknown): ReadDatasets {
  const reading: Reading = { problems: [], leftOut: [], dataset: "", collection: "" };
  const root = asRecord(value, "the file", reading);
  if (root["dataset"] === undefined) {
    const problem = "the file: there is no `dataset:` list in it, so it is no dataset annotation";
    return { datasets: [], leftOut: [], problems: reading.problems.length > 0 ? reading.problems : [problem] };
  }
  const datasets = asList(root["dataset"], "dataset", reading).map((each, at) =>
    readDataset(each, `dataset[${at}]`, reading),
  );
  for (const word of Object.keys(root)) if (word !== "dataset") leave(reading, "", word, "unknown");
  return { datasets, leftOut: reading.leftOut, problems: reading.problems };
}

function readDataset(value: unknown, path: string, reading: Reading): Dataset {
  const entry = asRecord(value, path, reading);
  const key = asText(entry["fides_key"], `${path}.fides_key`, reading);
  reading.dataset = key;
  reading.collection = "";
  const meta = readMeta(entry, path, reading);
  const collections = asList(entry["collections"], `${path}.collections`, reading);
  leaveOthers(reading, "", entry, ["fides_key", "collections", "data_categories", "retention", ...META]);
  leaveOthers(reading, "", meta, ["after", "namespace"]);
  return {
    key,
    categories: asTexts(entry["data_categories"], `${path}.data_categories`, reading),
    collections: collections.map((each, at) => readCollection(each, `${path}.collections[${at}]`, reading)),
    after: asTexts(meta["after"], `${path}.fides_meta.after`, reading),
    namespace: meta["namespace"] !== undefined,
    retention: readOptional(entry["retention"]),
  };
}

function readCollection(value: unknown, path: string, reading: Reading): Collection {
  const entry = asRecord(value, path, reading);
  const name = asText(entry["name"], `${path}.name`, reading);
  reading.collection = name;
  const meta = readMeta(entry, path, reading);
  leaveOthers(reading, "", entry, ["name", "fields", "data_categories", "retention", ...META]);
  leaveOthers(reading, "", meta, [
    "after",
    "erase_after",
    "masking_strategy_override",
    "skip_processing",
    "partitioning",
  ]);
  return {
    name,
    categories: asTexts(entry["data_categories"], `${path}.data_categories`, reading),
    fields: asList(entry["fields"], `${path}.fields`, reading).map((each, at) =>
      readField(each, [], `${path}.fields[${at}]`, reading),
    ),
    after: [
      ...asTexts(meta["after"], `${path}.fides_meta.after`, reading),
      ...asTexts(meta["erase_after"], `${path}.fides_meta.erase_after`, reading),
    ],
    masking: readStrategy(meta["masking_strategy_override"]),
    skip: meta["skip_processing"] === true,
    isPartitioned: meta["partitioning"] !== undefined,
    retention: readOptional(entry["retention"]),
  };
}

function readField(value: unknown, above: readonly string[], place: string, reading: Reading): DatasetField {
  const entry = asRecord(value, place, reading);
  const name = asText(entry["name"], `${place}.name`, reading);
  const path = [...above, name];
  const meta = readMeta(entry, place, reading);
  leaveOthers(reading, path.join("."), entry, ["name", "fields", "data_categories", ...META]);
  leaveOthers(reading, path.join("."), meta, [
    "identity",
    "primary_key",
    "read_only",
    "masking_strategy_override",
    "custom_request_field",
    "references",
  ]);
  const nested = entry["fields"] == null ? [] : asList(entry["fields"], `${place}.fields`, reading);
  return {
    name,
    path,
    categories: asTexts(entry["data_categories"], `${place}.data_categories`, reading),
    identity: readOptional(meta["identity"]),
    primaryKey: meta["primary_key"] === true,
    isArray: typeof meta["data_type"] === "string" && meta["data_type"].endsWith("[]"),
    readOnly: meta["read_only"] === true,
    masking: readStrategy(meta["masking_strategy_override"]),
    customRequestField: readOptional(meta["custom_request_field"]),
    references: asList(meta["references"] ?? [], `${place}.fides_meta.references`, reading).flatMap((each, at) =>
      readReference(each, `${place}.fides_meta.references[${at}]`, reading),
    ),
    fields: nested.map((each, at) => readField(each, path, `${place}.fields[${at}]`, reading)),
  };
}

function readReference(value: unknown, place: string, reading: Reading): readonly FieldReference[] {
  const entry = asRecord(value, place, reading);
  const [collection = "", ...path] = asText(entry["field"], `${place}.field`, reading).split(".");
  const { direction } = entry;
  if (direction !== undefined && direction !== null && direction !== "from" && direction !== "to") {
    reading.problems.push(`${place}.direction: expected from or to`);
  }
  if (path.length === 0) {
    reading.problems.push(`${place}.field: written collection.field`);
    return [];
  }
  const dataset =
    entry["dataset"] === undefined ? reading.dataset : asText(entry["dataset"], `${place}.dataset`, reading);
  return [{ dataset, collection, path, direction: direction === "from" || direction === "to" ? direction : null }];
}

/** The same under its older name. */
const META = ["fides_meta", "fidesops_meta"];

function readMeta(entry: Readonly<Record<string, unknown>>, place: string, reading: Reading): Record<string, unknown> {
  const metas = META.map((word) => entry[word]).filter((meta) => meta !== undefined && meta !== null);
  return Object.assign({}, ...metas.map((meta) => asRecord(meta, `${place}.fides_meta`, reading))) as Record<
    string,
    unknown
  >;
}

function readStrategy(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  return typeof value === "object" && "strategy" in value ? String(value.strategy) : "unknown";
}

function readOptional(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

function leaveOthers(
  reading: Reading,
  field: string,
  entry: Readonly<Record<string, unknown>>,
  known: readonly string[],
) {
  for (const [word, value] of Object.entries(entry)) {
    if (known.includes(word) || value === null) continue;
    const kind = DESCRIPTIONS.includes(word) ? "description" : FROM_SCHEMA.includes(word) ? "schema" : "unknown";
    leave(reading, field, word, kind);
  }
}

function leave({ leftOut, dataset, collection }: Reading, field: string, word: string, kind: LeftOut["kind"]): void {
  leftOut.push({ dataset, collection, field, word, kind });
}

function asRecord(value: unknown, place: string, reading: Reading): Record<string, unknown> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  reading.problems.push(`${place}: expected a mapping (name: value)`);
  return {};
}

function asList(value: unknown, place: string, reading: Reading): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== null && value !== undefined) reading.problems.push(`${place}: expected a list`);
  else reading.problems.push(`${place}: is missing`);
  return [];
}

function asText(value: unknown, place: string, reading: Reading): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number") return String(value);
  reading.problems.push(`${place}: expected a name`);
  return "";
}

function asTexts(value: unknown, place: string, reading: Reading): readonly string[] {
  if (value === undefined || value === null) return [];
  return asList(value, place, reading).map(String);
}
