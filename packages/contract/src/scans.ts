/** Scans of the operator's sites on the wire: what a browser saw, held against what is declared, again and again. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";

export const SCAN_WEIGHTS = ["breach", "drift", "note"] as const;

const SeenFindingSchema = z.object({
  code: z.string().meta({ example: "before_choice" }),
  weight: z.enum(SCAN_WEIGHTS),
  subject: z.string(),
  says: z.string(),
  action: z.string(),
  source: z.string(),
  regions: z.array(z.string()),
  evidence: z.array(z.string()),
});

const FindingSchema = SeenFindingSchema.extend({
  id: z.string(),
  site: z.string(),
  state: z.enum(["new", "acknowledged", "fixed"]),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  acknowledged: z.object({ by: z.string(), at: z.iso.datetime(), why: z.string() }).nullable(),
  fixedAt: z.iso.datetime().nullable().meta({ description: "When a whole scan no longer saw it" }),
});

const ScanSchema = z.object({
  id: z.string(),
  site: z.string(),
  state: z.enum(["waiting", "running", "done", "failed"]),
  startedBy: z.enum(["schedule", "operator"]),
  problem: z.string().nullable().meta({ description: "Why it failed, and what to do" }),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  pages: z.int(),
  whole: z.boolean().meta({ description: "Every page could be read: what was not seen is not there" }),
  counts: z.object({ breach: z.int(), drift: z.int(), note: z.int() }),
});

const OverviewSchema = z.object({
  browser: z.object({
    path: z.string().nullable(),
    problem: z.string().nullable().meta({ description: "Why nothing is scanned" }),
  }),
  every: z.string().meta({ description: "ISO 8601 duration" }),
  regions: z.array(z.string()),
  sites: z.array(
    z.object({
      site: z.string(),
      lastScan: ScanSchema.nullable(),
      nextAt: z.iso.datetime().nullable().meta({ description: "Null: as soon as there is a browser" }),
    }),
  ),
  findings: z.array(FindingSchema),
  scans: z.array(ScanSchema),
});

const ScanDetailSchema = ScanSchema.extend({
  findings: z.array(SeenFindingSchema),
  since: z
    .object({
      scan: z.string(),
      finishedAt: z.iso.datetime(),
      appeared: z.array(SeenFindingSchema),
      gone: z.array(SeenFindingSchema),
    })
    .nullable()
    .meta({ description: "Against the scan of this site before it that ended well; null for the first" }),
});

const params = z.object({ scanId: z.string() });
const exampleParams = { scanId: "scn_01jd0000000000000000000000" };
const at = "2026-11-22T10:00:00.000Z";
const exampleSeen: z.infer<typeof SeenFindingSchema> = {
  code: "before_choice",
  weight: "breach",
  subject: "cookie count_id",
  says: "is there before the visitor has said anything",
  action: "Let the banner hold it.",
  source: "Directive 2002/58/EC Art. 5(3)",
  regions: ["DE"],
  evidence: ["before a choice: on https://www.example.org/"],
};
const exampleFinding: z.infer<typeof FindingSchema> = {
  ...exampleSeen,
  id: "fnd_01jd0000000000000000000000",
  site: "https://www.example.org",
  state: "new",
  firstSeenAt: at,
  lastSeenAt: at,
  acknowledged: null,
  fixedAt: null,
};
const exampleScan: z.infer<typeof ScanSchema> = {
  id: exampleParams.scanId,
  site: "https://www.example.org",
  state: "done",
  startedBy: "schedule",
  problem: null,
  createdAt: at,
  finishedAt: at,
  pages: 5,
  whole: true,
  counts: { breach: 1, drift: 0, note: 0 },
};

export const getScans = endpoint({
  id: "scans.overview",
  method: "get",
  path: "/api/scans",
  summary: "Scans of the operator's sites, and what they found",
  description:
    "Sites with their last and next scan, findings that stand, those that were fixed lately, and whether there is a browser at all.",
  responses: { 200: OverviewSchema },
  errors: [],
  access: "scans:read",
  example: {
    response: {
      browser: { path: "/usr/bin/chromium", problem: null },
      every: "P1D",
      regions: ["DE"],
      sites: [{ site: exampleScan.site, lastScan: exampleScan, nextAt: "2026-11-23T10:00:00.000Z" }],
      findings: [exampleFinding],
      scans: [exampleScan],
    },
  },
});

export const startScan = endpoint({
  id: "scans.start",
  method: "post",
  path: "/api/scans",
  summary: "Scan a site now",
  description: "One of the sites of the configuration. A scan that waits or runs already is the answer.",
  body: z.object({ site: z.string().max(500) }),
  responses: { 202: ScanSchema },
  errors: ["unsupported_media_type", "invalid_json", "scan_site_unknown", "scan_no_browser"],
  access: "scans:act",
  ledger: "scan.asked",
  example: { body: { site: exampleScan.site }, response: { ...exampleScan, state: "waiting", finishedAt: null } },
});

export const getScan = endpoint({
  id: "scans.get",
  method: "get",
  path: "/api/scans/{scanId}",
  summary: "One scan, and what changed since the one before",
  description: "What it saw, in full, and the difference to the last whole look at the same site.",
  params,
  responses: { 200: ScanDetailSchema },
  errors: ["scan_not_found"],
  access: "scans:read",
  example: { params: exampleParams, response: { ...exampleScan, findings: [exampleSeen], since: null } },
});

export const getScanReport = endpoint({
  id: "scans.report",
  method: "get",
  path: "/api/scans/{scanId}/report",
  summary: "The report of a scan as one page",
  description: "For whoever has to fix something: every finding, and all that was seen, in one file.",
  params,
  responses: { 200: z.string() },
  errors: ["scan_not_found"],
  access: "scans:read",
  file: "text/html",
  example: { params: exampleParams },
});

export const acknowledgeScanFinding = endpoint({
  id: "scans.acknowledge",
  method: "post",
  path: "/api/scan-findings/{findingId}/acknowledge",
  summary: "Say why a finding may stand",
  description:
    "It stays known and is told of no more; a later scan that does not see it says that it is fixed, and one that sees it again afterwards makes it new.",
  params: z.object({ findingId: z.string() }),
  body: z.object({ why: z.string().trim().min(5).max(1_000) }),
  responses: { 200: FindingSchema },
  errors: ["unsupported_media_type", "invalid_json", "scan_finding_not_found", "scan_finding_fixed"],
  access: "scans:act",
  ledger: "scan.finding-acknowledged",
  example: {
    params: { findingId: exampleFinding.id },
    body: { why: "Set by the load balancer and needed; declared with the next release." },
    response: {
      ...exampleFinding,
      state: "acknowledged",
      acknowledged: { by: "opr_01jd0000000000000000000000", at, why: "Set by the load balancer and needed." },
    },
  },
});

export const scanEndpoints = [getScans, startScan, getScan, getScanReport, acknowledgeScanFinding] as const;

const about = { site: z.string() };
const finding = { ...about, code: z.string(), weight: z.string() };

/** Names of cookies and hosts stay in the findings: a name may hold somebody's id. */
export const scanEntries = defineEntries({
  "scan.asked": { title: "Scan of a site asked for", data: z.object(about) },
  "scan.begun": { title: "Scheduled scan of a site", data: z.object(about) },
  "scan.done": {
    title: "Site scanned",
    data: z.object({
      ...about,
      pages: z.int(),
      whole: z.boolean(),
      breaches: z.int(),
      drift: z.int(),
      appeared: z.int(),
      fixed: z.int(),
      /** SHA-256 of the report. */
      sha256: z.string(),
    }),
  },
  "scan.failed": { title: "Scan of a site failed", data: z.object({ ...about, code: z.string() }) },
  "scan.finding-new": { title: "A scan found something new", data: z.object(finding) },
  "scan.finding-fixed": { title: "A scan no longer finds it", data: z.object(finding) },
  "scan.finding-acknowledged": { title: "Finding of a scan acknowledged", data: z.object(finding) },
});

