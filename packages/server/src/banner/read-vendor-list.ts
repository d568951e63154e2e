/** The global vendor list of the Transparency and Consent Framework: the operator's pinned copy, read when the server starts. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import type { KeptConfig } from "../kept-config.ts";
import { StartError } from "../platform/start-error.ts";

const ids = z.array(z.int().positive()).default([]);
const named = z.record(
  z.string(),
  z.object({
    name: z.string().min(1),
    description: z.string().default(""),
    illustrations: z.array(z.string()).default([]),
  }),
);
const days = z.record(z.string(), z.int().nonnegative());

const vendorSchema = z.object({
  id: z.int().positive(),
  name: z.string().min(1),
  purposes: ids,
  legIntPurposes: ids,
  flexiblePurposes: ids,
  specialPurposes: ids,
  features: ids,
  specialFeatures: ids,
  dataDeclaration: ids,
  dataRetention: z
    .object({
      stdRetention: z.int().nonnegative().optional(),
      purposes: days.optional(),
      specialPurposes: days.optional(),
    })
    .optional(),
  usesCookies: z.boolean().optional(),
  cookieMaxAgeSeconds: z.number().nullish(),
  cookieRefresh: z.boolean().optional(),
  usesNonCookieAccess: z.boolean().optional(),
  deviceStorageDisclosureUrl: z.string().nullish(),
  urls: z
    .array(z.object({ langId: z.string(), privacy: z.string().optional(), legIntClaim: z.string().optional() }))
    .default([]),
  deletedDate: z.string().nullish(),
});

/** What the screens need of the list's format (version 3); the rest is passed over. */
const listSchema = z.object({
  gvlSpecificationVersion: z.literal(3, "is not version 3 of the list: fetch the newest"),
  vendorListVersion: z.int().positive(),
  tcfPolicyVersion: z.int().positive(),
  lastUpdated: z.string(),
  purposes: named,
  specialPurposes: named,
  features: named,
  specialFeatures: named,
  dataCategories: named.default({}),
  vendors: z.record(z.string(), vendorSchema),
});

/** The same names in another language; IAB Europe publishes one file a language. */
const translationSchema = listSchema
  .pick({ purposes: true, specialPurposes: true, features: true, specialFeatures: true })
  .extend({ dataCategories: named.default({}) });

export type ListedVendor = z.output<typeof vendorSchema>;
export type ListedNames = z.output<typeof translationSchema>;

export interface VendorList extends z.output<typeof listSchema> {
  readonly translations: Readonly<Record<string, ListedNames | undefined>>;
}

/**
 * Null where the framework is not switched on.
 * @param folder of the configuration
 * @throws StartError `kept_config_invalid` when a file is missing or not what it should be, or a partner or purpose is not on it
 */
export function readVendorList(kept: KeptConfig, folder: string): VendorList | null {
  const { tcf } = kept.banner;
  if (tcf === undefined) return null;
  const list = readList(resolve(folder, tcf.vendorList), listSchema);
  const faults = [
    ...tcf.vendors.flatMap((id) => {
      const vendor = list.vendors[id];
      return vendor === undefined || vendor.deletedDate != null ? [`Vendor ${id} is not on the list, or no more.`] : [];
    }),
    ...Object.keys(tcf.purposes).flatMap((id) =>
      list.purposes[id] === undefined ? [`Purpose ${id} is not on the list.`] : [],
    ),
  ];
  if (faults.length > 0) throw invalid(join(folder, tcf.vendorList), faults);
  const translations = Object.entries(tcf.translations).map(
    ([language, path]) => [language, readList(resolve(folder, path), translationSchema)] as const,
  );
  return { ...list, translations: Object.fromEntries(translations) };
}

function readList<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw invalid(path, [error instanceof Error ? error.message : String(error)]);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw invalid(
    path,
    parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")} ${issue.message}`),
  );
}

function invalid(path: string, problems: readonly string[]): StartError {
  return new StartError("kept_config_invalid", `${path} is no vendor list that the banner can show:`, {
    problems,
    action: "Keep a copy of https://vendor-list.consensu.org/v3/vendor-list.json there, and name it in banner.tcf.",
  });
}
