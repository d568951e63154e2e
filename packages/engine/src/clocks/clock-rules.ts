/**
 * How long everything may take, under which law, as dated rows with their sources. Nothing about time is written anywhere
 * else. Two readings are kept of every rule: `legal`, what the rule is commonly taken to say, and `safe`, the earliest that
 * can be argued. Work is scheduled by the safe date.
 */
import type { RegimeName } from "../regimes/regime.ts";

/** What happened that starts clocks. A kind of request names one in its row. */
export type ClockOccasion =
  | "right"
  | "opt-out"
  | "marketing-statement"
  | "marketing-opt-out"
  | "complaint"
  | "question"
  | "fee-announced"
  | "breach"
  | "indirect-collection"
  | "recipients-to-tell"
  | "child-discovered";

/** What has to have happened when the clock ends. */
export type ClockPurpose = "answer" | "acknowledge" | "confirm-fee" | "notify-authority" | "notify-people" | "freeze";

export type PauseCause = "identity" | "clarification" | "fee";

/**
 * What waiting for the person does to a clock:
 * `suspend` adds the days from asking to the answer; `exclude` leaves the days of asking and answering out too;
 * `restart` begins anew on the day of the answer; `reflect` begins anew when the time for reflection is over; `none` nothing.
 */
export interface PauseRule {
  readonly effect: "suspend" | "exclude" | "restart" | "reflect" | "none";
  /** The safe reading grants the pause too. Where the pause is guidance and not statute, it does not. */
  readonly inSafe: boolean;
  /** Working days after receipt within which asking is prompt; asked later, the safe reading grants nothing. */
  readonly promptDays: number | null;
  /** Days of reflection (`reflect`). */
  readonly days?: number;
}

export interface Span {
  readonly unit: "months" | "days" | "business-days" | "hours";
  readonly count: number;
}

/** From which day the first one is counted: the day after the event, or the day of the event itself. */
export type DayOne = "day-after" | "same-day";

export interface ClockRule {
  readonly id: string;
  readonly regime: RegimeName;
  readonly occasion: ClockOccasion;
  readonly purpose: ClockPurpose;
  readonly base: Span;
  readonly dayOne: { readonly legal: DayOne; readonly safe: DayOne };
  /** `working-day`: an end on a day off moves on to the next working day (legal) and back to the one before (safe). */
  readonly roll: "working-day" | "none";
  readonly pauses: Readonly<Record<PauseCause, PauseRule>>;
  /** The whole time from the anchor once extended; null: cannot be. Notice must have gone out before the base ends. */
  readonly extended: Span | null;
  /** `law`, `guidance`, or `product` where no law names a time and this product does. */
  readonly authority: "law" | "guidance" | "product";
  readonly source: string;
  /** When the source was last compared with this row. */
  readonly checked: string;
  /** In force from. */
  readonly from: string;
}

const NO_PAUSE: PauseRule = { effect: "none", inSafe: false, promptDays: null };
const NO_PAUSES = { identity: NO_PAUSE, clarification: NO_PAUSE, fee: NO_PAUSE } as const;
const AFTER = { legal: "day-after", safe: "day-after" } as const;
const LITERAL = { legal: "day-after", safe: "same-day" } as const;

/** Asked later than this, a question is no longer asked without undue delay (a reading; no text names a number). */
const PROMPT_DAYS = 3;
const EU_SUSPEND: PauseRule = { effect: "suspend", inSafe: false, promptDays: PROMPT_DAYS };
const UK_RESTART: PauseRule = { effect: "restart", inSafe: true, promptDays: PROMPT_DAYS };
const UK_EXCLUDE: PauseRule = { effect: "exclude", inSafe: true, promptDays: PROMPT_DAYS };
const CH_REFLECT: PauseRule = { effect: "reflect", inSafe: true, promptDays: null, days: 10 };

