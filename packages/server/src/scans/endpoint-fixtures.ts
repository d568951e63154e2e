/** Calls of the endpoints of scans for the derived tests. */
import { FINDING_KINDS } from "@kept/scan/finding-kinds";
import type { ScanReport } from "@kept/scan/report-html";
import { isoInstant } from "../platform/clock.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { keepFindings } from "./keep-findings.ts";

/** A site of the tests' configuration at which nobody answers. */
export const SCANNED_SITE = "http://127.0.0.1:9/";
const site = "https://www.example.org";
const missing = { params: { scanId: "scn_unknown" } };
const finding = {
  ...FINDING_KINDS.before_choice,
  code: "before_choice",
  subject: "cookie count_id",
  regions: ["DE"],
  evidence: [],
} as const;

/** A scan that has ended. */
async function ended(t: TestCtx): Promise<{ readonly params: { readonly scanId: string } }> {
  const id = t.ctx.ids.next("scn");
  const at = isoInstant(t.ctx.clock.now());
  const report: ScanReport = { site, at, findings: [finding], regions: [], proposed: { cookies: [], hosts: [] } };
  await t.ctx.db
    .insertInto("site_scan")
    .values({ id, site, state: "done", started_by: "schedule", created_at: at, finished_at: at, report: jsonb(report) })
    .execute();
  return { params: { scanId: id } };
}

async function found(t: TestCtx): Promise<string> {
  await t.ctx.transaction((tx) => keepFindings(tx, `${site}/${tx.ids.next("x")}`, [finding], true));
  const row = await t.ctx.db.selectFrom("scan_finding").select("id").orderBy("id", "desc").executeTakeFirstOrThrow();
  return row.id;
}

export const scanFixtures: EndpointFixtures = {
  "scans.overview": { prepare: async () => ({}), invalid: null, missing: null },
  "scans.start": {
    prepare: async () => ({ body: { site: SCANNED_SITE } }),
    invalid: { body: { site: "https://elsewhere.example.org" } },
    missing: null,
  },
  "scans.get": { prepare: ended, invalid: null, missing },
  "scans.report": { prepare: ended, invalid: null, missing },
  "scans.acknowledge": {
    prepare: async (t) => ({ params: { findingId: await found(t) }, body: { why: "It is being repaired." } }),
    invalid: { body: { why: "" } },
    missing: { params: { findingId: "fnd_unknown" } },
  },
};
