/** A refusal as the reader needs it: what is wrong, what to do, and the code to name when asking for help. */
import type { Problem } from "@kept/contract/problems";
import { icons } from "./icon.tsx";
import styles from "./problem-view.module.css";

export function ProblemView({ problem }: { readonly problem: Problem }) {
  return (
    <div className={styles["problem"]} role="alert">
      <icons.warning size={18} aria-hidden />
      <div className={styles["body"]}>
        <strong>{problem.title}</strong>
        {problem.detail === undefined ? null : <p>{problem.detail}</p>}
        <p>{problem.action}</p>
        {(problem.pointers ?? []).length === 0 ? null : (
          <ul className={styles["pointers"]}>
            {problem.pointers?.map((entry) => (
              <li key={entry.pointer + entry.message}>
                <code>{entry.pointer}</code> {entry.message}
              </li>
            ))}
          </ul>
        )}
        <p className={styles["code"]}>
          <code>{problem.code}</code>
          {problem.status === 0 ? null : ` · ${problem.status}`}
          {problem.requestId === "" ? null : ` · ${problem.requestId}`}
        </p>
      </div>
    </div>
  );
}
