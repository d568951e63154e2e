/** One scan: what it saw, and what changed since the one before. */
import { getScan, getScanReport, type SiteScanDetail } from "@kept/contract/scans";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call, endpointUrl } from "../api/call.ts";
import { Badge } from "../ui/badge.tsx";
import { LinkButton } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { describeCounts, SCAN_STATE_TEXTS, WEIGHT_TEXTS } from "./scan-texts.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  return call(getScan, { params: { scanId: params["scanId"] ?? "" }, signal: request.signal });
}

type Seen = SiteScanDetail["findings"][number];

export function Component() {
  const scan = useLoaderData<typeof loader>();
  const { since } = scan;
  return (
    <Page
      title={`Scan of ${scan.site}`}
      above={<Link to="/scans">Scans</Link>}
      actions={
        scan.state === "done" ? (
          <LinkButton icon={icons.download} download to={endpointUrl(getScanReport, { params: { scanId: scan.id } })}>
            Report
          </LinkButton>
        ) : null
      }
    >
      <Section title="The look">
        <Facts
          facts={[
            {
              name: "State",
              value: <Badge tone={SCAN_STATE_TEXTS[scan.state].tone}>{SCAN_STATE_TEXTS[scan.state].label}</Badge>,
            },
            { name: "Begun", value: <When at={scan.createdAt} /> },
            { name: "By", value: scan.startedBy === "schedule" ? "the schedule" : "an operator" },
            { name: "Pages", value: scan.whole ? scan.pages : `${scan.pages}, and some could not be read` },
            { name: "Found", value: scan.problem ?? describeCounts(scan.counts) },
          ]}
        />
      </Section>
      {since === null ? null : (
        <Section
          title="Since the scan before"
          lead={
            <>
              Against <Link to={`/scans/${since.scan}`}>the scan</Link> of <When at={since.finishedAt} />.
            </>
          }
          flush
        >
          {since.appeared.length + since.gone.length === 0 ? (
            <EmptyState title="Nothing changed">
              <p>It saw what the scan before saw.</p>
            </EmptyState>
          ) : (
            <SeenTable
              label="Since the scan before"
              seen={[
                ...since.appeared.map((one) => ({ ...one, change: "new" })),
                ...since.gone.map((one) => ({ ...one, change: "gone" })),
              ]}
            />
          )}
        </Section>
      )}
      {scan.findings.length === 0 ? null : (
        <Section title="All that it saw" flush>
          <SeenTable label="All that it saw" seen={scan.findings} />
        </Section>
      )}
    </Page>
  );
}

function SeenTable(props: { readonly label: string; readonly seen: readonly (Seen & { readonly change?: string })[] }) {
  return (
    <Table label={props.label} columns={["What", "Weight", "Places"].map((label) => ({ label }))}>
      {props.seen.map((one) => (
        <tr key={`${one.change ?? ""} ${one.code} ${one.subject}`}>
          <Cell wide>
            {one.change === undefined ? null : (
              <>
                <Badge tone={one.change === "new" ? "accent" : "ok"}>
                  {one.change === "new" ? "New" : "Gone"}
                </Badge>{" "}
              </>
            )}
            <strong>{one.subject}</strong> {one.change === "gone" ? `(${one.code.replaceAll("_", " ")})` : one.says}
          </Cell>
          <Cell label="Weight">
            <Badge tone={WEIGHT_TEXTS[one.weight].tone}>{WEIGHT_TEXTS[one.weight].label}</Badge>
          </Cell>
          <Cell label="Places">{one.regions.join(", ")}</Cell>
        </tr>
      ))}
    </Table>
  );
}
