/** The last safe day to answer, with what is left of the time, and the legal day where it is another. */
import type { RequestSummary } from "@kept/contract/requests";
import { describeDue } from "../time/due.ts";
import { formatDay } from "../time/relative-time.ts";
import styles from "./due-cell.module.css";

type DueOf = Pick<RequestSummary, "dueOn" | "legalDueOn" | "closedAt" | "isPaused" | "isExtended">;

export function DueCell({ request }: { readonly request: DueOf }) {
  const due = describeDue(request);
  return (
    <span className={styles["due"]} data-tone={due.tone}>
      {due.text}
      {request.dueOn === null || request.closedAt !== null ? null : (
        <time dateTime={request.dueOn} title={explain(request)}>
          {formatDay(request.dueOn)}
        </time>
      )}
      {request.closedAt === null && request.legalDueOn !== null && request.legalDueOn !== request.dueOn ? (
        <time dateTime={request.legalDueOn}>legal {formatDay(request.legalDueOn)}</time>
      ) : null}
    </span>
  );
}

function explain({ legalDueOn, isPaused, isExtended }: DueOf): string {
  const parts = [
    "The earliest date that can be argued.",
    ...(legalDueOn === null ? [] : [`As commonly read: ${formatDay(legalDueOn)}.`]),
    ...(isExtended ? ["Extended."] : []),
    ...(isPaused ? ["Waits for the person's answer."] : []),
  ];
  return parts.join(" ");
}
