/** Where the person had their data sent, and how far it is. Only they begin one, so there is nothing to press here. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { listTransfers } from "@kept/contract/transfer-endpoints";
import type { Transfer } from "@kept/contract/transfers";
import { useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";

const STATES = {
  authorising: { label: "Waits for the person", tone: "info" },
  running: { label: "Being sent", tone: "info" },
  done: { label: "Sent", tone: "ok" },
  failed: { label: "Failed", tone: "danger" },
} as const;

export function TransfersView({ request }: { readonly request: RequestDetail }) {
  const [transfers, setTransfers] = useState<readonly Transfer[]>([]);
  const { id, closedAt } = request;
  const { portable } = requestKind(request.kind);
  useEffect(() => {
    if (closedAt === null || !portable) return;
    const stop = new AbortController();
    // Nothing to show is no fault of the page.
    call(listTransfers, { params: { requestId: id }, signal: stop.signal }).then(
      (found) => setTransfers(found.transfers),
      () => {},
    );
    return () => stop.abort();
  }, [id, closedAt, portable]);
  if (transfers.length === 0) return null;
  return (
    <Section title="Sent to other controllers" lead="At the person's wish, and with their permission there.">
      <Table
        label="Transfers"
        columns={[{ label: "To" }, { label: "Where it stands" }, { label: "Parts" }, { label: "Begun" }]}
      >
        {transfers.map((transfer) => (
          <tr key={transfer.id}>
            <Cell wide>{transfer.destination}</Cell>
            <Cell label="Where it stands">
              <Badge tone={STATES[transfer.state].tone}>{STATES[transfer.state].label}</Badge>
              {transfer.problem === null ? null : <div className="muted">{transfer.problem}</div>}
            </Cell>
            <Cell label="Parts">{describeParts(transfer)}</Cell>
            <Cell label="Begun">
              <When at={transfer.createdAt} />
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function describeParts({ items, sent, refused }: Transfer): string {
  if (items === null) return "–";
  return `${sent} of ${items}${refused === 0 ? "" : `, ${refused} not wanted`}`;
}
