/** Findings: what is unclear, where, and the line that would settle it, ready to copy. */
import { Link } from "react-router";
import { LinkButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { CodeBlock } from "../ui/facts.tsx";
import { icons } from "../ui/icon.tsx";
import styles from "./finding-list.module.css";

export interface ShownFinding {
  readonly code: string;
  readonly table: string;
  readonly column: string;
  readonly message: string;
  readonly suggestion: string;
  readonly blocks: boolean;
  /** All of which it is told at once, where there are several; the message says which. */
  readonly places?: readonly { readonly table: string; readonly column: string }[] | undefined;
  /** A question of its system answers it. */
  readonly asked?: boolean | undefined;
  /** What to do where no question does. */
  readonly advice?: string | undefined;
  /** Left out on a system's own page. */
  readonly system?: string;
}

interface FindingListProps {
  readonly findings: readonly ShownFinding[];
  /** Whose they are, where they do not say so themselves. */
  readonly system?: string;
}

export function FindingList({ findings, system }: FindingListProps) {
  return (
    <ul className={styles["findings"]}>
      {findings.map((finding) => (
        <li key={`${finding.system}/${finding.code}/${finding.table}/${finding.column}/${finding.message}`}>
          <div className="spread">
            <span className="row">
              <code className={styles["code"]} data-blocks={finding.blocks ? "" : undefined}>
                {finding.code}
              </code>
              <Where finding={finding} />
            </span>
            {isCode(finding.suggestion) ? <CopyButton text={finding.suggestion} what="the suggestion" bare /> : null}
          </div>
          <p>{finding.message}</p>
          <Suggestion finding={finding} />
          <Answer finding={finding} system={finding.system ?? system} />
        </li>
      ))}
    </ul>
  );
}

/** Lines of a map, a statement. */
function isCode(suggestion: string): boolean {
  return /^(tables|naming):|^GRANT |^--/.test(suggestion);
}

/** What is to be copied is shown as such, with what to do with it; a sentence says it itself. */
function Suggestion({ finding: { suggestion, table, places, advice } }: { readonly finding: ShownFinding }) {
  if (suggestion === "") return advice === undefined ? null : <p className="muted">{advice}</p>;
  if (!isCode(suggestion)) return <p className="muted">{suggestion}</p>;
  return (
    <>
      {advice === undefined ? null : <p className="muted">{advice}</p>}
      <CodeBlock label={`Suggested line for ${places === undefined ? table : `${table} and others`}`}>
        {suggestion}
      </CodeBlock>
    </>
  );
}

function Answer({ finding, system }: { readonly finding: ShownFinding; readonly system: string | undefined }) {
  if (finding.asked !== true || system === undefined) return null;
  const query = new URLSearchParams({ view: "questions", about: finding.table, column: finding.column });
  return (
    <div>
      <LinkButton small icon={icons.next} to={`/systems/${encodeURIComponent(system)}?${query}`}>
        Answer
      </LinkButton>
    </div>
  );
}

/** Of several places what they have in common: the name of a column, or nothing. */
function namePlace({ table, column, places }: ShownFinding): string {
  if (places === undefined) return [table, column].filter((part) => part !== "").join(".");
  return places.every((one) => one.column === column) ? column : "";
}

function Where({ finding }: { readonly finding: ShownFinding }) {
  const place = namePlace(finding);
  if (finding.system === undefined) return <span className="mono">{place}</span>;
  return (
    <Link
      className={`mono ${styles["where"]}`}
      to={`/systems/${encodeURIComponent(finding.system)}?table=${encodeURIComponent(finding.table)}`}
    >
      {[finding.system, place].filter((part) => part !== "").join(" · ")}
    </Link>
  );
}
