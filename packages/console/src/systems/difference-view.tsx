/** What an answer would change: lines of the map, and whose rows are whose by them. */
import type { AnswerDifference } from "@kept/contract/system-questions";
import { describeChange, describeCount } from "./describe-change.ts";
import styles from "./questions-view.module.css";

export function DifferenceView({ difference }: { readonly difference: Omit<AnswerDifference, "mark"> }) {
  const { tables, lines, questions, blocking } = difference;
  return (
    <section className={styles["difference"]} aria-label="What it would change">
      <h3>In the map</h3>
      <ul className={styles["lines"]}>
        {lines.flatMap(({ path, was, is }) => {
          const place = path.join(" › ");
          return [
            ...(was === null ? [] : [<li key={`-${place}`} data-sign="−">{`${place}: ${was}`}</li>]),
            ...(is === null ? [] : [<li key={`+${place}`} data-sign="+">{`${place}: ${is}`}</li>]),
          ];
        })}
      </ul>
      <h3>{tables.length === 0 ? "Nothing else follows" : "What follows"}</h3>
      {tables.length === 0 ? null : (
        <ul className={styles["changes"]}>
          {tables.map((change) => (
            <li key={change.table}>
              <code>{change.table}</code>
              <ul>
                {describeChange(change).map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      <p className="muted">
        {describeCount("question", "open", questions)} {describeCount("finding", "in the way of erasure", blocking)}
      </p>
    </section>
  );
}
