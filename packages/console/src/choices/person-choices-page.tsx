/** One person's choices: what is allowed and why, and the record behind it. Opening the page is a ledger entry. */
import { getChoiceReceipt } from "@kept/contract/choice-endpoints";
import { getPersonChoices } from "@kept/contract/person-endpoints";
import { listPersonMerges } from "@kept/contract/separation-endpoints";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call, endpointUrl } from "../api/call.ts";
import { REGIME_TEXTS } from "../requests/describe-clock.ts";
import { formatDay } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Facts } from "../ui/facts.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { MergesView } from "./merges-view.tsx";
import { describeReason, wordsOf } from "./reason-texts.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const input = { params: { personId: params["personId"] ?? "" }, signal: request.signal };
  const [choices, { merges }] = await Promise.all([call(getPersonChoices, input), call(listPersonMerges, input)]);
  return { ...choices, merges };
}

export function Component() {
  const { person, standing, limits, reasons, history, merges } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Choices of a person"
      lead="You looked at somebody's choices: this is in the ledger."
      above={<Link to="/choices">Choices</Link>}
    >
      <Section title="Where they stand">
        <Facts
          facts={[
            { name: "Person", value: <code>{person}</code> },
            { name: "Rules of", value: REGIME_TEXTS[standing.regime] },
            { name: "Opt-out signal", value: standing.gpc.seen ? "sent by their browser" : "none" },
            {
              name: "Limits",
              value:
                limits.length === 0 ? "none" : limits.map((one) => `${wordsOf(one.act)} (${one.purpose})`).join(", "),
            },
          ]}
        />
      </Section>
      <Section title="Purposes" flush>
        <Table
          label="Purposes"
          columns={[
            { label: "Purpose" },
            { label: "Now" },
            { label: "Because" },
            { label: "They said" },
            { label: "Until" },
          ]}
        >
          {standing.purposes.map((one) => (
            <tr key={one.purpose}>
              <Cell wide>
                <strong>{one.purpose}</strong>
              </Cell>
              <Cell label="Now">
                <Badge tone={one.allowed ? "ok" : "plain"}>{one.allowed ? "Allowed" : "Not allowed"}</Badge>
              </Cell>
              <Cell label="Because">
                <span
                  title={(reasons[one.purpose] ?? []).map((step) => `${step.check}: ${wordsOf(step.code)}`).join("\n")}
                >
                  {describeReason(one.reason)}
                </span>
              </Cell>
              <Cell label="They said">
                {one.act === null || one.at === null ? (
                  <span className="muted">nothing</span>
                ) : (
                  <>
                    {wordsOf(one.act)}, <When at={one.at} />
                  </>
                )}
              </Cell>
              <Cell label="Until">
                {one.until === null ? <span className="muted">–</span> : formatDay(one.until.slice(0, 10))}
              </Cell>
            </tr>
          ))}
        </Table>
      </Section>
      <MergesView person={person} merges={merges} />
      <Section title="Record" flush>
        {history.events.length === 0 ? (
          <EmptyState title="Nothing was said yet">
            <p>Until then everything that needs consent is denied.</p>
          </EmptyState>
        ) : (
          <Table
            label="Record"
            columns={[{ label: "What" }, { label: "When" }, { label: "Where" }, { label: "How" }, { label: "Receipt" }]}
          >
            {history.events.map((event) => (
              <tr key={event.id}>
                <Cell wide>
                  <strong>{wordsOf(event.act)}</strong>{" "}
                  {[event.purpose, event.channel, event.topic].filter((part) => part !== null).join(" · ")}
                </Cell>
                <Cell label="When">
                  <When at={event.at} />
                </Cell>
                <Cell label="Where">{event.surface}</Cell>
                <Cell label="How">{wordsOf(event.method)}</Cell>
                <Cell label="Receipt">
                  <a
                    href={endpointUrl(getChoiceReceipt, { params: { personId: person, receiptId: event.receipt } })}
                    download={`${event.receipt}.json`}
                  >
                    Download
                  </a>
                </Cell>
              </tr>
            ))}
          </Table>
        )}
      </Section>
    </Page>
  );
}
