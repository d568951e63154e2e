/** Names and values side by side. */
import type { ReactNode } from "react";
import styles from "./facts.module.css";
import { ScrollRegion } from "./scroll-region.tsx";

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles["facts"]}>
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A hash: its beginning, the whole of it on hover. */
export function Hash({ value, length = 16 }: { readonly value: string; readonly length?: number }) {
  return (
    <code title={value} className={styles["hash"]}>
      {value.length > length ? `${value.slice(0, length)}…` : value}
    </code>
  );
}

/** A block of text in one width: YAML, a suggestion, a command. */
export function CodeBlock({ children, label }: { readonly children: string; readonly label: string }) {
  return (
    <ScrollRegion className={styles["code"]} label={label}>
      <pre>{children}</pre>
    </ScrollRegion>
  );
}
