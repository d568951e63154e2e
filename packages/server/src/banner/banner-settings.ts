/** What the operator's configuration says about cookies and the banner: the part of `kept.config.ts` that this slice reads. */
import { BANNER_LANGUAGES } from "@kept/banner/languages/catalogues";
import * as z from "zod";
import { identifier, localText } from "../config-fields.ts";

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour such as "#1f6feb"');

/** Where something is kept in the browser. */
export const STORAGE_KINDS = ["cookie", "local-storage", "session-storage", "indexed-db", "cache"] as const;

const cookieSchema = z
  .object({
    /** A purpose of the configuration. */
    purpose: identifier,
    /** Whose it is: the site's own, or another's. */
    party: z.enum(["first", "third"]).default("first"),
    /** How long it stays, in words. */
    lifetime: localText,
    storage: z.enum(STORAGE_KINDS).default("cookie"),
    /** Hosts that set or read it, when others do. */
    hosts: z.array(z.string().min(1)).default([]),
    /** What it is for, when the purpose does not say enough. */
    description: localText.optional(),
  })
  .strict();

/** By name; `_ga*` stands for all that begin with `_ga`. */
export const cookiesSchema = z
  .record(z.string(), cookieSchema)
  .default({})
  .superRefine((cookies, context) => {
    for (const name of Object.keys(cookies)) {
      if (/^[!#$%&'+\-.^_`|~0-9A-Za-z]+\*?$/.test(name)) continue;
      context.addIssue({
        code: "custom",
        path: [name],
        message: "is not the name of a cookie, with `*` at its end or without",
      });
    }
  });

const UNREGISTERED = "is no number of a registered consent management platform: register with IAB Europe";
const HOST = /^(?:(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?)?(?:\/\S*)?$/;
const hosts = z
  .record(z.string(), identifier)
  .default({})
  .superRefine((rules, context) => {
    for (const rule of Object.keys(rules)) {
      if (rule !== "" && HOST.test(rule)) continue;
      const message =
        'is not a host such as "cdn.example.org", "*.example.org" or "example.org/path", or a path such as "/stats"';
      context.addIssue({ code: "custom", path: [rule], message });
    }
  });

export const bannerSchema = z
  .object({
    /**
     * Languages in which people are asked. Left out: the centre's, and every other in which all texts of the purposes that are
     * asked about are written.
     */
    languages: z.array(z.enum(BANNER_LANGUAGES)).min(1).optional(),
    /** Hosts that pages load from, and what for. A host that is not here is refused, whatever was chosen. */
    hosts,
    /** `region` stands beside a page that stays usable; `dialog` stands before it. */
    layout: z.enum(["region", "dialog"]).default("region"),
    /** The way back: a button in a corner, or a link of the site's own with `data-kept-open`. */
    wayBack: z.enum(["corner", "own"]).default("corner"),
    /** Parent domain for which a choice counts, such as `example.org`. */
    domain: z.string().min(1).optional(),
    /** Pages are served with the policy header (docs/banner.md). */
    policyHeader: z.boolean().default(false),
    /** Header in which a proxy that you trust names the visitor's country: `cf-ipcountry`. */
    countryHeader: z.string().min(1).optional(),
    /** Google Consent Mode: signals, each with the purposes that must all be allowed. */
    consentMode: z.record(z.string(), z.array(identifier)).optional(),
    /** Global Privacy Platform, sections of the United States: purposes behind each opt-out. */
    gpp: z
      .object({
        sale: z.array(identifier).default([]),
        sharing: z.array(identifier).default([]),
        targeted: z.array(identifier).default([]),
        /** One section for the whole country, or the one of the visitor's state where it is known. */
        approach: z.enum(["national", "state"]).default("national"),
        /** The mode in which the Multi-State Privacy Agreement covers what is done here, once it was signed. */
        mspa: z.enum(["opt-out-option", "service-provider"]).optional(),
      })
      .strict()
      .optional(),
    /** Transparency and Consent Framework 2.3, for operators whom IAB Europe registered as a platform. */
    tcf: z
      .object({
        cmpId: z.int().refine((id) => id >= 2 && id <= 4095, UNREGISTERED),
        cmpVersion: z.int().min(1).max(4095).default(1),
        /** Path of the pinned copy of the global vendor list, from the folder of kept.config.ts. */
        vendorList: z.string().min(1),
        /** By language, paths of its purposes and features in that language. */
        translations: z.partialRecord(z.enum(BANNER_LANGUAGES), z.string().min(1)).default({}),
        /** Numbers of the partners; nobody else is disclosed. */
        vendors: z.array(z.int().positive()).min(1),
        /** Purposes of the framework that are used, each with the purpose of this configuration behind it. */
        purposes: z
          .record(z.string(), identifier)
          .refine((purposes) => Object.keys(purposes).length > 0, "names no purpose: add at least one")
          .refine(
            (purposes) => Object.keys(purposes).every((id) => /^([1-9]|1[01])$/.test(id)),
            "names what is no purpose of the framework (1 to 11)",
          ),
        /** Partners may rest on legitimate interests until somebody objects. */
        legitimateInterests: z.boolean().default(false),
      })
      .strict()
      .optional(),
    /** All four or none: they are read in pairs. Each pair must have the contrast that people need. */
    theme: z
      .object({
        background: colour.optional(),
        text: colour.optional(),
        accent: colour.optional(),
        accentText: colour.optional(),
      })
      .strict()
      .default({}),
  })
  .strict()
  .prefault({});
