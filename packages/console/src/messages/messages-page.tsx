/** Messages to people: streams with their figures, what was not sent and why, and addresses that must not be written to. */
import { getStreams, listRefusals } from "@kept/contract/message-endpoints";
import type { Refusals, StreamFigures } from "@kept/contract/messages";
import { listLifts } from "@kept/contract/suppression-lifts";
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { describeReason } from "../choices/reason-texts.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { SelectField } from "../ui/fields.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { BarLegend, type BarPart, StackedBar } from "../ui/stacked-bar.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { AddressCheck } from "./address-check.tsx";
import { LiftList } from "./lift-list.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const { signal } = request;
  const query = new URL(request.url).searchParams;
  const [figures, refusals, lifts] = await Promise.all([
    call(getStreams, { signal }),
    call(listRefusals, {
      query: { limit: 20, reason: query.get("reason") ?? undefined, before: query.get("before") ?? undefined },
      signal,
    }),
    call(listLifts, { signal }),
  ]);
  return { figures, refusals, lifts };
}

export function Component() {
  const { figures, refusals, lifts } = useLoaderData<typeof loader>();
  const maySee = useMay("people:read");
  const { streams, sentAfterOptOut } = figures;
  return (
    <Page
      title="Messages"
      lead="Every message to a person goes out in a stream, and is asked about before it leaves. No address is kept here but as a keyed hash."
    >
      <Section
        title="Streams"
        lead={
          sentAfterOptOut === 0
            ? "Nothing of marketing left after its recipient's no."
            : `${sentAfterOptOut} messages of marketing left after their recipient's no: find out why.`
        }
        flush
      >
        <Streams streams={streams} />
      </Section>
      {streams.length === 0 ? null : <BarLegend parts={partsOf(streams)} />}
      {maySee ? <AddressCheck streams={streams} /> : null}
      <Suppressed suppressed={figures.suppressed} />
      <LiftList lifts={lifts.lifts} twoPeople={lifts.twoPeople} />
      <RefusalList refusals={refusals} streams={streams} />
    </Page>
  );
}

const STATES = [
  ["queued", "Waiting"],
  ["sent", "Sent"],
  ["stopped", "Stopped"],
  ["failed", "Failed"],
] as const;

function partsOf(streams: readonly StreamFigures["streams"][number][]): readonly BarPart[] {
  const sum = (state: string): number => streams.reduce((total, one) => total + (one.states[state] ?? 0), 0);
  return [
    { label: "sent", value: sum("sent"), color: "retained" },
    { label: "stopped", value: sum("stopped"), color: "detached" },
    { label: "failed", value: sum("failed"), color: "deleted" },
  ];
}

function Streams({ streams }: { readonly streams: StreamFigures["streams"] }) {
  if (streams.length === 0) {
    return (
      <EmptyState title="No stream is configured">
        <p>
          Name one in <code>streams</code> of <code>kept.config.ts</code>; then systems send through the API or the
          relay.
        </p>
      </EmptyState>
    );
  }
  const full = Math.max(1, ...streams.map((one) => partsOf([one]).reduce((total, part) => total + part.value, 0)));
  return (
    <Table
      label="Streams"
      columns={[
        { label: "Stream" },
        { label: "Class" },
        { label: "Messages" },
        ...STATES.map(([, label]) => ({ label, num: true })),
      ]}
    >
      {streams.map((one) => (
        <tr key={one.stream}>
          <Cell wide>
            <strong>{one.title}</strong> <span className="mono muted">{one.stream}</span>
            <div className="muted">
              {[one.from, one.purpose, one.topic].filter((part) => part !== null).join(" · ")}
            </div>
          </Cell>
          <Cell label="Class">
            <Badge tone={one.class === "marketing" ? "info" : "plain"}>{one.class}</Badge>
            {one.softOptIn ? <div className="muted">soft opt-in</div> : null}
          </Cell>
          <Cell label="Messages">
            <StackedBar parts={partsOf([one])} full={full} />
          </Cell>
          {STATES.map(([state, label]) => (
            <Cell key={state} label={label} num>
              {one.states[state] ?? 0}
            </Cell>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Suppressed({ suppressed }: { readonly suppressed: StreamFigures["suppressed"] }) {
  const rows = Object.entries(suppressed);
  return (
    <Section title="Suppressed addresses" lead="They outlive the erasure of whoever they protect." flush>
      {rows.length === 0 ? (
        <EmptyState title="No address is suppressed">
          <p>An address comes here when its owner says no, when it bounces, or from a list that you import.</p>
        </EmptyState>
      ) : (
        <Table label="Suppressed addresses" columns={[{ label: "Because" }, { label: "Addresses", num: true }]}>
          {rows.map(([reason, count]) => (
            <tr key={reason}>
              <Cell wide>{describeReason(reason)}</Cell>
              <Cell label="Addresses" num>
                {count}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

interface RefusalListProps {
  readonly refusals: Refusals;
  readonly streams: StreamFigures["streams"];
}

function RefusalList({ refusals, streams }: RefusalListProps) {
  const [query, setQuery] = useSearchParams();
  const chosen = query.get("reason") ?? "";
  const reasons = [...new Set([...streams.flatMap((one) => Object.keys(one.reasons)), chosen])].filter(Boolean).sort();
  const total = (reason: string): number => streams.reduce((sum, one) => sum + (one.reasons[reason] ?? 0), 0);
  return (
    <Section
      title="Not sent"
      lead="Newest first, and to nobody in particular."
      actions={
        <SelectField
          label="Reason"
          hideLabel
          value={chosen}
          onChange={(reason) => setQuery(reason === "" ? {} : { reason }, { preventScrollReset: true })}
          options={[
            { value: "", label: "Every reason" },
            ...reasons.map((value) => ({ value, label: `${describeReason(value)} (${total(value)})` })),
          ]}
        />
      }
      flush
    >
      {refusals.refusals.length === 0 ? (
        <EmptyState title="Nothing was stopped">
          <p>What the gate stops or a mail server refuses is listed here with its reason.</p>
        </EmptyState>
      ) : (
        <Table label="Not sent" compact columns={["Why", "Stream", "By", "State", "When"].map((label) => ({ label }))}>
          {refusals.refusals.map((one) => (
            <tr key={one.message}>
              <Cell wide>
                <strong>{describeReason(one.reason)}</strong>
              </Cell>
              <Cell label="Stream">{one.stream}</Cell>
              <Cell label="By">{one.door}</Cell>
              <Cell label="State">{one.state}</Cell>
              <Cell label="When">
                <When at={one.at} />
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
