/** What happened to a request, newest first, in the words of the ledger. */
import { requestEntries } from "@kept/contract/request-entries";
import type { TimelineEntry } from "@kept/contract/requests";
import { describeActor } from "../ledger/describe-actor.ts";
import { When } from "../ui/when.tsx";
import styles from "./timeline.module.css";

const titles: Readonly<Record<string, { readonly title: string }>> = requestEntries;

export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles["timeline"]}>
      {entries.toReversed().map((entry) => (
        <li key={entry.at + entry.event + JSON.stringify(entry.facts)}>
          <strong>{titles[`request.${entry.event}`]?.title ?? entry.event}</strong>
          <span className="muted">
            <When at={entry.at} /> · <span title={entry.actor.id}>{describeActor(entry.actor.kind)}</span>
          </span>
          <FactList facts={entry.facts} />
        </li>
      ))}
    </ol>
  );
}

function FactList({ facts }: { readonly facts: TimelineEntry["facts"] }) {
  const shown = Object.entries(facts).filter(([, value]) => value !== null && value !== "" && value !== 0);
  if (shown.length === 0) return null;
  return (
    <span className={styles["facts"]}>
      {shown.map(([name, value]) => (
        <span key={name}>
          {readable(name)} <code title={String(value)}>{shorten(String(value))}</code>
        </span>
      ))}
    </span>
  );
}

/** "dueOn" is "due on" to people. */
function readable(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 12)}…` : text;
}
