/** What the operator's sites really keep in browsers: findings that stand, and every look that was taken. */
import { getScans, type ScanOverview, type StoredFinding, startScan } from "@kept/contract/scans";
import { useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { notify } from "../ui/notify.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { describeCounts, describeInterval, FINDING_STATE_TEXTS, SCAN_STATE_TEXTS, WEIGHT_TEXTS } from "./scan-texts.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  return call(getScans, { signal: request.signal });
}

export function Component() {
  const overview = useLoaderData<typeof loader>();
  const { browser, findings, scans, sites, regions } = overview;
  const standing = findings.filter(({ state }) => state !== "fixed");
  const fixed = findings.filter(({ state }) => state === "fixed");
  return (
    <Page
      title="Scans"
      lead="A browser visits your sites as people do who have said nothing, yes, no, and no after a yes, and holds what it sees against what you declare."
    >
      {browser.problem === null ? null : (
        <Section title="Nothing is scanned" lead="Until there is a browser, nobody knows what your sites really do.">
          <p>{browser.problem}</p>
        </Section>
      )}
      <Sites overview={overview} />
      {sites.length === 0 ? null : (
        <Section
          title={standing.length === 0 ? "No findings" : `${standing.length} findings`}
          lead="Each stands until a whole scan no longer sees it."
          flush
        >
          {standing.length === 0 ? (
            <EmptyState title="Nothing stands against your sites">
              <p>
                {scans.length === 0
                  ? "No scan has ended yet."
                  : `They keep what is declared, when it is allowed${regions.length === 0 ? "" : ` (${regions.join(", ")})`}.`}
              </p>
            </EmptyState>
          ) : (
            <Findings findings={standing} />
          )}
        </Section>
      )}
      {fixed.length === 0 ? null : (
        <Section title="Fixed" lead="Seen before, and not by the last scan." flush>
          <Findings findings={fixed} />
        </Section>
      )}
      {scans.length === 0 ? null : <ScanList scans={scans} />}
    </Page>
  );
}

function Sites({ overview }: { readonly overview: ScanOverview }) {
  const { sites, every, browser } = overview;
  const mayAct = useMay("scans:act");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const [asked, setAsked] = useState<string | null>(null);
  const scanNow = (site: string): void => {
    setAsked(site);
    void action.run(async () => {
      await call(startScan, { body: { site } });
      await revalidate();
      notify("The scan has been asked for; it takes a minute or two.");
    });
  };
  return (
    <Section title="Sites" lead={sites.length === 0 ? undefined : `Looked at every ${describeInterval(every)}.`} flush>
      {sites.length === 0 ? (
        <EmptyState title="No site is scanned">
          <p>
            Name yours in <code>kept.config.ts</code>: <code>{'scans: { sites: ["https://www.example.org"] }'}</code>.
          </p>
        </EmptyState>
      ) : (
        <Table label="Sites" columns={["Site", "Last scan", "Found", "Next", ""].map((label) => ({ label }))}>
          {sites.map(({ site, lastScan, nextAt }) => (
            <tr key={site}>
              <Cell wide>
                <strong>{site}</strong>
              </Cell>
              <Cell label="Last scan">
                {lastScan === null ? (
                  <span className="muted">none yet</span>
                ) : (
                  <span className="row">
                    <Badge tone={SCAN_STATE_TEXTS[lastScan.state].tone}>{SCAN_STATE_TEXTS[lastScan.state].label}</Badge>
                    <When at={lastScan.finishedAt ?? lastScan.createdAt} />
                  </span>
                )}
              </Cell>
              <Cell label="Found">
                {lastScan === null ? "" : (lastScan.problem ?? describeCounts(lastScan.counts))}
              </Cell>
              <Cell label="Next">
                {browser.path === null ? (
                  <span className="muted">when there is a browser</span>
                ) : nextAt === null ? (
                  <span className="muted">soon</span>
                ) : (
                  <When at={nextAt} />
                )}
              </Cell>
              <Cell>
                {mayAct && browser.path !== null ? (
                  <Button
                    small
                    icon={icons.again}
                    busy={action.busy && asked === site}
                    disabled={lastScan?.state === "running" || lastScan?.state === "waiting"}
                    onClick={() => scanNow(site)}
                  >
                    Scan now
                  </Button>
                ) : null}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
    </Section>
  );
}

function Findings({ findings }: { readonly findings: readonly StoredFinding[] }) {
  const mayAct = useMay("scans:act");
  const [chosen, setChosen] = useState<StoredFinding | null>(null);
  return (
    <>
      <Table
        label="Findings"
        columns={["What", "Weight", "State", "First seen", "Last seen", ""].map((label) => ({ label }))}
      >
        {findings.map((finding) => (
          <tr key={finding.id}>
            <Cell wide>
              <strong>{finding.subject}</strong> {finding.says}
              <div className="muted">{finding.state === "fixed" ? finding.site : finding.action}</div>
              {finding.acknowledged === null || finding.state === "fixed" ? null : (
                <div>“{finding.acknowledged.why}”</div>
              )}
              {finding.state === "fixed" || finding.evidence.length === 0 ? null : (
                <details>
                  <summary>What was seen ({finding.evidence.length})</summary>
                  <ul>
                    {finding.evidence.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                    <li className="muted">{finding.source}</li>
                  </ul>
                </details>
              )}
            </Cell>
            <Cell label="Weight">
              <Badge tone={WEIGHT_TEXTS[finding.weight].tone}>{WEIGHT_TEXTS[finding.weight].label}</Badge>
            </Cell>
            <Cell label="State">
              <Badge tone={FINDING_STATE_TEXTS[finding.state].tone}>{FINDING_STATE_TEXTS[finding.state].label}</Badge>
            </Cell>
            <Cell label="First seen">
              <When at={finding.firstSeenAt} />
            </Cell>
            <Cell label="Last seen">
              <When at={finding.lastSeenAt} />
            </Cell>
            <Cell>
              {mayAct && finding.state === "new" ? (
                <Button small onClick={() => setChosen(finding)}>
                  Acknowledge…
                </Button>
              ) : null}
            </Cell>
          </tr>
        ))}
      </Table>
      <AcknowledgeDialog finding={chosen} onClose={() => setChosen(null)} />
    </>
  );
}

function ScanList({ scans }: { readonly scans: ScanOverview["scans"] }) {
  return (
    <Section title="Every look" flush>
      <Table
        label="Every look"
        compact
        columns={[
          { label: "When" },
          { label: "Site" },
          { label: "State" },
          { label: "Pages", num: true },
          { label: "Found" },
        ]}
      >
        {scans.map((scan) => (
          <tr key={scan.id} data-link>
            <Cell wide>
              <Link data-cover to={`/scans/${scan.id}`}>
                <When at={scan.createdAt} />
              </Link>
            </Cell>
            <Cell label="Site">{scan.site}</Cell>
            <Cell label="State">
              <Badge tone={SCAN_STATE_TEXTS[scan.state].tone}>{SCAN_STATE_TEXTS[scan.state].label}</Badge>
            </Cell>
            <Cell label="Pages" num>
              {scan.pages}
            </Cell>
            <Cell label="Found">{scan.problem ?? (scan.state === "done" ? describeCounts(scan.counts) : "")}</Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
