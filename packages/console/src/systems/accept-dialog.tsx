/** Accepts proposals: shows line by line what is confirmed, for the chosen tables or for all. */
import { acceptMap } from "@kept/contract/system-endpoints";
import type { SystemDetail } from "@kept/contract/systems";
import { useEffect, useState } from "react";
import { Link, useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./accept-dialog.module.css";
import type { TableProposals } from "./list-proposals.ts";

interface AcceptDialogProps {
  readonly system: SystemDetail;
  readonly proposals: readonly TableProposals[];
  /** Null: closed; empty: all tables. */
  readonly chosen: readonly string[] | null;
  readonly onClose: () => void;
}

export function AcceptDialog({ system, proposals, chosen, onClose }: AcceptDialogProps) {
  const [tables, setTables] = useState<ReadonlySet<string>>(new Set());
  const action = useAction();
  const { clear } = action;
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (chosen === null) return;
    clear();
    setTables(new Set(chosen.length === 0 ? proposals.map(({ table }) => table) : chosen));
  }, [chosen, proposals, clear]);
  const toggle = (table: string, on: boolean) =>
    setTables((before) => (on ? new Set([...before, table]) : new Set([...before].filter((name) => name !== table))));
  const shown =
    chosen === null || chosen.length === 0 ? proposals : proposals.filter(({ table }) => chosen.includes(table));
  const all = shown.length === proposals.length && tables.size === proposals.length;
  const lines = shown.filter(({ table }) => tables.has(table)).reduce((sum, entry) => sum + entry.proposals.length, 0);
  const accept = () =>
    void action
      .run(() => call(acceptMap, { params: { system: system.system }, body: all ? {} : { tables: [...tables] } }))
      .then(async (accepted) => {
        if (!accepted) return;
        onClose();
        await revalidate();
        notify(lines === 1 ? "1 line confirmed." : `${lines} lines confirmed.`);
      });
  return (
    <Dialog title="Accept proposals" open={chosen !== null} onClose={onClose} wide>
      <p className="muted">
        Erasure acts on what is confirmed. These lines are added to {system.mapFile ?? "the map"}; read them like code.
      </p>
      {system.questions === 0 ? null : (
        <p className="muted">
          {system.questions === 1 ? "1 question is" : `${system.questions} questions are`} open:{" "}
          <Link to="?view=questions" onClick={onClose}>
            answered first
          </Link>
          , they make fewer proposals wrong.
        </p>
      )}
      <ul className={styles["tables"]}>
        {shown.map(({ table, proposals: lineList }) => (
          <li key={table} data-off={tables.has(table) ? undefined : ""}>
            <CheckField
              label={<strong>{table}</strong>}
              checked={tables.has(table)}
              onChange={(on) => toggle(table, on)}
            />
            <ul className={styles["lines"]}>
              {lineList.map((proposal) => (
                <li key={proposal.line}>
                  <code>{proposal.line}</code>
                  <span className="muted">
                    {proposal.why}
                    {proposal.confidence === null ? "" : `, ${Math.round(proposal.confidence * 100)} %`}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" busy={action.busy} disabled={lines === 0} onClick={accept}>
          {lines === 1 ? "Confirm 1 line" : `Confirm ${lines} lines`}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
