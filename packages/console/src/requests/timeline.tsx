/** What happened to a request, newest first, in the words of the ledger. */
import { requestEntries } from "@kept/contract/request-entries";
import type { TimelineEntry } from "@kept/contract/requests";
import { describeActor } from "../ledger/describe-actor.ts";
import { When } from "../ui/when.tsx";
import { describeFacts } from "./describe-facts.ts";
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
          <FactLine text={describeFacts(entry.event, entry.facts)} />
        </li>
      ))}
    </ol>
  );
}

function FactLine({ text }: { readonly text: string }) {
  return text === "" ? null : <span className={styles["facts"]}>{text}</span>;
}
