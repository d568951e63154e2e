/** What becomes of a row, as data: its word, its meaning and its colour, for pictures, tables and legends alike. */

import type { RequestPlan } from "@kept/contract/requests";

export const DISPOSITIONS = [
  { key: "deleted", label: "deleted", means: "The row is removed." },
  { key: "detached", label: "detached", means: "The row stays for others; the reference to the person is taken out." },
  { key: "redacted", label: "redacted", means: "The row stays; what is personal in it is blanked." },
  { key: "retained", label: "retained", means: "The row stays as it is because a law demands it." },
] as const;

type Disposition = (typeof DISPOSITIONS)[number]["key"];

/** What else can become of a row, in rights that take nothing away for good. */
const CHANGES = {
  restrict: [
    {
      key: "marked",
      label: "marked",
      color: "retained",
      means: "The application's own mark says that it is not to be used.",
    },
    {
      key: "sealed",
      label: "sealed",
      color: "redacted",
      means: "Personal values are taken out and kept sealed until the lift.",
    },
    {
      key: "left",
      label: "left in use",
      color: "detached",
      means: "It is another person's too, or holds nothing personal.",
    },
  ],
  rectify: [{ key: "corrected", label: "corrected", color: "exported", means: "The value becomes the right one." }],
} as const;
type ChangeKey = (typeof CHANGES)[keyof typeof CHANGES][number]["key"];

export type DispositionCounts = Readonly<Record<Disposition, number>> &
  Readonly<Partial<Record<ChangeKey, number | undefined>>>;

interface Outcome {
  readonly key: Disposition | ChangeKey;
  readonly label: string;
  readonly means: string;
  /** Name of a colour token. */
  readonly color: string;
}

/** What becomes of rows, by what a right does; reading changes nothing. */
export const OUTCOMES: Readonly<Record<RequestPlan["act"], readonly Outcome[]>> = {
  read: [],
  erase: DISPOSITIONS.map((one) => ({ ...one, color: one.key })),
  ...CHANGES,
  choose: [],
  state: [],
  review: [],
};

const KEYS = Object.values(OUTCOMES).flatMap((list) => list.map(({ key }) => key));

export const NO_ROWS: DispositionCounts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };

export function addCounts(left: DispositionCounts, right: DispositionCounts): DispositionCounts {
  const sums = KEYS.map((key) => [key, (left[key] ?? 0) + (right[key] ?? 0)] as const);
  return { ...NO_ROWS, ...Object.fromEntries(sums.filter(([, sum]) => sum > 0)) };
}

/** The act whose outcomes these counts are. */
export function actOfCounts(counts: DispositionCounts): RequestPlan["act"] {
  const found = (["erase", "restrict", "rectify"] as const).find((act) =>
    OUTCOMES[act].some(({ key }) => (counts[key] ?? 0) > 0),
  );
  return found ?? "read";
}

/** How a person is connected with rows that are read for them. */
export const LEVELS = {
  own: { label: "theirs", means: "The rows are exported in full." },
  view: { label: "shared", means: "Shared with them: the rows are exported with other people masked." },
  act: { label: "names them", means: "Only how the rows name them is exported: the rest belongs to others." },
} as const;
