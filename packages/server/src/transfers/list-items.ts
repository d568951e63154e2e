/**
 * The items of a transfer, one by one: what a generic importer of the Data Transfer Project is sent. The same package gives the
 * same items in the same order, so that a number says which one it is.
 */
import type { PackageManifest } from "@kept/contract/packages";
import type { SentVertical } from "@kept/contract/transfers";
import { type OpenPackage, readWhole } from "../fulfilment/package/open-package.ts";
import { readList } from "../fulfilment/package/read-list.ts";
import type { DestinationConfig } from "./transfers-config.ts";

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

type Bare = Omit<TransferItem, "ordinal">;
type ManifestTable = PackageManifest["tables"][number];

const ROWS_AT_ONCE = 200;
const CHARACTERS_AT_ONCE = 262_144;

/** Where the schemas of payloads are described: the project's for its verticals, ours for rows. */
const SCHEMA_SOURCES: Readonly<Record<SentVertical, string>> = {
  blobs:
    "https://github.com/dtinit/data-transfer-project/blob/master/extensions/data-transfer/portability-data-transfer-generic/file-schema.json",
  "social-posts":
    "https://github.com/dtinit/data-transfer-project/blob/master/extensions/data-transfer/portability-data-transfer-generic/social-posts-schema.json",
  rows: "kept-rows/1",
};

export async function readManifest(pack: OpenPackage): Promise<PackageManifest> {
  return JSON.parse((await readWhole(pack, "manifest.json")).toString()) as PackageManifest;
}

export async function* listItems(
  pack: OpenPackage,
  manifest: PackageManifest,
  destination: Pick<DestinationConfig, "sends" | "posts">,
): AsyncGenerator<TransferItem> {
  let ordinal = 0;
  for (const vertical of destination.sends) {
    for await (const item of LISTS[vertical](pack, manifest, destination)) {
      yield { ordinal, ...item };
      ordinal += 1;
    }
  }
}

type List = (
  pack: OpenPackage,
  manifest: PackageManifest,
  destination: Pick<DestinationConfig, "posts">,
) => AsyncGenerator<Bare>;

const LISTS: Readonly<Record<SentVertical, List>> = { blobs: listBlobs, "social-posts": listPosts, rows: listRows };

/** The files of the package as they are, below one folder; a folder comes before what is in it. */
async function* listBlobs(pack: OpenPackage, manifest: PackageManifest): AsyncGenerator<Bare> {
  const root = `/${[manifest.controller ?? "Kept", manifest.reference ?? ""].join(" ").trim().replaceAll("/", "-")}`;
  const made = new Set<string>();
  for (const { path, bytes } of pack.entries) {
    const steps = path.split("/");
    for (let depth = 0; depth < steps.length; depth += 1) {
      const folder = [root, ...steps.slice(0, depth)].join("/");
      if (made.has(folder)) continue;
      made.add(folder);
      yield { vertical: "blobs", json: wrap("blobs", { "@type": "Folder", path: folder }), file: null };
    }
    const name = steps.at(-1) ?? "";
    const folder = [root, ...steps.slice(0, -1)].join("/");
    yield {
      vertical: "blobs",
      json: wrap("blobs", { "@type": "File", folder, name, dateModified: manifest.createdAt }),
      file: { type: mediaType(name), bytes, read: () => pack.read(path) },
    };
  }
}

/** Rows that the configuration says are posts. */
async function* listPosts(
  pack: OpenPackage,
  manifest: PackageManifest,
  { posts }: Pick<DestinationConfig, "posts">,
): AsyncGenerator<Bare> {
  for (const mapping of posts) {
    const table = manifest.tables.find(
      ({ system, table: name }) => system === mapping.system && name === mapping.table,
    );
    if (table === undefined) continue;
    for await (const text of readRows(pack, table)) {
      const row = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const of = (column: string | undefined): string | undefined => {
        const value = column === undefined ? null : row[column];
        return value === null || value === undefined ? undefined : String(value);
      };
      const content = of(mapping.content);
      // A post without words is none.
      if (content === undefined) continue;
      const published = isoTime(of(mapping.published));
      yield {
        vertical: "social-posts",
        json: wrap("social-posts", {
          "@type": "SocialActivity",
          metadata: { "@type": "SocialActivityMetadata" },
          activity: {
            "@type": "SocialActivityModel",
            id: of(mapping.id) ?? "",
            type: "POST",
            content,
            title: of(mapping.title),
            url: of(mapping.url),
            published,
          },
        }),
        file: null,
      };
    }
  }
}

/** Every row with the names it has here, in batches: for whoever takes data as it is. */
async function* listRows(pack: OpenPackage, manifest: PackageManifest): AsyncGenerator<Bare> {
  for (const table of manifest.tables) {
    const batch = { rows: [] as string[], characters: 0, first: 0 };
    const take = (): Bare => {
      const { system, table: name, provenance = {} } = table;
      const head = JSON.stringify({ "@type": "Rows", system, table: name, first: batch.first, provenance });
      const payload = `${head.slice(0, -1)},"rows":[${batch.rows.join(",")}]}`;
      batch.first += batch.rows.length;
      batch.rows = [];
      batch.characters = 0;
      return { vertical: "rows", json: wrapText("rows", payload), file: null };
    };
    for await (const text of readRows(pack, table)) {
      batch.rows.push(text);
      batch.characters += text.length;
      if (batch.rows.length >= ROWS_AT_ONCE || batch.characters >= CHARACTERS_AT_ONCE) yield take();
    }
    if (batch.rows.length > 0) yield take();
  }
}

/** Rows as JSON text. */
async function* readRows(pack: OpenPackage, table: ManifestTable): AsyncGenerator<string> {
  if (table.file !== undefined && table.level === "own") yield* readList(pack.read(table.file));
}

/** Categories of personal data that the package holds, by the schemas of its tables. */
export async function listCategories(pack: OpenPackage): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { path } of pack.entries) {
    if (!path.endsWith(".schema.json")) continue;
    const schema = JSON.parse((await readWhole(pack, path)).toString()) as {
      readonly items?: {
        readonly properties?: Readonly<Record<string, { readonly "x-category"?: string; readonly "x-dpv"?: string }>>;
      };
    };
    for (const property of Object.values(schema.items?.properties ?? {})) {
      if (property["x-category"] !== undefined && property["x-dpv"] !== undefined) found.add(property["x-category"]);
    }
  }
  return [...found].sort();
}

function wrap(vertical: SentVertical, payload: object): string {
  return wrapText(vertical, JSON.stringify(payload));
}

function wrapText(vertical: SentVertical, payload: string): string {
  const head = { "@type": "GenericPayload", schemaSource: SCHEMA_SOURCES[vertical], apiVersion: "0.1.0" };
  return `${JSON.stringify(head).slice(0, -1)},"payload":${payload}}`;
}

function isoTime(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/^\d{4}-\d{2}-\d{2} /.test(text) ? `${text.replace(" ", "T")}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: "application/json",
  csv: "text/csv",
  html: "text/html",
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  pdf: "application/pdf",
};

function mediaType(name: string): string {
  return MEDIA_TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
