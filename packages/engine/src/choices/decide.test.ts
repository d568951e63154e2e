import { expect, test } from "vitest";
import type { ActName } from "./acts.ts";
import { legalBasis } from "./bases.ts";
import { type ChoiceEntry, type ChoiceState, emptyState, foldEntries } from "./choice-state.ts";
import { decide } from "./decide.ts";
import type { ChoicePolicy, PolicyPurpose } from "./policy.ts";
import type { Regime } from "./regime-rules.ts";

const NOW = "2026-11-22T10:00:00.000Z";
const SOURCES = [
  "default",
  "age",
  "freeze",
  "restriction",
  "objection",
  "opt-out",
  "gpc",
  "consent",
  "withdrawal",
  "expiry",
] as const;
type Source = (typeof SOURCES)[number];

const plain: PolicyPurpose = {
  basis: { default: "consent" },
  categories: ["contact"],
  recipients: ["mailing", "abroad"],
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
    consented: { ...plain, sale: true },
    interests: { ...plain, basis: { default: "legitimate-interests" }, sale: true },
    books: { ...plain, basis: { default: "legal-obligation" } },
    marketing: { ...plain, basis: { default: "legitimate-interests" }, directMarketing: true },
    fresh: { ...plain, basis: { default: "contract" }, needsNotice: true },
    letters: { ...plain, channels: ["email", "sms"], topics: ["news", "offers"] },
    nowhere: { ...plain, basis: { uk: "contract" } },
    needy: { ...plain, basis: { default: "contract" }, dependsOn: ["interests", "letters"] },
  },
  recipients: {
    mailing: { country: "IE", transfer: "none" },
    abroad: { country: "US", transfer: "none" },
    covered: { country: "US", transfer: "standard-clauses" },
  },
  transferFree: ["DE", "IE"],
};

function entry(act: ActName, purpose: string, at: string, more: Partial<ChoiceEntry> = {}): ChoiceEntry {
  return {
    purpose,
    channel: "",
    topic: "",
    act,
    at,
    event: `${act}@${at}`,
    until: null,
    byParent: false,
    told: false,
    ...more,
  };
}

const ACT_OF: Readonly<Record<Exclude<Source, "default" | "age" | "expiry">, ActName>> = {
  freeze: "frozen",
  restriction: "restricted",
  objection: "objected",
  "opt-out": "opted-out",
  gpc: "signalled",
  consent: "given",
  withdrawal: "withdrawn",
};

/** Lets one source speak at a time of the morning. */
function speak(state: ChoiceState, source: Source, purpose: string, at: string): ChoiceState {
  if (source === "default") return state;
  if (source === "age") return { ...state, bornBy: "2016-01-01" };
  if (source === "expiry")
    return foldEntries(state, [entry("given", purpose, at, { until: "2026-11-22T09:30:00.000Z" })]);
  const wide = source === "gpc" || source === "freeze" || source === "restriction";
  return foldEntries(state, [entry(ACT_OF[source], wide ? "*" : purpose, at)]);
}

/** Every pair: the row speaks first, the column second. Reasons are shortened to what settled it. */
function table(purpose: string, regime: Regime): string {
  const rows = SOURCES.map((first) => {
    const cells = SOURCES.map((second) => {
      const early = speak(emptyState(regime), first, purpose, "2026-11-22T08:00:00.000Z");
      const state = speak(early, second, purpose, "2026-11-22T09:00:00.000Z");
      const { allowed, reason } = decide(policy, state, { purpose }, NOW);
      return `${allowed ? "+" : "-"}${reason.replace(/^consent_/, "").replace("basis_without_consent", "basis")}`.padEnd(
        18,
      );
    });
    return `${first.padEnd(12)}${cells.join("")}`.trimEnd();
  });
  return `\n${" ".repeat(12)}${SOURCES.map((source) => source.padEnd(18))
    .join("")
    .trimEnd()}\n${rows.join("\n")}\n`;
}

