/** Laws of choices, on generated histories. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CHOICE_ACTS, choiceAct } from "./acts.ts";
import {
  ALL_PURPOSES,
  type ChoiceEntry,
  type ChoiceState,
  compareEntries,
  emptyState,
  foldEntries,
  slotOf,
  standingSince,
} from "./choice-state.ts";
import { decide } from "./decide.ts";
import type { ChoicePolicy, PolicyPurpose } from "./policy.ts";
import type { Regime } from "./regime-rules.ts";

const PURPOSES = ["consented", "interests", "marketing", "duty", "letters", "needy"] as const;
const base: PolicyPurpose = {
  basis: { default: "consent" },
  categories: [],
  recipients: [],
  channels: [],
  topics: [],
  dependsOn: [],
  sale: false,
  directMarketing: false,
  needsNotice: false,
};
const policy: ChoicePolicy = {
  version: "1",
  purposes: {
    consented: { ...base, sale: true },
    interests: { ...base, basis: { default: "legitimate-interests", "us-ca": "none-required" }, sale: true },
    marketing: { ...base, basis: { default: "legitimate-interests", eea: "consent" }, directMarketing: true },
    duty: { ...base, basis: { default: "legal-obligation" }, needsNotice: true },
    letters: { ...base, channels: ["email", "sms"], topics: ["news"] },
    needy: { ...base, basis: { default: "contract" }, dependsOn: ["interests"] },
  },
  recipients: {},
  transferFree: null,
};

const minute = fc
  .integer({ min: 0, max: 30 })
  .map((value) => `2026-11-22T10:${String(value).padStart(2, "0")}:00.000Z`);
const regime = fc.constantFrom<Regime>("eea", "uk", "ch", "us-ca", "default");
const act: fc.Arbitrary<ChoiceEntry> = fc.record({
  purpose: fc.constantFrom(...PURPOSES, "interests", "interests", ALL_PURPOSES),
  channel: fc.constantFrom("", "", "email", "sms"),
  topic: fc.constantFrom("", "", "news"),
  act: fc.constantFrom(...CHOICE_ACTS.map((row) => row.act)),
  at: minute,
  event: fc.uuid(),
  until: fc.option(minute, { nil: null }),
  byParent: fc.boolean(),
  told: fc.boolean(),
});
const acts = fc.uniqueArray(act, { maxLength: 14, selector: (entry) => entry.event });
const bornBy = fc.option(fc.constantFrom("1990-01-01", "2011-11-22", "2012-05-05", "2015-01-01"), { nil: null });
const question = fc.constantFrom(
  { purpose: "consented" },
  { purpose: "interests" },
  { purpose: "marketing" },
  { purpose: "duty" },
  { purpose: "letters", channel: "email" },
  { purpose: "letters", channel: "sms", topic: "news" },
  { purpose: "needy" },
);
/** What is known at an instant: acts up to then. */
const world = fc
  .record({ regime, bornBy, acts, question, at: minute })
  .map((drawn) => ({ ...drawn, acts: drawn.acts.filter((entry) => entry.at <= drawn.at) }));

function stateOf(known: { regime: Regime; bornBy: string | null; acts: readonly ChoiceEntry[] }): ChoiceState {
  return foldEntries({ ...emptyState(known.regime), bornBy: known.bornBy }, known.acts);
}

test("the order of arrival, and sending anything again, change nothing", () => {
  void fc.assert(
    fc.property(regime, acts, fc.infiniteStream(fc.nat()), (where, events, order) => {
      const shuffled = [...events, ...events.slice(0, 3)]
        .map((entry) => ({ entry, place: order.next().value as number }))
        .sort((a, b) => a.place - b.place)
        .map(({ entry }) => entry);
      const oneByOne = shuffled.reduce((state, entry) => foldEntries(state, [entry]), emptyState(where));
      const atOnce = foldEntries(emptyState(where), events);
      expect(oneByOne.entries.map(withoutSince)).toEqual(atOnce.entries.map(withoutSince));
    }),
  );
});

/** How long a no has stood follows from all that was said, of which a state holds the latest: the record dates it (`dateNoes`). */
const withoutSince = ({ since: _, ...entry }: ChoiceEntry) => entry;

test("in the order in which they were said, it is known of each no how long it has stood", () => {
  void fc.assert(
    fc.property(regime, acts, (where, events) => {
      const said = events.toSorted(compareEntries);
      const oneByOne = said.reduce((state, entry) => foldEntries(state, [entry]), emptyState(where));
      expect(oneByOne).toEqual(foldEntries(emptyState(where), events));
      for (const entry of oneByOne.entries) {
        const own = said.filter((one) => sameSlot(one, entry));
        const isNo = ({ act: name }: ChoiceEntry) => choiceAct(name).effect === "restrict";
        const yes = own.findLastIndex((one) => !isNo(one));
        const first = slotOf(entry) === "consent" && isNo(entry) ? own[yes + 1] : entry;
        expect(standingSince(entry)).toBe(first?.at);
      }
    }),
  );
});