const months = (count: number): Span => ({ unit: "months", count });
const days = (count: number): Span => ({ unit: "days", count });
const businessDays = (count: number): Span => ({ unit: "business-days", count });
const hours = (count: number): Span => ({ unit: "hours", count });

type Rest = Omit<ClockRule, "id" | "regime" | "occasion" | "purpose" | "base" | "source" | "checked">;

const DEFAULTS: Rest = {
  dayOne: AFTER,
  roll: "none",
  pauses: NO_PAUSES,
  extended: null,
  authority: "law",
  from: "2018-05-25",
};

function rule(
  regime: RegimeName,
  occasion: ClockOccasion,
  purpose: ClockPurpose,
  base: Span,
  source: string,
  rest: Partial<Rest> = {},
): ClockRule {
  return {
    id: `${regime}.${occasion}.${purpose}`,
    regime,
    occasion,
    purpose,
    base,
    source,
    checked: "2026-11-26",
    ...DEFAULTS,
    ...rest,
  };
}

export const CLOCK_RULES: readonly ClockRule[] = [
  rule("eea", "right", "answer", months(1), "Art. 12(3) GDPR; Reg. 1182/71 Art. 3; EDPB Guidelines 01/2022 (pauses)", {
    roll: "working-day",
    pauses: { identity: EU_SUSPEND, clarification: EU_SUSPEND, fee: NO_PAUSE },
    extended: months(3),
  }),
  rule("eea", "right", "acknowledge", businessDays(2), "PROMISES R-12.a: good practice", { authority: "product" }),
  rule("eea", "opt-out", "answer", businessDays(2), "Art. 21(3) GDPR: no longer, without delay", {
    authority: "product",
  }),
  rule("eea", "complaint", "acknowledge", businessDays(2), "PROMISES R-12.a: good practice", { authority: "product" }),
  rule("eea", "complaint", "answer", months(1), "PROMISES R-8.4.9a: as for a request", {
    roll: "working-day",
    authority: "product",
  }),
  rule("eea", "breach", "notify-authority", hours(72), "Art. 33(1) GDPR; Reg. 1182/71 Art. 3(1), (2)(a)"),
  rule("eea", "indirect-collection", "notify-people", months(1), "Art. 14(3)(a) GDPR", { roll: "working-day" }),

  rule("uk", "right", "answer", months(1), "Art. 12A UK GDPR (DUAA 2025 s. 76); DPA 2018 s. 54(3C); ICO guidance", {
    dayOne: LITERAL,
    roll: "working-day",
    pauses: { identity: UK_RESTART, clarification: UK_EXCLUDE, fee: UK_RESTART },
    extended: months(3),
    from: "2026-02-05",
  }),
  rule("uk", "right", "acknowledge", businessDays(2), "PROMISES R-12.a: good practice", { authority: "product" }),
  rule("uk", "opt-out", "answer", businessDays(2), "Art. 21(3) UK GDPR: no longer, without delay", {
    authority: "product",
  }),
  rule("uk", "complaint", "acknowledge", days(30), "DPA 2018 s. 164A(4) (DUAA 2025 s. 103)", { from: "2026-06-19" }),
  rule("uk", "complaint", "answer", months(1), "DPA 2018 s. 164A: without undue delay; one month is this product's", {
    roll: "working-day",
    authority: "product",
    from: "2026-06-19",
  }),
  rule("uk", "breach", "notify-authority", hours(72), "Art. 33(1) UK GDPR"),
  rule("uk", "indirect-collection", "notify-people", months(1), "Art. 14(3)(a) UK GDPR", {
    dayOne: LITERAL,
    roll: "working-day",
  }),

  // Art. 18(2) DPO lets the controller name its own date when it cannot answer in time: 60 days in all is this product's most.
  rule("ch", "right", "answer", days(30), "Art. 25(7) FADP; Art. 18, 19 DPO", {
    roll: "working-day",
    pauses: { identity: NO_PAUSE, clarification: NO_PAUSE, fee: CH_REFLECT },
    extended: days(60),
    from: "2023-09-01",
  }),
  rule("ch", "right", "acknowledge", businessDays(2), "PROMISES R-12.a: good practice", { authority: "product" }),
  rule("ch", "opt-out", "answer", businessDays(2), "Art. 30(2)(b) FADP: no processing against the will", {
    authority: "product",
    from: "2023-09-01",
  }),
  rule("ch", "fee-announced", "confirm-fee", days(10), "Art. 19(3) DPO: silence is withdrawal", { from: "2023-09-01" }),
  rule("ch", "complaint", "answer", days(30), "PROMISES R-8.4.9a: as for a request", { authority: "product" }),

  rule(
    "us-ca",
    "right",
    "answer",
    days(45),
    "11 CCR 7021(b): from the day of receipt, however long verification takes",
    {
      dayOne: LITERAL,
      extended: days(90),
      from: "2023-03-29",
    },
  ),
  rule("us-ca", "right", "acknowledge", businessDays(10), "11 CCR 7021(a)", { from: "2023-03-29" }),
  rule("us-ca", "opt-out", "answer", businessDays(15), "11 CCR 7026(f), 7027(g)", { from: "2023-03-29" }),
  rule("us-ca", "marketing-statement", "answer", days(30), "Cal. Civ. Code 1798.83(b)(1)(C)", { from: "2005-01-01" }),
  rule("us-ca", "breach", "notify-people", days(30), "Cal. Civ. Code 1798.82 (SB 446)", { from: "2026-01-01" }),
  rule("us-ca", "complaint", "answer", days(30), "PROMISES R-8.4.9a: as for a request", { authority: "product" }),

  rule("default", "right", "answer", months(1), "PROMISES R-8.4.2a: the strictest that the product knows", {
    roll: "working-day",
    authority: "product",
  }),
  rule("default", "right", "acknowledge", businessDays(2), "PROMISES R-12.a", { authority: "product" }),
  rule("default", "opt-out", "answer", businessDays(2), "PROMISES R-8.3.c: immediate", { authority: "product" }),
  rule("default", "marketing-statement", "answer", days(30), "PROMISES R-10.c", { authority: "product" }),
  rule("default", "marketing-opt-out", "answer", businessDays(2), "mailbox providers' bulk rules; CAN-SPAM allows 10", {
    authority: "product",
  }),
  rule("default", "complaint", "acknowledge", businessDays(2), "PROMISES R-12.a", { authority: "product" }),
  rule("default", "complaint", "answer", months(1), "PROMISES R-8.4.9a", { roll: "working-day", authority: "product" }),
  rule("default", "question", "acknowledge", businessDays(2), "PROMISES R-12.a", { authority: "product" }),
  rule("default", "recipients-to-tell", "answer", businessDays(3), "Art. 19 GDPR: without delay; PROMISES R-8.4.7a", {
    authority: "product",
  }),
  rule("default", "child-discovered", "freeze", hours(24), "PROMISES R-9.c", { authority: "product" }),
  rule("default", "child-discovered", "answer", days(30), "16 CFR 312.5(c)(1): a reasonable time; PROMISES R-9.c", {
    authority: "product",
  }),
];

/**
 * The clocks that an event opens under regimes, in the order of the table. Where none of the regimes has a rule for it, the
 * product's own applies.
 */
export function rulesFor(occasion: ClockOccasion, regimes: readonly RegimeName[]): readonly ClockRule[] {
  const found = CLOCK_RULES.filter((row) => row.occasion === occasion && regimes.includes(row.regime));
  return found.length > 0 ? found : CLOCK_RULES.filter((row) => row.occasion === occasion && row.regime === "default");
}

/** The row of a rule; throws for an id that no row has. */
export function clockRule(id: string): ClockRule {
  const found = CLOCK_RULES.find((row) => row.id === id);
  if (found === undefined) throw new Error(`There is no clock named ${id}.`);
  return found;
}