test("every pair of sources, for a purpose that rests on consent in the EEA", () => {
  expect(table("consented", "eea")).toMatchInlineSnapshot(`
    "
                default           age               freeze            restriction       objection         opt-out           gpc               consent           withdrawal        expiry
    default     -missing          -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       +given            -withdrawn        -expired
    age         -age_needs_parent -age_needs_parent -frozen           -restricted       -age_needs_parent -age_needs_parent -age_needs_parent -age_needs_parent -age_needs_parent -age_needs_parent
    freeze      -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen
    restriction -restricted       -restricted       -frozen           -restricted       -restricted       -restricted       -restricted       +given            -restricted       -restricted
    objection   -objected         -age_needs_parent -frozen           -restricted       -objected         -objected         -objected         +given            -objected         -objected
    opt-out     -opted_out        -age_needs_parent -frozen           -restricted       -objected         -opted_out        -opted_out        +given            -opted_out        -opted_out
    gpc         -signal_gpc       -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       +given            -withdrawn        -signal_gpc
    consent     +given            -age_needs_parent -frozen           -restricted       -objected         -opted_out        +given            +given            -withdrawn        -expired
    withdrawal  -withdrawn        -age_needs_parent -frozen           -restricted       -objected         -opted_out        -withdrawn        +given            -withdrawn        -expired
    expiry      -expired          -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       +given            -withdrawn        -expired
    "
  `);
});

test("every pair of sources, for a sale in California", () => {
  expect(table("interests", "us-ca")).toMatchInlineSnapshot(`
    "
                default           age               freeze            restriction       objection         opt-out           gpc               consent           withdrawal        expiry
    default     +basis            -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          +basis
    age         -age_needs_parent -age_needs_parent -frozen           -restricted       -age_needs_parent -age_needs_parent -age_needs_parent -age_needs_parent -age_needs_parent -age_needs_parent
    freeze      -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen
    restriction -restricted       -restricted       -frozen           -restricted       -restricted       -restricted       -restricted       +basis            -restricted       -restricted
    objection   -objected         -age_needs_parent -frozen           -restricted       -objected         -objected         -objected         +basis            -refused          -objected
    opt-out     -opted_out        -age_needs_parent -frozen           -restricted       -objected         -opted_out        -opted_out        +basis            -refused          -opted_out
    gpc         -signal_gpc       -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       -signal_gpc       -refused          -signal_gpc
    consent     +basis            -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          +basis
    withdrawal  -refused          -age_needs_parent -frozen           -restricted       -refused          -refused          -refused          +basis            -refused          +basis
    expiry      +basis            -age_needs_parent -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          +basis
    "
  `);
});

test("every pair of sources, for legitimate interests in the EEA", () => {
  expect(table("interests", "eea")).toMatchInlineSnapshot(`
    "
                default           age               freeze            restriction       objection         opt-out           gpc               consent           withdrawal        expiry
    default     +basis            +basis            -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          +basis
    age         +basis            +basis            -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          +basis
    freeze      -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen           -frozen
    restriction -restricted       -restricted       -frozen           -restricted       -restricted       -restricted       -restricted       +basis            -restricted       -restricted
    objection   -objected         -objected         -frozen           -restricted       -objected         -objected         -objected         +basis            -refused          -objected
    opt-out     -opted_out        -opted_out        -frozen           -restricted       -objected         -opted_out        -opted_out        +basis            -refused          -opted_out
    gpc         -signal_gpc       -signal_gpc       -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          -signal_gpc
    consent     +basis            +basis            -frozen           -restricted       -objected         -opted_out        +basis            +basis            -refused          +basis
    withdrawal  -refused          -refused          -frozen           -restricted       -refused          -refused          -refused          +basis            -refused          +basis
    expiry      +basis            +basis            -frozen           -restricted       -objected         -opted_out        -signal_gpc       +basis            -refused          +basis
    "
  `);
});

test("a legal duty is nobody's to refuse, and outlives a freeze but not a restriction", () => {
  for (const source of ["freeze", "objection", "opt-out", "gpc", "withdrawal"] as const) {
    const state = speak(emptyState("eea"), source, "books", "2026-11-22T08:00:00.000Z");
    expect(decide(policy, state, { purpose: "books" }, NOW).allowed).toBe(true);
  }
  const restricted = speak(emptyState("eea"), "restriction", "books", "2026-11-22T08:00:00.000Z");
  expect(decide(policy, restricted, { purpose: "books" }, NOW).reason).toBe("restricted");
  const excepted = decide(policy, restricted, { purpose: "books", exception: "claims" }, NOW);
  expect(excepted.allowed).toBe(true);
  expect(excepted.chain).toContainEqual({
    check: "restriction",
    outcome: "pass",
    code: "restricted_with_exception",
    about: "claims",
  });
});

