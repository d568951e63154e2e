/** The mark of the product. */

/** The mark: a stem that holds two hands of a clock. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--k-accent)" />
      <path
        d="M10 7v18M10 16h4M14 16l8-9M14 16l8 9"
        fill="none"
        stroke="var(--k-on-accent)"
        strokeWidth="3.2"
        strokeLinecap="square"
      />
    </svg>
  );
}
