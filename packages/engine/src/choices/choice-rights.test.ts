/** What rights over choices reach: by basis, by what is named, and what nobody may weigh. */
import { expect, test } from "vitest";
import { CHOICE_RIGHTS, choiceRight, reachedPurposes } from "./choice-rights.ts";
import type { ChoicePolicy, PolicyPurpose } from "./policy.ts";

const plain: PolicyPurpose = {
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
  version: "v",
  recipients: {},
  transferFree: null,
  purposes: {
    account: { ...plain, basis: { default: "contract" }, categories: ["credential"] },
    books: { ...plain, basis: { default: "legal-obligation" }, categories: ["identity.government-id"] },
    newsletter: { ...plain, directMarketing: true },
    catalogue: { ...plain, basis: { default: "legitimate-interests" }, directMarketing: true },
    safety: { ...plain, basis: { default: "legitimate-interests" }, categories: ["identity"] },
    visits: { ...plain, basis: { default: "consent", "us-ca": "none-required" }, sale: true },
    health: { ...plain, categories: ["special.health"] },
  },
};

const reach = (right: string, named: readonly string[] = [], regime: "eea" | "us-ca" = "eea") =>
  reachedPurposes(policy, regime, choiceRight(right), named).map(({ purpose, weighed }) =>
    weighed ? `${purpose}?` : purpose,
  );

test("an objection stops marketing for good and what is to be weighed for now; a contract only by its name (R-8.4.5)", () => {
  expect(reach("objection")).toEqual(["newsletter", "catalogue", "safety?"]);
  expect(reach("objection", ["account", "books", "newsletter"])).toEqual(["account?", "newsletter"]);
});

test("a withdrawal takes back consents and nothing else (R-8.4.1)", () => {
  expect(reach("consent-withdrawal")).toEqual(["newsletter", "visits", "health"]);
  expect(reach("consent-withdrawal", ["safety", "visits"])).toEqual(["visits"]);
});

test("sales, and uses of sensitive data that nobody asked for", () => {
  expect(reach("opt-out-of-sale", [], "us-ca")).toEqual(["visits"]);
  // A category that takes a sensitive one in counts; a contract and a law do not.
  expect(reach("limit-sensitive", [], "us-ca")).toEqual(["safety", "health"]);
});

test("only what can be overruled is weighed, and no right reaches a duty", () => {
  for (const right of CHOICE_RIGHTS) {
    for (const found of reachedPurposes(policy, "eea", right, Object.keys(policy.purposes))) {
      expect(found.purpose).not.toBe("books");
      if (right.overruled === null) expect(found.weighed).toBe(false);
    }
  }
});
