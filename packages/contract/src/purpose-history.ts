/** What each purpose rested on, and since when: a dated version each time the configuration of a purpose changes. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";

/** What of a purpose has a history. */
export const PURPOSE_FACTS = [
  "title",
  "description",
  "basis",
  "interests",
  "categories",
  "recipients",
  "retention",
  "sale",
  "directMarketing",
  "basisChange",
] as const;

const TextSchema = z.union([z.string(), z.record(z.string(), z.string())]);

export const PurposeFactsSchema = z.object({
  title: TextSchema,
  description: TextSchema.nullable(),
  basis: z.record(z.string(), z.string()).meta({ description: "Legal basis under each regime." }),
  interests: TextSchema.nullable().meta({ description: "Whose interests, where the basis is legitimate interests." }),
  categories: z.array(z.string()),
  recipients: z.array(z.string()),
  retention: TextSchema,
  sale: z.boolean(),
  directMarketing: z.boolean(),
  basisChange: z
    .object({ from: z.literal("consent"), on: z.iso.date(), reason: z.string() })
    .optional()
    .meta({ description: "Why it no longer rests on consent, where people had said no: they stay out." }),
});

export const PurposeVersionSchema = z.object({
  purpose: z.string(),
  version: z.int().positive(),
  since: z.iso.datetime(),
  changed: z
    .array(z.enum(PURPOSE_FACTS))
    .meta({ description: "What differs from the version before; empty: the first." }),
  facts: PurposeFactsSchema.nullable().meta({ description: "Null: from then on the purpose was no more." }),
  sha256: z.string().meta({ description: "Of the facts, as the ledger has it." }),
});

export const listPurposeVersions = endpoint({
  id: "purposes.history",
  method: "get",
  path: "/api/purposes/history",
  summary: "What purposes rested on, since when",
  description:
    "Every version of every purpose, the newest first: basis under each regime, categories, recipients, retention. A version begins when a server first started with it; the ledger has its hash. The last one that began before a day is what held on that day.",
  query: z.object({
    purpose: z.string().max(64).optional(),
    on: z.iso.date().optional().meta({ description: "Only what held at the end of this day (UTC)." }),
  }),
  responses: { 200: z.object({ versions: z.array(PurposeVersionSchema) }) },
  errors: [],
  access: "public",
  crossOrigin: true,
  example: {
    query: { purpose: "newsletter" },
    response: {
      versions: [
        {
          purpose: "newsletter",
          version: 1,
          since: "2026-11-22T10:00:00.000Z",
          changed: [],
          facts: {
            title: "Send the newsletter",
            description: null,
            basis: { default: "consent" },
            interests: null,
            categories: ["contact.email"],
            recipients: ["mailing"],
            retention: "until you unsubscribe",
            sale: false,
            directMarketing: true,
          },
          sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
      ],
    },
  },
});

export const purposeHistoryEndpoints = [listPurposeVersions] as const;

export const purposeHistoryEntries = defineEntries({
  "purpose.consent-given-up": {
    title: "Purpose no longer rests on consent, though people had said no",
    data: z.object({
      purpose: z.string(),
      version: z.int(),
      regimes: z.array(z.string()),
      /** Who had said no, and stays out. */
      people: z.int().nonnegative(),
      on: z.iso.date(),
      reasonHash: z.string(),
    }),
  },
  "purpose.versioned": {
    title: "Purpose begun, changed or ended",
    data: z.object({
      purpose: z.string(),
      version: z.int(),
      changed: z.array(z.string()),
      /** Legal basis under each regime; empty: the purpose has ended. */
      basis: z.record(z.string(), z.string()),
      sha256: z.string(),
    }),
  },
});

export type PurposeFacts = z.infer<typeof PurposeFactsSchema>;
export type PurposeVersion = z.infer<typeof PurposeVersionSchema>;
export type PurposeFact = (typeof PURPOSE_FACTS)[number];