export const scanErrors = defineErrors({
  scan_site_unknown: {
    status: 422,
    title: "The configuration names no such site to scan",
    action: "Use an address of `scans.sites`, or add it there.",
  },
  scan_no_browser: {
    status: 409,
    title: "There is no browser to scan with",
    action: "Install a Chromium where the server runs, and name it with KEPT_CHROMIUM if it is not on the PATH.",
  },
  scan_not_found: { status: 404, title: "There is no such scan", action: "Use an id from the list of scans." },
  scan_finding_not_found: {
    status: 404,
    title: "There is no such finding",
    action: "Use an id from the findings of scans.",
  },
  scan_finding_fixed: {
    status: 409,
    title: "The finding is fixed",
    action: "Nothing is left to acknowledge: the last scan did not see it.",
  },
});

export const scanJobs = {
  "scans.run": z.object({ scanId: z.string() }),
  /** Tells operators of new breaches, or that a site cannot be scanned any more. */
  "scans.alert": z.object({ scanId: z.string() }),
} as const;

export type SiteScan = z.infer<typeof ScanSchema>;
export type SiteScanDetail = z.infer<typeof ScanDetailSchema>;
export type ScanOverview = z.infer<typeof OverviewSchema>;
export type StoredFinding = z.infer<typeof FindingSchema>;
