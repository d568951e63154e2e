/** What the operator's configuration says about other controllers to which people may have their data sent. */
import { SENT_VERTICALS } from "@kept/contract/transfers";
import * as z from "zod";
import { type ConfigIssue, fromEnvironment, identifier, localText } from "../config-fields.ts";

/** What can be sent without saying which tables hold what. */
const FREE_VERTICALS = ["blobs", "rows"] as const;

const address = z.url("is not an address");

/** Rows of a table that are posts of the person: which column holds what. */
const postsSchema = z
  .object({
    system: z.string().min(1),
    table: z.string().min(1),
    id: z.string().min(1).default("id"),
    content: z.string().min(1),
    title: z.string().min(1).optional(),
    published: z.string().min(1).optional(),
    url: z.string().min(1).optional(),
  })
  .strict();

const column = z.string().min(1);

/** Rows of a table that are appointments. */
const calendarsSchema = z
  .object({
    system: column,
    table: column,
    /** What the calendar is called there; default: as the table. */
    name: column.optional(),
    title: column,
    start: column,
    end: column.optional(),
    notes: column.optional(),
    location: column.optional(),
  })
  .strict();

/** Rows of a table that are pictures or films. */
const mediaSchema = z
  .object({
    system: column,
    table: column,
    /** What the album is called there; default: as the table. */
    name: column.optional(),
    /** The column with the bytes. */
    file: column,
    title: column.optional(),
    description: column.optional(),
    uploaded: column.optional(),
  })
  .strict();

export const transfersSchema = z
  .object({
    destinations: z
      .record(
        identifier,
        z
          .object({
            /** As people know it. */
            title: localText,
            /** Base address of the generic importer: `blobs`, `social-posts`, `rows` are added to it. */
            endpoint: address,
            /** Where the person allows it, and where tokens are had (OAuth 2, authorization code with PKCE). */
            authorise: address,
            token: address,
            /** What it calls itself (RFC 9207): who comes back from somebody else is not believed. */
            issuer: address.optional(),
            clientId: z.string().min(1),
            /** Where we have one; else PKCE alone proves who we are. */
            clientSecret: fromEnvironment.optional(),
            scopes: z.array(z.string().min(1)).default([]),
            /** What it takes, in the order in which it is sent: files of the package, posts, rows as they are. */
            sends: z.array(z.enum(SENT_VERTICALS)).min(1).default(["blobs"]),
            posts: z.array(postsSchema).default([]),
            calendars: z.array(calendarsSchema).default([]),
            media: z.array(mediaSchema).default([]),
            /** It signs what it has received when asked for `receipt` in the end; Kept does. */
            confirms: z.boolean().default(false),
            /** Its name in `recipients`: the transfer is then a disclosure, which the person finds named. */
            recipient: z.string().min(1).optional(),
            allowPrivateAddress: z.boolean().default(false),
          })
          .strict(),
      )
      .default({}),
    /** Services that people name themselves, if those describe themselves (public, by https). */
    free: z
      .object({
        allowed: z.boolean().default(true),
        /** What goes there, as far as they take it. */
        sends: z.array(z.enum(FREE_VERTICALS)).min(1).default(["blobs"]),
        /** For development only. */
        allowPrivateAddress: z.boolean().default(false),
      })
      .strict()
      .prefault({}),
  })
  .strict()
  .prefault({});

export type TransfersSettings = z.output<typeof transfersSchema>;
export type DestinationConfig = TransfersSettings["destinations"][string];

/** Verticals for which a configuration has to say which rows they are. */
const MAPPED = [
  { vertical: "social-posts", by: "posts" },
  { vertical: "calendar", by: "calendars" },
  { vertical: "media", by: "media" },
] as const;

/** Verticals that no table is named for, and recipients that do not exist. */
export function findTransferIssues(config: {
  readonly transfers: TransfersSettings;
  readonly recipients: Readonly<Record<string, unknown>>;
}): readonly ConfigIssue[] {
  return Object.entries(config.transfers.destinations).flatMap(([name, destination]) => {
    const path = ["transfers", "destinations", name];
    const isUnknown = destination.recipient !== undefined && !Object.hasOwn(config.recipients, destination.recipient);
    const lacks = MAPPED.filter(
      ({ vertical, by }) => destination.sends.includes(vertical) && destination[by].length === 0,
    );
    return [
      ...(isUnknown
        ? [{ path: [...path, "recipient"], message: "is not in recipients: add it there or correct the name" }]
        : []),
      ...lacks.map(({ vertical, by }) => ({
        path: [...path, by],
        message: `says nowhere which rows are ${by}, though "${vertical}" are sent`,
      })),
    ];
  });
}
