/** The clocks of a case: both dates of each, whether it is met, and the source of its rule. */
import type { CaseClock } from "@kept/contract/complaints";
import styles from "../requests/clocks-view.module.css";
import { describeDue } from "../time/due.ts";
import { formatDay, formatMoment } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";

interface CaseClocksProps {
  readonly clocks: readonly CaseClock[];
  readonly purposes: Readonly<Record<string, string>>;
}

export function CaseClocks({ clocks, purposes }: CaseClocksProps) {
  if (clocks.length === 0) return null;
  return (
    <Section title="Clocks" flush>
      <ul className={styles["clocks"]}>
        {clocks.map((clock) => (
          <li key={clock.rule}>
            <details>
              <summary>
                <span className={styles["name"]}>{purposes[clock.purpose] ?? clock.purpose}</span>
                <span className={styles["dates"]}>
                  <time dateTime={clock.safeDue}>{formatDue(clock.safeDue)}</time>
                  {clock.legalDue === clock.safeDue ? null : (
                    <span className="muted">legal {formatDue(clock.legalDue)}</span>
                  )}
                </span>
                <ClockMark clock={clock} />
              </summary>
              <div className={styles["why"]}>
                {clock.metAt === null ? null : (
                  <p>
                    Met <When at={clock.metAt} />.
                  </p>
                )}
                <p className="muted">
                  {clock.source}. {clock.authority === "product" ? "A promise of the house." : null}
                </p>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ClockMark({ clock }: { readonly clock: CaseClock }) {
  const due = describeDue({ dueOn: clock.safeDue.slice(0, 10), closedAt: null });
  const isLate = due.tone === "overdue";
  return (
    <span className={styles["marks"]}>
      {clock.metAt !== null ? (
        <Badge tone="ok">met</Badge>
      ) : (
        <Badge tone={isLate ? "danger" : due.tone === "urgent" ? "warn" : "plain"}>{due.text}</Badge>
      )}
    </span>
  );
}

/** A clock of hours ends at an instant, others with a day. */
function formatDue(due: string): string {
  return due.length > 10 ? formatMoment(due) : formatDay(due);
}
