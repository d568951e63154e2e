/** A request's clock as a ruler: a tick a day from arrival to the last safe day, filled up to today. */
import type { RequestSummary } from "@kept/contract/requests";
import { daysBetween, describeDue, today } from "../time/due.ts";
import { formatDay } from "../time/relative-time.ts";
import styles from "./clock-ruler.module.css";

export function ClockRuler({ request }: { readonly request: RequestSummary }) {
  const due = describeDue(request);
  if (request.dueOn === null) return null;
  const start = request.arrivedAt.slice(0, 10);
  const total = Math.max(daysBetween(start, request.dueOn), 1);
  const end = request.closedAt?.slice(0, 10) ?? today();
  const gone = Math.min(Math.max(daysBetween(start, end), 0), total);
  return (
    <figure className={styles["ruler"]} data-tone={due.tone}>
      <svg viewBox={`0 0 ${total * 10} 20`} preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles["rest"]} x="0" y="8" width={total * 10} height="4" />
        <rect className={styles["gone"]} x="0" y="8" width={gone * 10} height="4" />
        {Array.from({ length: total + 1 }, (_, day) => day).map((day) => (
          <line
            key={day}
            className={day <= gone ? styles["tickGone"] : styles["tick"]}
            x1={day * 10}
            x2={day * 10}
            y1={day % 7 === 0 || day === total ? 3 : 6}
            y2={day % 7 === 0 || day === total ? 17 : 14}
          />
        ))}
      </svg>
      <figcaption>
        <span>arrived {formatDay(start)}</span>
        <strong>{due.text}</strong>
        <span>
          due {formatDay(request.dueOn)}
          {request.legalDueOn === null || request.legalDueOn === request.dueOn
            ? null
            : ` (legal ${formatDay(request.legalDueOn)})`}
        </span>
      </figcaption>
    </figure>
  );
}
