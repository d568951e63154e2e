/** Findings: what is unclear, where, and the line that would settle it, ready to copy. */
import { Link } from "react-router";
import { CopyButton } from "../ui/copy-button.tsx";
import { CodeBlock } from "../ui/facts.tsx";
import styles from "./finding-list.module.css";

export interface ShownFinding {
  readonly code: string;
  readonly table: string;
  readonly column: string;
  readonly message: string;
  readonly suggestion: string;
  readonly blocks: boolean;
  /** Left out on a system's own page. */
  readonly system?: string;
}

export function FindingList({ findings }: { readonly findings: readonly ShownFinding[] }) {
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
            {finding.suggestion === "" ? null : <CopyButton text={finding.suggestion} what="the suggestion" bare />}
          </div>
          <p>{finding.message}</p>
          {finding.suggestion === "" ? null : (
            <CodeBlock label={`Suggested line for ${finding.table}`}>{finding.suggestion}</CodeBlock>
          )}
        </li>
      ))}
    </ul>
  );
}

function Where({ finding }: { readonly finding: ShownFinding }) {
  const place = [finding.table, finding.column].filter((part) => part !== "").join(".");
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
