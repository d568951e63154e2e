/** One bar made of parts. The numbers stand beside it; the bar is for comparing at a glance. */
import styles from "./stacked-bar.module.css";

export interface BarPart {
  readonly label: string;
  readonly value: number;
  /** Name of a colour token without its prefix: deleted, retained … */
  readonly color: string;
}

interface StackedBarProps {
  readonly parts: readonly BarPart[];
  /** The value that fills the whole width. */
  readonly full: number;
  readonly thick?: boolean;
}

export function StackedBar({ parts, full, thick }: StackedBarProps) {
  const shown = parts.filter((part) => part.value > 0);
  const label = shown.map((part) => `${part.value} ${part.label}`).join(", ");
  return (
    <div
      className={styles["bar"]}
      role="img"
      aria-label={label || "no rows"}
      data-thick={thick === true ? "" : undefined}
    >
      {shown.map((part) => (
        <span
          key={part.label}
          title={`${part.value} ${part.label}`}
          style={{ width: `${(part.value / Math.max(full, 1)) * 100}%`, background: `var(--k-${part.color})` }}
        />
      ))}
    </div>
  );
}

/** What the colours mean, with totals. */
export function BarLegend({ parts }: { readonly parts: readonly BarPart[] }) {
  return (
    <ul className={styles["legend"]}>
      {parts.map((part) => (
        <li key={part.label} data-none={part.value === 0 ? "" : undefined}>
          <span className={styles["swatch"]} style={{ background: `var(--k-${part.color})` }} aria-hidden />
          <strong>{part.value.toLocaleString("en")}</strong> {part.label}
        </li>
      ))}
    </ul>
  );
}
