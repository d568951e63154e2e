/** What happened to a case, newest first, in the words of the ledger. */
import { listEntries } from "@kept/contract/ledger";
import { Link } from "react-router";
import { type Answer, call } from "../api/call.ts";
import { describeActor } from "../ledger/describe-actor.ts";
import page from "../requests/request-page.module.css";
import styles from "../requests/timeline.module.css";
import { Section } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";

export type Entries = Answer<typeof listEntries>["entries"];

/** Entries about this case, the newest first. */
export async function loadHistory(caseId: string, signal: AbortSignal): Promise<Entries> {
  return (await call(listEntries, { query: { subject: caseId, limit: 100 }, signal })).entries;
}

export function CaseHistory({ caseId, entries }: { readonly caseId: string; readonly entries: Entries }) {
  return (
    <Section title="History">
      {entries.length === 0 ? (
        <p className="muted">It has just begun; the ledger writes it down in a moment.</p>
      ) : (
        <ol className={styles["timeline"]}>
          {entries.map((entry) => (
            <li key={entry.index}>
              <strong>{entry.title}</strong>
              {entry.content === null ? null : (
                <span className="muted">
                  <When at={entry.content.at} /> ·{" "}
                  <span title={entry.content.actor.id}>{describeActor(entry.content.actor.kind)}</span>
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      <p className={page["ledgerLink"]}>
        <Link to={`/ledger?subject=${caseId}`}>Its entries in the ledger</Link>
      </p>
    </Section>
  );
}
