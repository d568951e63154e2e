/** Everybody on the list, those who need a look first; long lists a page at a time. */
import type { Batch, BatchLine } from "@kept/contract/batches";
import { useState } from "react";
import { Link } from "react-router";
import { DISPOSITIONS } from "../requests/dispositions.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { LINE_STATES, needLook } from "./batch-texts.ts";

const AT_ONCE = 100;

export function LinesView({ batch }: { readonly batch: Batch }) {
  const [shown, setShown] = useState(AT_ONCE);
  const first = needLook(batch);
  const lines = [...first, ...batch.lines.filter((line) => !first.includes(line))];
  return (
    <Section title="People" lead="By their line in the list; identifiers are shortened so that they tell no one." flush>
      <Table
        label="People of the batch"
        columns={[
          { label: "Line", num: true },
          { label: "Person" },
          { label: "State" },
          { label: "Rows", num: true },
          { label: "Request" },
        ]}
      >
        {lines.slice(0, shown).map((line) => (
          <Line key={line.line} line={line} batch={batch} />
        ))}
      </Table>
      {lines.length <= shown ? null : (
        <p>
          <Button small onClick={() => setShown(shown + AT_ONCE * 5)}>
            Show more of {lines.length.toLocaleString("en")}
          </Button>
        </p>
      )}
    </Section>
  );
}

function Line({ line, batch }: { readonly line: BatchLine; readonly batch: Batch }) {
  const isPlanned = batch.state !== "planning";
  const isLeft = batch.state === "done" && line.requestId !== null && !line.verified;
  const state = LINE_STATES[line.state];
  const rows = DISPOSITIONS.reduce((sum, { key }) => sum + line.counts[key], 0);
  return (
    <tr>
      <Cell label="Line" num>
        {line.line}
      </Cell>
      <Cell label="Person" wide>
        {line.person}
      </Cell>
      <Cell label="State">
        {isPlanned ? (
          <span className="row">
            {line.verified ? <Badge tone="ok">Erased</Badge> : <Badge tone={state.tone}>{state.label}</Badge>}
            {isLeft ? <Badge tone="danger">Something is left</Badge> : null}
            {line.sameAs === null ? null : <span className="muted">as line {line.sameAs}</span>}
            {line.finding === null ? null : <span className="muted">{line.finding}</span>}
          </span>
        ) : (
          <span className="muted">looked for</span>
        )}
      </Cell>
      <Cell label="Rows" num>
        {rows === 0 ? <span className="muted">–</span> : rows.toLocaleString("en")}
      </Cell>
      <Cell label="Request">
        {line.requestId === null ? (
          <span className="muted">–</span>
        ) : (
          <Link to={`/requests/${line.requestId}`}>request and receipt</Link>
        )}
      </Cell>
    </tr>
  );
}