test("an objection can be outweighed, but not one to direct marketing", () => {
  const overruled = (purpose: string) =>
    foldEntries(emptyState("eea"), [
      entry("objected", purpose, "2026-11-22T08:00:00.000Z"),
      entry("objection-overruled", purpose, "2026-11-22T09:00:00.000Z"),
    ]);
  expect(decide(policy, overruled("interests"), { purpose: "interests" }, NOW).allowed).toBe(true);
  expect(decide(policy, overruled("marketing"), { purpose: "marketing" }, NOW).reason).toBe("objected");
});

test("in California a signal yields only to a later yes of somebody who was told of the conflict", () => {
  const yes = (at: string, told: boolean) =>
    foldEntries(emptyState("us-ca"), [
      entry("signalled", "*", "2026-11-22T08:00:00.000Z"),
      entry("opted-in", "interests", at, { told }),
    ]);
  const ask = (state: ChoiceState) => decide(policy, state, { purpose: "interests" }, NOW).reason;
  expect(ask(yes("2026-11-22T09:00:00.000Z", true))).toBe("basis_without_consent");
  expect(ask(yes("2026-11-22T09:00:00.000Z", false))).toBe("signal_gpc");
  expect(ask(yes("2026-11-22T07:00:00.000Z", true))).toBe("signal_gpc");
});

test("children: a parent's yes in the EEA, their own opt-in to a sale in California from 13 on", () => {
  const child = (regime: Regime, bornBy: string, act?: ChoiceEntry, country: string | null = null): ChoiceState => ({
    ...foldEntries(emptyState(regime), act === undefined ? [] : [act]),
    bornBy,
    country,
  });
  const given = (byParent: boolean) => entry("given", "consented", "2026-11-22T09:00:00.000Z", { byParent });
  const optedIn = (byParent: boolean) => entry("opted-in", "interests", "2026-11-22T09:00:00.000Z", { byParent });
  const ask = (state: ChoiceState, purpose: string) => decide(policy, state, { purpose }, NOW).reason;
  expect(ask(child("eea", "2014-05-05", given(false)), "consented")).toBe("age_needs_parent");
  expect(ask(child("eea", "2014-05-05", given(true)), "consented")).toBe("consent_given");
  expect(ask(child("eea", "2010-11-22", given(false)), "consented")).toBe("consent_given");
  expect(ask(child("eea", "2010-11-23", given(false)), "consented")).toBe("age_needs_parent");
  // Fourteen years old: enough in Austria, not in France, and not where nobody knows the country or its age.
  const inCountry = (country: string | null, regime: Regime = "eea") =>
    ask(child(regime, "2012-11-22", given(false), country), "consented");
  expect(inCountry("AT")).toBe("consent_given");
  expect(["FR", "GP", "DE", "PT", null].map((country) => inCountry(country))).toEqual(
    Array(5).fill("age_needs_parent"),
  );
  expect(inCountry("AT", "default")).toBe("age_needs_parent");
  expect(ask(child("us-ca", "2012-05-05"), "interests")).toBe("age_needs_opt_in");
  expect(ask(child("us-ca", "2012-05-05", optedIn(false)), "interests")).toBe("basis_without_consent");
  expect(ask(child("us-ca", "2014-05-05", optedIn(false)), "interests")).toBe("age_needs_parent");
  expect(ask(child("us-ca", "2014-05-05", optedIn(true)), "interests")).toBe("basis_without_consent");
});

test("channels and topics: the narrower act counts for its own part, a yes for one is none for another", () => {
  const ask = (acts: readonly ChoiceEntry[], channel?: string, topic?: string) =>
    decide(policy, foldEntries(emptyState("eea"), acts), { purpose: "letters", channel, topic }, NOW).reason;
  const yes = entry("given", "letters", "2026-11-22T08:00:00.000Z");
  const noSms = entry("withdrawn", "letters", "2026-11-22T09:00:00.000Z", { channel: "sms" });
  expect(ask([yes, noSms], "email")).toBe("consent_given");
  expect(ask([yes, noSms], "sms")).toBe("consent_withdrawn");
  expect(ask([{ ...yes, channel: "email" }], "sms")).toBe("consent_missing");
  expect(ask([{ ...yes, topic: "news" }], "email")).toBe("consent_missing");
  expect(ask([{ ...yes, topic: "news" }], "email", "news")).toBe("consent_given");
  expect(ask([yes])).toBe("channel_not_named");
  expect(ask([yes], "pigeon")).toBe("channel_unknown");
  expect(ask([yes], "email", "weather")).toBe("topic_unknown");
});

