/** Requests as a table, with a box to choose each by. */
import type { RequestList } from "@kept/contract/requests";
import { Link } from "react-router";
import { Badge } from "../ui/badge.tsx";
import { CheckField } from "../ui/fields.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { assigneeName } from "./assignee-view.tsx";
import { DueCell } from "./due-cell.tsx";
import styles from "./request-list-page.module.css";
import { CHANNEL_TEXTS, KIND_TEXTS, STATE_TEXTS } from "./request-texts.ts";

interface RequestTableProps {
  readonly list: RequestList;
  readonly label: string;
  readonly picked: ReadonlySet<string>;
  /** Null: nothing can be done with them here. */
  readonly onPick: ((picked: ReadonlySet<string>) => void) | null;
}

export function RequestTable({ list, label, picked, onPick }: RequestTableProps) {
  const columns = [...(onPick === null ? [] : ["Choose"]), "Request", "Person", "State", "Due", "In hand of", "Opened"];
  return (
    <Table label={label} columns={columns.map((name) => ({ label: name }))}>
      {list.requests.map((request) => (
        <tr key={request.id} data-link>
          {onPick === null ? null : (
            <Cell>
              <span className={styles["pick"]}>
                <CheckField
                  label={<span className="visually-hidden">Choose {request.reference}</span>}
                  checked={picked.has(request.id)}
                  onChange={(isPicked) => {
                    const next = new Set(picked);
                    if (isPicked) next.add(request.id);
                    else next.delete(request.id);
                    onPick(next);
                  }}
                />
              </span>
            </Cell>
          )}
          <Cell wide>
            <Link className={styles["kind"]} data-cover to={`/requests/${request.id}`}>
              {KIND_TEXTS[request.kind].label}
            </Link>{" "}
            <span className={`mono muted ${styles["reference"]}`}>{request.reference}</span>
          </Cell>
          <Cell label="Person">{request.person}</Cell>
          <Cell label="State">
            <span className="row">
              <Badge tone={STATE_TEXTS[request.state].tone}>{STATE_TEXTS[request.state].label}</Badge>
              {request.blockingFindings === 0 ? null : (
                <span className="muted">
                  {request.blockingFindings} {request.blockingFindings === 1 ? "finding" : "findings"}
                </span>
              )}
            </span>
          </Cell>
          <Cell label="Due">
            <DueCell request={request} />
          </Cell>
          <Cell label="In hand of">
            {assigneeName(request.assignedTo, list.assignees) || <span className="muted">–</span>}
          </Cell>
          <Cell label="Opened">
            <span>
              <When at={request.submittedAt} />
              <span className={styles["channel"]}>{CHANNEL_TEXTS[request.channel]}</span>
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
