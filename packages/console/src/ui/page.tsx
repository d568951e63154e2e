/** The frame of a page: title, what it is for, actions; and sections under it. */
import { type ReactNode, useEffect, useId } from "react";
import styles from "./page.module.css";

interface PageProps {
  readonly title: ReactNode;
  /** For the browser's title, where `title` is not plain text. */
  readonly name?: string;
  readonly lead?: ReactNode;
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, name, lead, above, actions, children }: PageProps) {
  const plain = name ?? (typeof title === "string" ? title : "");
  useEffect(() => {
    document.title = plain === "" ? "Kept" : `${plain} · Kept`;
  }, [plain]);
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <div className={styles["heading"]}>
          {above}
          <h1>{title}</h1>
          {lead === undefined ? null : <p className={styles["lead"]}>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="row">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** No padding: for tables and pictures that reach the edge. */
  readonly flush?: boolean;
}

export function Section({ title, lead, actions, children, flush }: SectionProps) {
  const id = useId();
  return (
    <section className={styles["section"]} aria-labelledby={id}>
      <div className={styles["sectionHead"]}>
        <div>
          <h2 id={id}>{title}</h2>
          {lead === undefined ? null : <p className="muted">{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="row">{actions}</div>}
      </div>
      <div className={flush === true ? styles["flush"] : styles["sectionBody"]}>{children}</div>
    </section>
  );
}

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Says why there is nothing and what would fill it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles["empty"]}>
      <h3>{title}</h3>
      <div className={styles["emptyText"]}>{children}</div>
      {action}
    </div>
  );
}
