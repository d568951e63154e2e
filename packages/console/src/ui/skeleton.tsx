/** The shape of what is coming, while it comes. */
import styles from "./skeleton.module.css";

export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div className={styles["skeleton"]} role="status">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        // The lines are all alike and never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed number of identical bars
        <span key={line} aria-hidden />
      ))}
    </div>
  );
}
