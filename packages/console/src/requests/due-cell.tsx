/** The last day to answer, with what is left of the time. */
import type { RequestSummary } from "@kept/contract/requests";
import { describeDue } from "../time/due.ts";
import { formatDay } from "../time/relative-time.ts";
import styles from "./due-cell.module.css";

export function DueCell({ request }: { readonly request: Pick<RequestSummary, "dueOn" | "closedAt"> }) {
  const due = describeDue(request);
  return (
    <span className={styles["due"]} data-tone={due.tone}>
      {due.text}
      {request.dueOn === null || request.closedAt !== null ? null : (
        <time dateTime={request.dueOn}>{formatDay(request.dueOn)}</time>
      )}
    </span>
  );
}
