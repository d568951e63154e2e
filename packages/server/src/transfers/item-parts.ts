/** What the lists of items are made with: rows of the package, and the wrapper of every item. */
import type { PackageManifest } from "@kept/contract/packages";
import type { SentVertical } from "@kept/contract/transfers";
import type { OpenPackage } from "../fulfilment/package/open-package.ts";
import { readList } from "../fulfilment/package/read-list.ts";

export interface TransferItem {
  readonly ordinal: number;
  readonly vertical: SentVertical;
  /** The wrapper with the payload, as JSON text. */
  readonly json: string;
  readonly file: {
    readonly type: string;
    readonly bytes: number;
    readonly read: () => AsyncIterable<Uint8Array>;
  } | null;
}

export type Bare = Omit<TransferItem, "ordinal">;
export type ManifestTable = PackageManifest["tables"][number];

/** Where the schemas of payloads are described: the project's for its verticals, ours for rows. */
const SCHEMA_SOURCES: Readonly<Record<SentVertical, string>> = {
  blobs:
    "https://github.com/dtinit/data-transfer-project/blob/master/extensions/data-transfer/portability-data-transfer-generic/file-schema.json",
  "social-posts":
    "https://github.com/dtinit/data-transfer-project/blob/master/extensions/data-transfer/portability-data-transfer-generic/social-posts-schema.json",
  calendar:
    "https://github.com/dtinit/data-transfer-project/blob/master/extensions/data-transfer/portability-data-transfer-generic/calendar-schema.json",
  media:
    "https://github.com/dtinit/data-transfer-project/blob/master/extensions/data-transfer/portability-data-transfer-generic/media-schema.json",
  rows: "kept-rows/1",
};

/** The table that a mapping names; undefined when the package does not hold it. */
export function findTable(
  manifest: PackageManifest,
  named: { readonly system: string; readonly table: string },
): ManifestTable | undefined {
  return manifest.tables.find(({ system, table }) => system === named.system && table === named.table);
}

export interface MappedRow {
  readonly row: Readonly<Record<string, unknown>>;
  /** A column's value as text; undefined where no column is named, or it holds nothing. */
  readonly of: (column: string | undefined) => string | undefined;
}

export async function* readMapped(pack: OpenPackage, table: ManifestTable | undefined): AsyncGenerator<MappedRow> {
  if (table === undefined) return;
  for await (const text of readRows(pack, table)) {
    const row = JSON.parse(text) as Readonly<Record<string, unknown>>;
    yield {
      row,
      of: (column) => {
        const value = column === undefined ? null : row[column];
        return value === null || value === undefined ? undefined : String(value);
      },
    };
  }
}

/** Rows as JSON text. */
export async function* readRows(pack: OpenPackage, table: ManifestTable): AsyncGenerator<string> {
  if (table.file !== undefined && table.level === "own") yield* readList(pack.read(table.file));
}

export function wrap(vertical: SentVertical, payload: object): string {
  return wrapText(vertical, JSON.stringify(payload));
}

export function wrapText(vertical: SentVertical, payload: string): string {
  const head = { "@type": "GenericPayload", schemaSource: SCHEMA_SOURCES[vertical], apiVersion: "0.1.0" };
  return `${JSON.stringify(head).slice(0, -1)},"payload":${payload}}`;
}

/** Undefined for what is no time; without a zone it is UTC. */
export function isoTime(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/^\d{4}-\d{2}-\d{2} /.test(text) ? `${text.replace(" ", "T")}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
