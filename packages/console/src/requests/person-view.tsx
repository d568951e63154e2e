/** Who asks: shortened, until somebody looks; every look is a ledger entry. */
import { getRequestIdentifiers } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { RIGHT_GROUNDS, type RightGround } from "@kept/contract/right-ground-rows";
import { useState } from "react";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { icons } from "../ui/icon.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

export function PersonView({ request }: { readonly request: RequestDetail }) {
  const [shown, setShown] = useState<Answer<typeof getRequestIdentifiers> | null>(null);
  const action = useAction();
  const mayLook = useMay("people:read");
  const show = () =>
    void action.run(async () => setShown(await call(getRequestIdentifiers, { params: { requestId: request.id } })));
  if (shown === null) {
    return (
      <div className="stack">
        <div className="spread">
          <strong>{request.person}</strong>
          {mayLook ? (
            <Button small icon={icons.show} busy={action.busy} onClick={show}>
              Show
            </Button>
          ) : null}
        </div>
        <p className="muted">
          {mayLook
            ? "Looking is recorded in the ledger."
            : "You need the permission people:read to see the identifiers."}
        </p>
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
      </div>
    );
  }
  if (shown.identifiers.length + shown.keys.length === 0) {
    return <p className="muted">The identifiers have been purged; only their keyed hashes remain.</p>;
  }
  return (
    <div className="stack">
      <Facts
        facts={[
          ...shown.identifiers.map((entry) => ({ name: entry.kind, value: entry.value })),
          ...shown.keys.map((entry) => ({
            name: `${entry.system}, named by an operator`,
            value: <code>{`${entry.table}:${entry.key.join(",")}`}</code>,
          })),
          ...shown.rows.map((entry) => ({
            name: `${entry.system}, asked for`,
            value: <code>{`${entry.table}:${entry.key.join(",")}`}</code>,
          })),
          ...describeDetails(shown.details),
        ]}
      />
      <div className="spread">
        <span className="muted">This look is in the ledger.</span>
        <Button small onClick={() => setShown(null)}>
          Hide
        </Button>
      </div>
    </div>
  );
}

/** What they said beside who they are. */
function describeDetails(details: Answer<typeof getRequestIdentifiers>["details"]) {
  if (details === null) return [];
  const { corrections, ground, statement } = details;
  return [
    ...corrections.map(({ category, table, column, value }) => ({
      name: `right: ${category ?? `${table}.${column}`}`,
      value,
    })),
    ...(ground === null ? [] : [{ name: "ground", value: describeGround(ground) }]),
    ...(statement === null ? [] : [{ name: "in their words", value: statement }]),
  ];
}

function describeGround(ground: RightGround): string {
  const row = RIGHT_GROUNDS.find((one) => one.ground === ground);
  return row === undefined ? ground : `${row.provision}. ${row.means}`;
}
