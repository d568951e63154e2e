import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleConfig } from "../testing/example-config.ts";
import { isAskDue } from "./ask.ts";
import type { Choice } from "./choice.ts";
import { decide, isYes, reasonNames } from "./decide.ts";
import type { GateConfig, Model } from "./gate-config.ts";

const NOW = 1_790_000_000;
const DAY = 86_400;
const optIn: GateConfig = exampleConfig;
const optOut: GateConfig = { ...exampleConfig, model: "opt-out" };

const chose = (granted: boolean, more: Partial<Choice> & { version?: string } = {}): Choice => ({
  method: "save",
  at: NOW - DAY,
  told: false,
  device: "dev_x",
  purposes: {
    analytics: { granted, version: more.version ?? "a1" },
    maps: { granted, version: "m1" },
  },
  ...more,
});

function reason(config: GateConfig, choice: Choice | null, signal: boolean, id = "analytics", now = NOW) {
  const purpose = config.purposes.find((one) => one.id === id);
  if (purpose === undefined) throw new Error(id);
  return reasonNames[decide(config, purpose, choice, signal, now)];
}

describe("the decision of the gate", () => {
  it.each<[string, GateConfig, Choice | null, boolean, string]>([
    ["opt-in, nothing said", optIn, null, false, "unasked"],
    ["opt-in, nothing said, signal", optIn, null, true, "signal"],
    ["opt-in, yes", optIn, chose(true), false, "yes"],
    ["opt-in, yes stands above the signal", optIn, chose(true), true, "yes"],
    ["opt-in, no", optIn, chose(false), false, "no"],
    ["opt-in, no, signal", optIn, chose(false), true, "no"],
    ["opt-in, yes to something else", optIn, chose(true, { version: "a0" }), false, "changed"],
    ["opt-in, yes that is too old", optIn, chose(true, { at: NOW - 182 * DAY }), false, "expired"],
    ["opt-in, yes on its last day", optIn, chose(true, { at: NOW - 182 * DAY + 1 }), false, "yes"],
    ["opt-in, no that is old", optIn, chose(false, { at: NOW - 900 * DAY }), false, "no"],
    ["opt-out, nothing said", optOut, null, false, "default"],
    ["opt-out, nothing said, signal", optOut, null, true, "signal"],
    ["opt-out, no", optOut, chose(false), false, "no"],
    ["opt-out, no to something older", optOut, chose(false, { version: "a0" }), false, "no"],
    ["opt-out, yes", optOut, chose(true), false, "yes"],
    ["opt-out, yes of somebody who was not told of the signal", optOut, chose(true), true, "signal"],
    ["opt-out, yes of somebody who was told", optOut, chose(true, { told: true }), true, "yes"],
  ])("%s", (_, config, choice, signal, expected) => {
    expect(reason(config, choice, signal)).toBe(expected);
  });

  it("never stops what is necessary, and never allows what nobody declared", () => {
    for (const config of [optIn, optOut]) expect(reason(config, chose(false), true, "necessary")).toBe("necessary");
    expect(isYes(undefined)).toBe(false);
  });

  it("lets the signal speak only about what it is for", () => {
    expect(reason(optIn, null, true, "maps")).toBe("unasked");
    expect(reason(optOut, null, true, "maps")).toBe("default");
  });

  it("never turns a no into a yes: not by time, not by change, not by signal", () => {
    const models = fc.constantFrom<Model>("opt-in", "opt-out");
    fc.assert(
      fc.property(models, fc.boolean(), fc.nat(4_000), fc.string(), (model, signal, days, version) => {
        const choice = chose(false, { version });
        expect(reason({ ...optIn, model }, choice, signal, "analytics", NOW + days * DAY)).toBe("no");
      }),
    );
  });

  it("never allows more because a signal is sent", () => {
    const said = fc.option(fc.record({ granted: fc.boolean(), told: fc.boolean() }), { nil: null });
    fc.assert(
      fc.property(fc.constantFrom(optIn, optOut), said, (config, what) => {
        const choice = what === null ? null : chose(what.granted, { told: what.told });
        const purpose = config.purposes[1];
        if (purpose === undefined) throw new Error("no purpose");
        const [with_, without] = [true, false].map((signal) => isYes(decide(config, purpose, choice, signal, NOW)));
        expect(!with_ || without).toBe(true);
      }),
    );
  });
});

describe("when to ask", () => {
  it.each<[string, GateConfig, Choice | null, boolean, boolean]>([
    ["opt-in, at first", optIn, null, false, true],
    ["opt-in, the signal answers only some", optIn, null, true, true],
    ["opt-in, after a yes", optIn, chose(true), false, false],
    ["opt-in, after a no", optIn, chose(false), false, false],
    ["opt-in, a no as long as a yes", optIn, chose(false, { at: NOW - 181 * DAY }), false, false],
    ["opt-in, after the interval", optIn, chose(false, { at: NOW - 182 * DAY }), false, true],
    ["opt-in, when a purpose has changed", optIn, chose(false, { version: "a0" }), false, true],
    ["opt-out, at first", optOut, null, false, true],
    ["opt-out, after anything", optOut, chose(true, { at: 1 }), false, false],
  ])("%s", (_, config, choice, signal, expected) => {
    expect(isAskDue(config, choice, signal, NOW)).toBe(expected);
  });

  it("does not ask what the signal has answered", () => {
    const only = { ...optIn, purposes: optIn.purposes.filter((purpose) => purpose.id !== "maps") };
    expect(isAskDue(only, null, true, NOW)).toBe(false);
  });
});
