/** What is left of the person anywhere, whatever the maps say: started here, told by column and key, never by value. */
import type { RequestDetail } from "@kept/contract/requests";
import { getResidueScan, type ResidueScan, type SystemResidue, startResidueScan } from "@kept/contract/residue-scans";
import { useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { ProblemError } from "../api/problem-error.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { formatMoment } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { describeScan, listKept, listPlaces } from "./describe-residue.ts";
import styles from "./residue-view.module.css";

const POLL_MILLISECONDS = 1_500;

export function ResidueView({ request }: { readonly request: RequestDetail }) {
  const [scan, setScan] = useState<ResidueScan | null>(null);
  const action = useAction();
  const mayAct = useMay("requests:act");
  const { id, receivedAt } = request;
  const isRunning = scan?.state === "running";
  useEffect(() => {
    const stop = new AbortController();
    const read = async () => {
      const found = await loadScan(id, stop.signal);
      if (!stop.signal.aborted) setScan(found);
    };
    void read();
    const timer = isRunning ? setInterval(() => void read(), POLL_MILLISECONDS) : undefined;
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id, isRunning]);
  if (receivedAt === null) return null;
  const start = () =>
    void action.run(async () => setScan(await call(startResidueScan, { params: { requestId: id }, body: {} })));
  return (
    <Section
      title="Residue"
      lead="Searches every text of every system for what identifies the person, whatever the maps say."
      actions={
        mayAct ? (
          <Button icon={icons.search} busy={action.busy || isRunning} onClick={start}>
            {scan === null ? "Look for residue" : "Look again"}
          </Button>
        ) : undefined
      }
    >
      <div className="stack" aria-live="polite">
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        {scan === null ? <p className="muted">Nobody has looked yet.</p> : <p>{describeScan(scan, formatMoment)}</p>}
        {scan?.systems.map((system) => (
          <SystemResidueView key={system.system} system={system} />
        ))}
      </div>
    </Section>
  );
}

/** None is an answer; anything else that goes wrong shows when the scan is asked for. */
async function loadScan(requestId: string, signal: AbortSignal): Promise<ResidueScan | null> {
  try {
    return await call(getResidueScan, { params: { requestId }, signal });
  } catch (error) {
    if (error instanceof ProblemError || signal.aborted) return null;
    throw error;
  }
}

const STATES = {
  scanned: { label: "Searched", tone: "ok" },
  failed: { label: "Did not answer", tone: "danger" },
  unable: { label: "Cannot be searched", tone: "warn" },
} as const satisfies Record<SystemResidue["state"], { label: string; tone: string }>;

function SystemResidueView({ system }: { readonly system: SystemResidue }) {
  const places = listPlaces(system);
  const state = places.length > 0 ? { label: "Something is left", tone: "warn" as const } : STATES[system.state];
  return (
    <div className={styles["system"]}>
      <div className="spread">
        <strong>{system.system}</strong>
        <Badge tone={state.tone}>{state.label}</Badge>
      </div>
      {system.problem === null ? null : <p className="muted">{system.problem.message}</p>}
      {places.length === 0 ? null : (
        <Table
          label={`Residue in ${system.system}`}
          columns={[{ label: "Column" }, { label: "Rows", num: true }, { label: "What" }, { label: "Keys" }]}
        >
          {places.map((place) => (
            <tr key={place.column}>
              <Cell wide>
                <code>{place.column}</code>
              </Cell>
              <Cell label="Rows" num>
                {place.rows.toLocaleString("en")}
              </Cell>
              <Cell label="What">{place.what}</Cell>
              <Cell label="Keys">
                <span className={styles["keys"]}>{place.keys}</span>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {listKept(system).map((line) => (
        <p key={line} className="muted">
          {line}.
        </p>
      ))}
      {system.unread.length === 0 ? null : (
        <p className="muted">Not looked at, for want of permission: {system.unread.join(", ")}.</p>
      )}
    </div>
  );
}
