import { expect, test } from "vitest";
import type { ActName } from "./acts.ts";
import { type ChoiceState, emptyState, foldEntries } from "./choice-state.ts";
import { decide } from "./decide.ts";
import type { ChoicePolicy, PolicyPurpose } from "./policy.ts";
import { type Sale, SOFT_OPT_IN, type SoftOptInClaim, softOptInRow } from "./soft-opt-in.ts";

const NOW = "2026-11-22T10:00:00.000Z";
const purpose: PolicyPurpose = {
  basis: { default: "consent" },
  categories: [],
  recipients: [],
  channels: ["email"],
  topics: [],
  dependsOn: [],
  sale: false,
  directMarketing: true,
  needsNotice: false,
};
const policy: ChoicePolicy = {
  version: "1",
  purposes: {
    news: purpose,
    other: { ...purpose, directMarketing: false },
    needy: { ...purpose, dependsOn: ["other"] },
  },
  recipients: {},
  transferFree: null,
};
const sale: Sale = { id: "sal_1", kind: "sale", product: "tools", at: "2026-03-01T10:00:00.000Z", chance: "given" };
const claim = (sales: readonly Sale[], more: Partial<SoftOptInClaim> = {}): SoftOptInClaim => ({
  sales,
  similarTo: ["tools"],
  listsChecked: [],
  wayOutInMessage: true,
  ...more,
});
const stateIn = (country: string | null): ChoiceState => ({ ...emptyState("eea"), country });
const ask = (soft: SoftOptInClaim | undefined, state = stateIn("DE"), name = "news") =>
  decide(policy, state, { purpose: name, channel: "email" }, NOW, soft);

test("every condition that is not met denies by its own name, and says what it is about", () => {
  const reasonOf = (change: Partial<Sale>, country: string | null = "DE", more: Partial<SoftOptInClaim> = {}) =>
    ask(claim([{ ...sale, ...change }], more), stateIn(country)).reason;
  expect(ask(undefined).reason).toBe("consent_missing");
  expect(ask(claim([])).reason).toBe("soft_opt_in_no_sale");
  expect(reasonOf({}, null)).toBe("soft_opt_in_no_rule");
  expect(reasonOf({}, "US")).toBe("soft_opt_in_no_rule");
  expect(reasonOf({}, "PL")).toBe("soft_opt_in_no_rule");
  expect(reasonOf({ kind: "negotiation" })).toBe("soft_opt_in_negotiation_only");
  expect(reasonOf({ kind: "negotiation" }, "GB")).toBe("soft_opt_in");
  expect(reasonOf({ product: "travel" })).toBe("soft_opt_in_not_similar");
  expect(reasonOf({ chance: "none" })).toBe("soft_opt_in_no_chance_at_collection");
  expect(reasonOf({ chance: "refused" })).toBe("soft_opt_in_refused_at_collection");
  expect(reasonOf({}, "DE", { wayOutInMessage: false })).toBe("soft_opt_in_no_way_out");
  expect(reasonOf({ at: "2026-11-23T10:00:00.000Z" })).toBe("soft_opt_in_no_sale");
  expect(reasonOf({ at: "2025-11-01T10:00:00.000Z" }, "IE")).toBe("soft_opt_in_sale_too_old");
  expect(reasonOf({ at: "2025-11-01T10:00:00.000Z" }, "FR")).toBe("soft_opt_in");
  expect(reasonOf({}, "AT")).toBe("soft_opt_in_list_unchecked");
  expect(reasonOf({}, "AT", { listsChecked: ["AT"] })).toBe("soft_opt_in");
  const { chain } = ask(claim([{ ...sale, product: "travel" }]));
  expect(chain.filter(({ check }) => check === "soft-opt-in").map(({ code, about }) => [code, about])).toEqual([
    ["soft_opt_in_rule", "DE"],
    ["soft_opt_in_sale", "sal_1"],
    ["soft_opt_in_recent", "sal_1"],
    ["soft_opt_in_not_similar", "sal_1"],
  ]);
});

test("of several sales the best speaks, and one refusal at collection is a no for all", () => {
  const others: Sale[] = [
    { ...sale, id: "sal_2", kind: "negotiation" },
    { ...sale, id: "sal_3", product: "travel" },
  ];
  expect(ask(claim([...others, sale])).reason).toBe("soft_opt_in");
  expect(ask(claim([{ ...sale, id: "sal_4", chance: "refused" }, sale])).reason).toBe(
    "soft_opt_in_refused_at_collection",
  );
});

test("it stands in for a yes that is missing, and never against anything that was said or limits", () => {
  const said = (act: ActName, about = "news"): ChoiceState =>
    foldEntries(stateIn("DE"), [
      {
        purpose: about,
        channel: "",
        topic: "",
        act,
        at: "2026-11-01T10:00:00.000Z",
        event: "1",
        until: act === "given" ? "2026-11-10T10:00:00.000Z" : null,
        byParent: false,
        told: false,
      },
    ]);
  expect(ask(claim([sale]), said("refused")).reason).toBe("consent_refused");
  expect(ask(claim([sale]), said("withdrawn")).reason).toBe("consent_withdrawn");
  expect(ask(claim([sale]), said("given")).reason).toBe("consent_expired");
  expect(ask(claim([sale]), said("objected")).reason).toBe("objected");
  expect(ask(claim([sale]), said("opted-out")).reason).toBe("opted_out");
  expect(ask(claim([sale]), said("frozen", "*")).reason).toBe("frozen");
  expect(ask(claim([sale]), said("signalled", "*")).reason).toBe("signal_gpc");
  expect(ask(claim([sale]), { ...stateIn("DE"), bornBy: "2015-01-01" }).reason).toBe("age_needs_parent");
  // Only direct marketing has it, and what the purpose depends on is still asked.
  expect(ask(claim([sale]), stateIn("DE"), "other").reason).toBe("consent_missing");
  expect(ask(claim([sale]), stateIn("DE"), "needy").reason).toBe("dependency_denied");
});

test("a row from memory is never more generous than the directive", () => {
  const base = SOFT_OPT_IN.find(({ country }) => country === "EEA");
  for (const row of SOFT_OPT_IN.filter(({ confirmed }) => !confirmed)) {
    expect({ country: row.country, negotiation: row.negotiation }).toEqual({
      country: row.country,
      negotiation: base?.negotiation,
    });
  }
  expect([softOptInRow("GP")?.country, softOptInRow("GG")?.country, softOptInRow("ZZ")]).toEqual([
    "EEA",
    undefined,
    undefined,
  ]);
});
