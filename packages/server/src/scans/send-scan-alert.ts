/** Operators hear at once of what a scan found that is not allowed, and that a site cannot be scanned any more. */
import type { KeptConfig } from "../kept-config.ts";
import { listOperatorEmails } from "../operators/list-operator-emails.ts";
import type { Ctx } from "../platform/ctx.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { requireScan } from "./read-scans.ts";
import type { ScanParts } from "./scan-parts.ts";

const MOST_SHOWN = 10;

/** In English, as everything for operators is. The same message goes out once, however often the job runs. */
export async function sendScanAlert(ctx: Ctx, parts: ScanParts, scanId: string): Promise<void> {
  const scan = await requireScan(ctx, scanId);
  const content = scan.state === "failed" ? describeFailure(scan) : await describeBreaches(ctx, scan);
  if (content === null) return;
  const action = { label: "Open the scans", url: `${parts.publicUrl}/console/scans` };
  for (const [index, to] of (await recipientsOf(ctx, parts.kept)).entries()) {
    const rendered = renderMail(parts.kept, "en", { ...content, action });
    const id = `${scanId}_alert_${index}`;
    await ctx.mail.send({ id, key: scanId, kind: "scan-alert", language: "en", to, ...rendered });
  }
}

type Words = Omit<MailContent, "action">;

function describeFailure(scan: { readonly site: string; readonly problem: string | null }): Words {
  return {
    subject: `Not scanned: ${new URL(scan.site).host}`,
    title: "A site could not be scanned",
    paragraphs: [`Nobody knows at present what ${scan.site} keeps in browsers.`, scan.problem ?? ""],
    facts: [],
  };
}

async function describeBreaches(ctx: Ctx, scan: { readonly site: string }): Promise<Words | null> {
  const rows = await ctx.db
    .selectFrom("scan_finding")
    .select("seen")
    .where("site", "=", scan.site)
    .where("state", "=", "new")
    .where("weight", "=", "breach")
    .orderBy("last_seen_at", "desc")
    .orderBy("subject")
    .execute();
  if (rows.length === 0) return null;
  const { host } = new URL(scan.site);
  const facts = rows.slice(0, MOST_SHOWN).map(({ seen }) => [seen.subject, `${seen.says}. ${seen.action}`] as const);
  const more = rows.length > MOST_SHOWN ? [`And ${rows.length - MOST_SHOWN} more.`] : [];
  return {
    subject: `${host} does what visitors have not allowed (${rows.length})`,
    title: "A scan found what is not allowed",
    paragraphs: [`A browser that visited ${scan.site} saw this. It stands until a scan no longer sees it.`, ...more],
    facts,
  };
}

/** Whoever may act on scans; where nobody signed up yet, the controller's own address, which is read. */
async function recipientsOf(ctx: Ctx, kept: KeptConfig): Promise<readonly string[]> {
  const found = await listOperatorEmails(ctx, "scans:act");
  return found.length === 0 ? [kept.controller.email] : found;
}
