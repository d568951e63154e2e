/**
 * The items of a transfer, one by one: what a generic importer of the Data Transfer Project is sent. The same package gives the
 * same items in the same order, so that a number says which one it is.
 */
import type { PackageManifest } from "@kept/contract/packages";
import type { SentVertical } from "@kept/contract/transfers";
import { type OpenPackage, readWhole } from "../fulfilment/package/open-package.ts";
import {
  type Bare,
  findTable,
  isoTime,
  readMapped,
  readRows,
  type TransferItem,
  wrap,
  wrapText,
} from "./item-parts.ts";
import { listCalendars, listMedia } from "./list-mapped.ts";
import type { DestinationConfig } from "./transfers-config.ts";

const ROWS_AT_ONCE = 200;
const CHARACTERS_AT_ONCE = 262_144;

export async function readManifest(pack: OpenPackage): Promise<PackageManifest> {
  return JSON.parse((await readWhole(pack, "manifest.json")).toString()) as PackageManifest;
}

export async function* listItems(
  pack: OpenPackage,
  manifest: PackageManifest,
  destination: Pick<DestinationConfig, "sends" | Mapped>,
): AsyncGenerator<TransferItem> {
  let ordinal = 0;
  for (const vertical of destination.sends) {
    for await (const item of LISTS[vertical](pack, manifest, destination)) {
      yield { ordinal, ...item };
      ordinal += 1;
    }
  }
}

/** What says which rows are what. */
type Mapped = "posts" | "calendars" | "media";

type List = (
  pack: OpenPackage,
  manifest: PackageManifest,
  destination: Pick<DestinationConfig, Mapped>,
) => AsyncGenerator<Bare>;

const LISTS: Readonly<Record<SentVertical, List>> = {
  blobs: listBlobs,
  "social-posts": listPosts,
  calendar: (pack, manifest, { calendars }) => listCalendars(pack, manifest, calendars),
  media: (pack, manifest, { media }) => listMedia(pack, manifest, media),
  rows: listRows,
};

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
    for await (const { of } of readMapped(pack, findTable(manifest, mapping))) {
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