const sameSlot = (one: ChoiceEntry, other: ChoiceEntry): boolean =>
  [one.purpose, one.channel, one.topic, slotOf(one)].join() ===
    [other.purpose, other.channel, other.topic, slotOf(other)].join() &&
  !(one.purpose === ALL_PURPOSES && choiceAct(one.act).effect === "permit");

test("folding keeps all that decides: a decision from the whole history is the same", () => {
  void fc.assert(
    fc.property(world, ({ question: asked, at, ...known }) => {
      const whole: ChoiceState = { ...emptyState(known.regime), bornBy: known.bornBy, entries: known.acts };
      const folded = decide(policy, stateOf(known), asked, at);
      // A yes that was taken back lifts nothing: only the latest act of a slot speaks.
      const latest = stateOf(known).entries;
      const superseded = known.acts.some(
        (entry) => choiceAct(entry.act).effect === "permit" && !latest.includes(entry),
      );
      if (!superseded) expect(folded).toEqual(decide(policy, whole, asked, at));
      else if (folded.allowed) expect(decide(policy, whole, asked, at).allowed).toBe(true);
    }),
    { numRuns: 6_000 },
  );
});

test("a restrictive act is never outlived but by a later explicit yes to that very purpose, or its own end", () => {
  void fc.assert(
    fc.property(world, ({ question: asked, at, ...known }) => {
      const state = stateOf(known);
      if (!decide(policy, state, asked, at).allowed) return;
      const channel = "channel" in asked ? asked.channel : "";
      const topic = "topic" in asked ? asked.topic : "";
      const inScope = state.entries.filter(
        (entry) => (entry.channel === "" || entry.channel === channel) && (entry.topic === "" || entry.topic === topic),
      );
      const yes = inScope.filter(
        (entry) =>
          entry.purpose === asked.purpose &&
          choiceAct(entry.act).effect === "permit" &&
          entry.at <= at &&
          (entry.until === null || entry.until > at),
      );
      for (const no of inScope) {
        if (choiceAct(no.act).effect !== "restrict" || asked.purpose === "duty") continue;
        if (no.purpose !== asked.purpose && no.purpose !== ALL_PURPOSES) continue;
        if (slotOf(no) === "signal") continue;
        const isEnded = inScope.some(
          (entry) =>
            slotOf(entry) === slotOf(no) &&
            choiceAct(entry.act).effect !== "restrict" &&
            (entry.purpose === asked.purpose || entry.purpose === ALL_PURPOSES) &&
            entry.at > no.at,
        );
        expect(isEnded || yes.some((entry) => entry.at > no.at)).toBe(true);
      }
    }),
    { numRuns: 6_000 },
  );
});

test("adding a no, whenever it is said to have been, never opens a gate", () => {
  const no = act.filter((entry) => choiceAct(entry.act).effect === "restrict");
  void fc.assert(
    fc.property(world, no, ({ question: asked, at, ...known }, added) => {
      if (decide(policy, stateOf(known), asked, at).allowed) return;
      // A no that is newer than a duty's own notice or a release changes only the reason.
      expect(decide(policy, stateOf({ ...known, acts: [...known.acts, added] }), asked, at).allowed).toBe(false);
    }),
    { numRuns: 6_000 },
  );
});

test("consent purposes stay shut without a yes, and what no configuration names stays shut whatever was said", () => {
  void fc.assert(
    fc.property(world, fc.string(), ({ at, ...known }, name) => {
      const silent = { ...known, acts: known.acts.filter((entry) => choiceAct(entry.act).effect !== "permit") };
      expect(decide(policy, stateOf(silent), { purpose: "consented" }, at).allowed).toBe(false);
      if (!Object.hasOwn(policy.purposes, name)) {
        expect(decide(policy, stateOf(known), { purpose: name }, at).allowed).toBe(false);
      }
    }),
  );
});

test("an allowance with an end has ended at its end", () => {
  void fc.assert(
    fc.property(world, ({ question: asked, at, ...known }) => {
      const { allowed, until } = decide(policy, stateOf(known), asked, at);
      if (!allowed || until === null) return;
      expect(until > at).toBe(true);
      if (asked.purpose === "consented") expect(decide(policy, stateOf(known), asked, until).allowed).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});
