/**
 * What is known of somebody's choices: for every purpose, channel, topic and slot the latest act. Folding acts into it is
 * idempotent and does not depend on their order, so that events may be sent twice, late, or by several devices at once.
 */
import { type ActName, choiceAct, type Slot } from "./acts.ts";
import type { Regime } from "./regime-rules.ts";

/** Of all purposes. Restrictive acts may say it; a yes never can. */
export const ALL_PURPOSES = "*";

export interface ChoiceEntry {
  readonly purpose: string;
  /** Empty: in every channel. */
  readonly channel: string;
  /** Empty: whatever the topic. */
  readonly topic: string;
  readonly act: ActName;
  /** When it was said: ISO 8601 in UTC with milliseconds, so that texts sort as times do. */
  readonly at: string;
  readonly event: string;
  /** When it ends by itself, in the same form. */
  readonly until: string | null;
  /** A parent whose authority was verified said it. */
  readonly byParent: boolean;
  /** Whoever said it had been told that their standing signal says otherwise. */
  readonly told: boolean;
  /**
   * Of a no to consent: when the first was said of those that have stood since, no yes between them. Absent: it is that one.
   * Exact where acts are folded together or in their order; a state holds no more than the latest, so that one which comes late
   * is taken for the first of those that stand unless a yes is known to lie between.
   */
  readonly since?: string;
}

/** Since when a no has stood, however often it was said again. */
export function standingSince(entry: ChoiceEntry): string {
  return entry.since ?? entry.at;
}

export interface ChoiceState {
  readonly regime: Regime;
  /** The latest day on which they can have been born (ISO date); null: nothing is known of their age. */
  readonly bornBy: string | null;
  /** Where they are, as far as is known (ISO 3166-1 alpha-2). */
  readonly country: string | null;
  readonly entries: readonly ChoiceEntry[];
}

/** Nothing chosen. */
export function emptyState(regime: Regime): ChoiceState {
  return { regime, bornBy: null, country: null, entries: [] };
}

const RANK = { permit: 0, release: 1, neutral: 2, restrict: 3 } as const;

/** The rank by which acts of one instant are ordered: the more restrictive one is the later one. */
export function actRank(act: ActName): number {
  return RANK[choiceAct(act).effect];
}

/** Orders entries by time; at one time the more restrictive is later; then by id, so that the order is total. */
export function compareEntries(a: ChoiceEntry, b: ChoiceEntry): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const rank = actRank(a.act) - actRank(b.act);
  if (rank !== 0) return rank;
  return a.event < b.event ? -1 : Number(a.event > b.event);
}

/** The later of two, by {@link compareEntries}. */
export function laterEntry(a: ChoiceEntry | null, b: ChoiceEntry): ChoiceEntry {
  return a === null || compareEntries(a, b) < 0 ? b : a;
}

/**
 * Folds acts into a state: of each purpose, channel, topic and slot the latest stays. The state is that of the latest act:
 * for a decision about an earlier instant, fold the acts up to then. A yes to all purposes is left out, so that it can
 * not cover a no (Art. 4(11) GDPR: consent is specific).
 */
export function foldEntries(state: ChoiceState, acts: readonly ChoiceEntry[]): ChoiceState {
  const counted = [...state.entries, ...acts].filter(
    ({ purpose, act }) => purpose !== ALL_PURPOSES || choiceAct(act).effect !== "permit",
  );
  const latest = [...Map.groupBy(counted, entryKey).values()].map(latestOf);
  return { ...state, entries: latest.sort(byKey) };
}

/** The latest of one slot; of a no that was said again, with when it was said first. */
function latestOf(entries: readonly ChoiceEntry[]): ChoiceEntry {
  const said = entries.toSorted(compareEntries);
  const latest = said.at(-1);
  if (latest === undefined) throw new Error("A slot without an act has no latest one.");
  const isNo = (entry: ChoiceEntry) => slotOf(entry) === "consent" && choiceAct(entry.act).effect === "restrict";
  const yes = said.findLastIndex((entry) => !isNo(entry));
  const lifted = said[yes]?.at ?? "";
  const [since = latest.at] = said
    .slice(yes + 1)
    .map((no) => (standingSince(no) < lifted ? no.at : standingSince(no)))
    .sort();
  if (since < latest.at) return { ...latest, since };
  if (latest.since === undefined) return latest;
  const { since: _, ...plain } = latest;
  return plain;
}

function entryKey(entry: ChoiceEntry): string {
  return `${entry.purpose}\n${entry.channel}\n${entry.topic}\n${slotOf(entry)}`;
}

function byKey(a: ChoiceEntry, b: ChoiceEntry): number {
  const [left, right] = [entryKey(a), entryKey(b)];
  return left < right ? -1 : Number(left > right);
}

/** The slot in which an entry counts. */
export function slotOf(entry: ChoiceEntry): Slot {
  return choiceAct(entry.act).slot;
}
