/** Who asks for somebody else and cannot be answered yet: what is missing, from whom, and since when. */
import { listWaitingMandates, type WaitingMandate } from "@kept/contract/mandates";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { Badge } from "../ui/badge.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { KIND_TEXTS } from "./request-texts.ts";

const WAITS_FOR = {
  operator: { label: "Your decision", tone: "warn" },
  representative: { label: "Their own address", tone: "plain" },
  person: { label: "The person’s word", tone: "plain" },
  proof: { label: "Proof of who the person is", tone: "plain" },
} as const satisfies Record<WaitingMandate["waitsFor"], { label: string; tone: string }>;

export async function loader({ request }: LoaderFunctionArgs) {
  return await call(listWaitingMandates, { signal: request.signal });
}

export function Component() {
  const { mandates } = useLoaderData<typeof loader>();
  return (
    <Page
      title="For somebody else"
      above={<Link to="/requests">Requests</Link>}
      lead="Agents, guardians, heirs: asked, and not shown yet. The clocks run from the day of arrival all the same."
    >
      <Section title="Waiting" flush>
        {mandates.length === 0 ? (
          <EmptyState title="Nobody waits">
            <p>Whoever asks for somebody else stands here until all that shows it is there.</p>
          </EmptyState>
        ) : (
          <Table
            label="Mandates that wait"
            columns={["Request", "Person", "As", "Waits for", "Since", "Arrived"].map((label) => ({ label }))}
          >
            {mandates.map((mandate) => (
              <tr key={mandate.requestId} data-link>
                <Cell wide>
                  <Link data-cover to={`/requests/${mandate.requestId}`}>
                    {KIND_TEXTS[mandate.kind].label}
                  </Link>{" "}
                  <span className="mono muted">{mandate.reference}</span>
                </Cell>
                <Cell label="Person">{mandate.person}</Cell>
                <Cell label="As">{mandate.title}</Cell>
                <Cell label="Waits for">
                  <Badge tone={WAITS_FOR[mandate.waitsFor].tone}>{WAITS_FOR[mandate.waitsFor].label}</Badge>
                </Cell>
                <Cell label="Since">
                  <When at={mandate.since} />
                </Cell>
                <Cell label="Arrived">
                  <When at={mandate.arrivedAt} />
                </Cell>
              </tr>
            ))}
          </Table>
        )}
      </Section>
    </Page>
  );
}
