/** A few values of the columns that a question is about, on request: they may be personal data, and each look is an entry in the ledger. */
import { seeValues } from "@kept/contract/system-question-endpoints";
import type { Place, SeenValues as Seen } from "@kept/contract/system-questions";
import { useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./questions-view.module.css";

interface SeenValuesProps {
  readonly system: string;
  readonly asked: { readonly question: string; readonly about?: Place };
}

export function SeenValues({ system, asked }: SeenValuesProps) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const look = useAction();
  const show = () => void look.run(async () => setSeen(await call(seeValues, { params: { system }, body: asked })));
  if (seen === null) {
    return (
      <div className={styles["seen"]}>
        <Button small icon={icons.show} busy={look.busy} onClick={show}>
          Show some values
        </Button>
        <span className="muted">They may be personal data: the look is entered in the ledger.</span>
        {look.problem === null ? null : <ProblemView problem={look.problem} />}
      </div>
    );
  }
  if (seen.columns.length === 0) return <p className="muted">No values can be looked at.</p>;
  return (
    <dl className={styles["values"]} aria-label="Some values">
      {seen.columns.map(({ table, column, values }) => (
        <div key={`${table}.${column}`}>
          <dt>
            <code>
              {table}.{column}
            </code>
          </dt>
          <dd>
            {values.length === 0 ? <span className="muted">no values</span> : null}
            {values.map((value) => (
              <span key={value}>{value === "" ? "(empty)" : value}</span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
