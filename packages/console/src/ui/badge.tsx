/** A small label with a dot. The word carries the meaning; the colour only helps to find it. */
import type { ReactNode } from "react";
import styles from "./badge.module.css";

export type BadgeTone = "plain" | "accent" | "ok" | "warn" | "danger" | "info";

export function Badge({ tone = "plain", children }: { readonly tone?: BadgeTone; readonly children: ReactNode }) {
  return (
    <span className={styles["badge"]} data-tone={tone}>
      {children}
    </span>
  );
}
