/** When a letter that was posted is taken to have arrived, by regime: rows of data. Time to answer it runs from there. */

export interface PostDelivery {
  readonly regime: string;
  readonly unit: "days" | "business-days";
  readonly count: number;
  /** `product`: no law says so; long enough that nobody's time is cut short. */
  readonly authority: "law" | "product";
  readonly source: string;
  /** Since when the row holds. */
  readonly since: string;
}

export const POST_DELIVERY: readonly PostDelivery[] = [
  {
    regime: "uk",
    unit: "business-days",
    count: 2,
    authority: "law",
    source: "Interpretation Act 1978, s. 7 (ordinary course of post); CPR 6.26 (second business day after posting)",
    since: "2008-10-01",
  },
  {
    regime: "us-ca",
    unit: "days",
    count: 5,
    authority: "law",
    source: "Cal. Code Civ. Proc. 1013(a) (five calendar days within California)",
    since: "2013-01-01",
  },
  {
    regime: "eea",
    unit: "days",
    count: 4,
    authority: "product",
    source: "No rule of the Union; as authorities of Germany presume (s. 41(2) VwVfG, fourth day after posting)",
    since: "2025-01-01",
  },
  {
    regime: "ch",
    unit: "days",
    count: 7,
    authority: "product",
    source: "Arrival counts; as long as a registered letter is held for collection (Art. 138(3)(a) ZPO)",
    since: "2011-01-01",
  },
  {
    regime: "default",
    unit: "days",
    count: 7,
    authority: "product",
    source: "The longest of this table",
    since: "2026-01-01",
  },
];

/**
 * An answer by post that left on its last day is on its way, then waits to be opened and entered: so many business days pass
 * before nobody is taken to have answered. No law says so.
 */
export const ANSWER_BY_POST = {
  unit: "business-days",
  count: 7,
  authority: "product",
  source: "The longest ordinary delivery of POST_DELIVERY, and time to open and enter the letter",
  since: "2026-11-27",
} as const;

/** The row of a regime; those that the table does not know have the longest. */
export function postDelivery(regime: string): PostDelivery {
  const found = POST_DELIVERY.find((row) => row.regime === regime) ?? POST_DELIVERY.at(-1);
  if (found === undefined) throw new Error("the table of postal delivery is empty");
  return found;
}