test("a no that was said while a purpose rested on consent outlives a change of what it rests on", () => {
  const bases = ["contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"] as const;
  for (const basis of bases) {
    const { interests } = policy.purposes;
    if (interests === undefined) throw new Error("There is no such purpose.");
    const given = { ...interests, basis: { default: basis }, gaveUpConsent: "2026-11-22" };
    const changed = { ...policy, purposes: { ...policy.purposes, interests: given } };
    const ask = (...acts: readonly ChoiceEntry[]) =>
      decide(changed, foldEntries(emptyState("eea"), acts), { purpose: "interests" }, NOW).reason;
    const yes = entry("given", "interests", "2026-11-22T09:00:00.000Z");
    for (const no of [
      entry("withdrawn", "interests", "2026-11-22T08:00:00.000Z"),
      entry("refused", "interests", "2026-11-22T08:00:00.000Z"),
      entry("refused", "*", "2026-11-22T08:00:00.000Z"),
    ]) {
      expect([basis, ask(no)]).toEqual([basis, "refused"]);
      expect([basis, ask(no, yes)]).toEqual([basis, "basis_without_consent"]);
    }
    expect([basis, ask()]).toEqual([basis, "basis_without_consent"]);
    // Said again after consent was given up, it is the same no; after a yes it is another.
    const first = entry("refused", "interests", "2026-11-20T08:00:00.000Z");
    const before = entry("given", "interests", "2026-11-19T08:00:00.000Z");
    const between = entry("given", "interests", "2026-11-22T09:00:00.000Z");
    const again = entry("refused", "interests", "2026-11-22T09:30:00.000Z");
    const later = { ...given, gaveUpConsent: "2026-11-21" };
    const askLater = (...acts: readonly ChoiceEntry[]) =>
      decide(
        { ...policy, purposes: { ...policy.purposes, interests: later } },
        acts.reduce((state, act) => foldEntries(state, [act]), emptyState("eea")),
        { purpose: "interests" },
        NOW,
      ).reason;
    const another = [basis, legalBasis(basis).objectable ? "refused" : "basis_without_consent"];
    expect([basis, askLater(before, first, again)]).toEqual([basis, "refused"]);
    expect([basis, askLater(again, first, before)]).toEqual([basis, "refused"]);
    expect([basis, askLater(first, between, again)]).toEqual(another);
    expect([basis, askLater(first, again, between)]).toEqual(another);
    expect([basis, askLater(again)]).toEqual(another);
    // In another scope, too: said to one channel first, then to all.
    const channel = { ...first, channel: "email" };
    const scoped = { ...later, channels: ["email"] };
    const state = foldEntries(emptyState("eea"), [channel, again]);
    const changedToo = { ...policy, purposes: { ...policy.purposes, interests: scoped } };
    expect(decide(changedToo, state, { purpose: "interests", channel: "email" }, NOW).reason).toBe("refused");
  }
});

test("what the configuration does not name is denied", () => {
  const ask = (question: Parameters<typeof decide>[2]) => decide(policy, emptyState("eea"), question, NOW).reason;
  expect(ask({ purpose: "unheard-of" })).toBe("purpose_unknown");
  expect(ask({ purpose: "toString" })).toBe("purpose_unknown");
  expect(ask({ purpose: "interests", category: "special.health" })).toBe("category_not_covered");
  expect(ask({ purpose: "interests", category: "contact.email" })).toBe("basis_without_consent");
  expect(ask({ purpose: "interests", category: "contacts" })).toBe("category_not_covered");
  expect(ask({ purpose: "interests", recipient: "covered" })).toBe("recipient_not_named");
  expect(ask({ purpose: "interests", recipient: "abroad" })).toBe("transfer_tool_missing");
  expect(ask({ purpose: "interests", recipient: "mailing" })).toBe("basis_without_consent");
  expect(ask({ purpose: "nowhere" })).toBe("basis_missing");
  expect(ask({ purpose: "fresh" })).toBe("notice_not_given");
});

test("a purpose falls with what it depends on, and lasts no longer", () => {
  const yes = entry("given", "letters", "2026-11-22T08:00:00.000Z", { until: "2026-12-01T00:00:00.000Z" });
  const ask = (acts: readonly ChoiceEntry[]) =>
    decide(policy, foldEntries(emptyState("eea"), acts), { purpose: "needy" }, NOW);
  expect(ask([])).toMatchObject({ allowed: false, reason: "dependency_denied" });
  expect(ask([yes])).toMatchObject({ allowed: true, until: "2026-12-01T00:00:00.000Z" });
  expect(ask([yes, entry("objected", "interests", "2026-11-22T09:00:00.000Z")]).reason).toBe("dependency_denied");
});
