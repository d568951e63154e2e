/** Rows that the configuration says are appointments, pictures or films, as the project's verticals have them. */
import { createHash } from "node:crypto";
import type { PackageManifest } from "@kept/contract/packages";
import type { OpenPackage } from "../fulfilment/package/open-package.ts";
import { type Bare, findTable, isoTime, readMapped, wrap } from "./item-parts.ts";
import type { DestinationConfig } from "./transfers-config.ts";

/** A calendar for each table, before what is in it. */
export async function* listCalendars(
  pack: OpenPackage,
  manifest: PackageManifest,
  calendars: DestinationConfig["calendars"],
): AsyncGenerator<Bare> {
  for (const mapping of calendars) {
    const table = findTable(manifest, mapping);
    if (table === undefined) continue;
    const calendarId = idOf(mapping);
    const calendar = { "@type": "Calendar", id: calendarId, name: mapping.name ?? mapping.table };
    yield { vertical: "calendar", json: wrap("calendar", calendar), file: null };
    for await (const { of } of readMapped(pack, table)) {
      const title = of(mapping.title);
      const start = eventTime(of(mapping.start));
      // An appointment without a name or a time is none.
      if (title === undefined || start === undefined) continue;
      const event = {
        "@type": "CalendarEvent",
        calendarId,
        title,
        notes: of(mapping.notes),
        location: of(mapping.location),
        startDateTime: start,
        endDateTime: eventTime(of(mapping.end)) ?? start,
      };
      yield { vertical: "calendar", json: wrap("calendar", event), file: null };
    }
  }
}

/** An album for each table, before what is in it; values that are neither a picture nor a film are passed by. */
export async function* listMedia(
  pack: OpenPackage,
  manifest: PackageManifest,
  media: DestinationConfig["media"],
): AsyncGenerator<Bare> {
  for (const mapping of media) {
    const table = findTable(manifest, mapping);
    if (table === undefined) continue;
    const albumId = idOf(mapping);
    const album = { "@type": "Album", id: albumId, name: mapping.name ?? mapping.table };
    yield { vertical: "media", json: wrap("media", album), file: null };
    for await (const { row, of } of readMapped(pack, table)) {
      const file = readFileValue(row[mapping.file]);
      const kind = file === null ? undefined : MEDIA_KINDS[file.type.split("/")[0] ?? ""];
      if (file === null || kind === undefined || !pack.entries.some(({ path }) => path === file.file)) continue;
      const medium = {
        "@type": kind,
        albumId,
        name: of(mapping.title) ?? file.file.split("/").at(-1) ?? "",
        description: of(mapping.description),
        uploadedTime: isoTime(of(mapping.uploaded)),
      };
      yield {
        vertical: "media",
        json: wrap("media", medium),
        file: { type: file.type, bytes: file.bytes, read: () => pack.read(file.file) },
      };
    }
  }
}

const MEDIA_KINDS: Readonly<Record<string, string>> = { image: "Photo", video: "Video" };

interface FileValue {
  readonly file: string;
  readonly bytes: number;
  readonly type: string;
}

/** What a binary value has become in the package. */
function readFileValue(value: unknown): FileValue | null {
  if (typeof value !== "object" || value === null) return null;
  const { file, bytes, type } = value as Partial<FileValue>;
  return typeof file === "string" && typeof bytes === "number" && typeof type === "string"
    ? { file, bytes, type }
    : null;
}

/** The same for the same table, and nothing of how it is called here. */
function idOf({ system, table }: { readonly system: string; readonly table: string }): string {
  return createHash("sha256").update(`${system} ${table}`).digest("hex").slice(0, 16);
}

function eventTime(text: string | undefined) {
  const dateTime = isoTime(text);
  if (dateTime === undefined) return undefined;
  return { "@type": "CalendarEventTime", dateTime, dateOnly: /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") };
}
