/** Tabs that are links: the address says which one is open. */
import { Link } from "react-router";
import styles from "./tabs.module.css";

export interface Tab {
  readonly label: string;
  readonly to: string;
  readonly active: boolean;
  readonly count?: number;
  readonly alert?: boolean;
}

export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav className={styles["tabs"]} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.label} to={tab.to} preventScrollReset aria-current={tab.active ? "page" : undefined}>
          {tab.label}
          {tab.count === undefined ? null : (
            <span className={styles["count"]} data-alert={tab.alert === true && tab.count > 0 ? "" : undefined}>
              {tab.count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
