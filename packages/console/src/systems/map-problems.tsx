/** What is wrong with a map: each with its line and what to do. */
import type { MapProblem } from "@kept/contract/systems";
import { icons } from "../ui/icon.tsx";
import styles from "./map-view.module.css";

interface MapProblemsProps {
  readonly problems: readonly MapProblem[];
  /** Goes to the line; absent where nothing is edited. */
  readonly onLine?: (line: number) => void;
}

export function MapProblems({ problems, onLine }: MapProblemsProps) {
  return (
    <section className={styles["problems"]} role="alert" aria-label="What is wrong with the map">
      <strong>
        <icons.warning size={18} aria-hidden /> The map cannot be read
      </strong>
      <ul>
        {problems.map(({ line, path, message }) => (
          <li key={`${line} ${path} ${message}`}>
            {line === null ? null : onLine === undefined ? (
              <span className={styles["line"]}>Line {line}</span>
            ) : (
              <button type="button" className={styles["line"]} onClick={() => onLine(line)}>
                Line {line}
              </button>
            )}
            <span>
              {path === "" ? null : (
                <>
                  <code>{path}</code>:{" "}
                </>
              )}
              {message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
