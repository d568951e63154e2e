/**
 * What an item may hold: the payloads of the Data Transfer Project's generic importers (their `*-schema.json`, with what their
 * own example sends besides: times as seconds since 1970, and the names of Java classes as `@type`), and Kept's own rows.
 */
import type { TransferVertical } from "@kept/contract/transfers";
import * as z from "zod";

const time = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date(), z.number()]);
const text = z.string().max(1_000_000);

const folder = z.looseObject({ "@type": z.literal("Folder"), path: z.string().max(4096) });
const file = z.looseObject({
  "@type": z.literal("File"),
  folder: z.string().max(4096),
  name: z.string().max(1024),
  dateModified: time.nullish(),
});
/** As the project's handbook shows it, other than its schema. */
const document = z.looseObject({
  "@type": z.literal("BlobbyFileData"),
  folder: z.string().max(4096),
  document: z.looseObject({ name: z.string().max(1024) }),
});
const album = z.looseObject({ "@type": z.literal("Album"), id: z.string(), name: text });
const medium = z.looseObject({
  "@type": z.enum(["Photo", "Video"]),
  albumId: z.string(),
  name: text,
  uploadedTime: time.nullish(),
});
const calendar = z.looseObject({ "@type": z.literal("Calendar"), id: z.string(), name: text });
const calendarEvent = z.looseObject({ "@type": z.literal("CalendarEvent"), calendarId: z.string(), title: text });
const post = z.looseObject({
  "@type": z.enum(["SocialActivity", "SocialActivityData"]),
  activity: z.looseObject({ "@type": z.string(), id: z.string(), content: text, published: time.nullish() }),
});
const rows = z.looseObject({
  "@type": z.literal("Rows"),
  system: z.string().max(200),
  table: z.string().max(200),
  first: z.int().nonnegative(),
  provenance: z.record(z.string(), z.string()),
  rows: z.array(z.record(z.string(), z.unknown())).max(10_000),
});

interface VerticalRule {
  readonly payload: z.ZodType<{ readonly "@type": string }>;
  /** Types whose bytes come with them. */
  readonly files: readonly string[];
}

export const VERTICAL_RULES: Readonly<Record<TransferVertical, VerticalRule>> = {
  blobs: { payload: z.union([folder, file, document]), files: ["File", "BlobbyFileData"] },
  media: { payload: z.union([album, medium]), files: ["Photo", "Video"] },
  calendar: { payload: z.union([calendar, calendarEvent]), files: [] },
  "social-posts": { payload: post, files: [] },
  rows: { payload: rows, files: [] },
};

/** The wrapper of every item. */
export const genericPayload = z.object({
  "@type": z.literal("GenericPayload"),
  schemaSource: z.string(),
  apiVersion: z.string(),
  payload: z.record(z.string(), z.unknown()),
});
