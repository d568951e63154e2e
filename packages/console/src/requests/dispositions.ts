/** What becomes of a row, as data: its word, its meaning and its colour, for pictures, tables and legends alike. */

export const DISPOSITIONS = [
  { key: "deleted", label: "deleted", means: "The row is removed." },
  { key: "detached", label: "detached", means: "The row stays for others; the reference to the person is taken out." },
  { key: "redacted", label: "redacted", means: "The row stays; what is personal in it is blanked." },
  { key: "retained", label: "retained", means: "The row stays as it is because a law demands it." },
] as const;

type Disposition = (typeof DISPOSITIONS)[number]["key"];

export type DispositionCounts = Readonly<Record<Disposition, number>>;

export const NO_ROWS: DispositionCounts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };

export function addCounts(left: DispositionCounts, right: DispositionCounts): DispositionCounts {
  return {
    deleted: left.deleted + right.deleted,
    detached: left.detached + right.detached,
    redacted: left.redacted + right.redacted,
    retained: left.retained + right.retained,
  };
}

/** How a person is connected with rows that are read for them. */
export const LEVELS = {
  own: { label: "theirs", means: "The rows are exported in full." },
  view: { label: "shared", means: "Shared with them: the rows are exported with other people masked." },
  act: { label: "names them", means: "Only how the rows name them is exported: the rest belongs to others." },
} as const;
