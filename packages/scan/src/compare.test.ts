import type { Registry } from "@kept/banner/core/registry";
import { exampleConfig } from "@kept/banner/testing/example-config";
import { describe, expect, it } from "vitest";
import { compareWithRegistry } from "./compare.ts";
import type { RegionObservation, SeenRequest, StateObservation, StoredEntry } from "./observation.ts";
import { proposeLines } from "./propose-lines.ts";

const registry: Registry = {
  gate: exampleConfig,
  regime: "eea",
  hosts: [],
  entries: {
    "_ga*": { purpose: "analytics", lifetime: "13 months" },
    session: { purpose: "necessary", lifetime: "until you sign out" },
  },
};
const site = "https://example.org";
const DAY = 86_400;

const cookie = (name: string, more: Partial<StoredEntry> = {}): StoredEntry => ({
  kind: "cookie",
  name,
  host: "example.org",
  lifetime: 0,
  attributes: [],
  setBy: [],
  page: site,
  ...more,
});
const request = (host: string, path = "/"): SeenRequest => ({
  host,
  path,
  type: "image",
  initiator: "",
  page: site,
  count: 1,
});
const seen = (state: StateObservation["state"], more: Partial<StateObservation> = {}): StateObservation => ({
  state,
  entries: [],
  requests: [],
  reads: [],
  pages: [site],
  faults: [],
  uses: {},
  ...more,
});
const found = (states: readonly StateObservation[], gate: Partial<Registry["gate"]> = {}) => {
  const observation: RegionObservation = { region: "DE", site, states, aliases: {} };
  const compared = [{ observation, registry: { ...registry, gate: { ...registry.gate, ...gate } } }];
  return compareWithRegistry(compared)
    .filter(({ code }) => code !== "declared_unseen")
    .map(({ code, subject }) => `${code} ${subject}`);
};

describe("what is seen against what is declared", () => {
  it.each([
    ["before", ["before_choice cookie _ga_1"]],
    ["accepted", []],
    ["rejected", ["after_refusal cookie _ga_1"]],
    ["withdrawn", ["after_withdrawal cookie _ga_1"]],
    ["signal", ["against_signal cookie _ga_1"]],
  ] as const)("a cookie that needs a yes, %s", (state, codes) => {
    expect(found([seen(state, { entries: [cookie("_ga_1")] })])).toEqual(codes);
  });

  it.each([
    ["before", []],
    ["rejected", ["after_refusal host stats.example.net"]],
    ["signal", ["against_signal host stats.example.net"]],
  ] as const)("a request where things are allowed until a no, %s", (state, codes) => {
    const requests = [request("stats.example.net", "/pixel")];
    expect(found([seen(state, { requests })], { model: "opt-out" })).toEqual(codes);
  });

  it("the signal says nothing about purposes that neither sell nor share", () => {
    const requests = [request("eu.maps.example.org")];
    expect(found([seen("signal", { requests })])).toEqual([]);
    expect(found([seen("before", { requests })])).toEqual(["before_choice host eu.maps.example.org"]);
  });

  it("what is necessary is never a finding, nor is the choice's own cookie; the site's own host needs no rule", () => {
    const entries = [cookie("session"), cookie("kept-choice", { lifetime: 300 * DAY })];
    expect(found([seen("before", { entries, requests: [request("example.org", "/news")] })])).toEqual([]);
    expect(found([seen("before", { requests: [request("example.org", "/stats")] })])).toEqual([
      "before_choice address /stats",
    ]);
  });

  it("holds lifetimes against their words", () => {
    const of = (name: string, days: number) =>
      found([seen("accepted", { entries: [cookie(name, { lifetime: days * DAY })] })]);
    expect(of("_ga", 395)).toEqual([]);
    expect(of("_ga", 430)).toEqual(["outlives_declaration cookie _ga"]);
    expect(of("session", 30)).toEqual(["lifetime_untold cookie session"]);
  });

  it("a third party's cookie that stays is a note, unless somebody still goes there", () => {
    const entries = [cookie("_ga", { host: "example.net" })];
    expect(found([seen("withdrawn", { entries })])).toEqual(["third_party_leftover cookie _ga"]);
    expect(found([seen("withdrawn", { entries, requests: [request("stats.example.net", "/pixel")] })])).toEqual([
      "after_withdrawal cookie _ga",
      "after_withdrawal host stats.example.net",
    ]);
  });

  it("counts clicks", () => {
    const use = (clicks: number | null) => ({ clicks, way: "labels" as const, labels: [] });
    const subject = `banner of ${site}`;
    const accepted = seen("accepted", { uses: { accept: use(1) } });
    expect(found([accepted, seen("rejected", { uses: { reject: use(1) } })])).toEqual([]);
    expect(found([accepted, seen("rejected", { uses: { reject: use(2) } })])).toEqual([
      `refusing_takes_longer ${subject}`,
    ]);
    expect(found([accepted, seen("rejected", { uses: { reject: use(null) } })])).toEqual([
      `no_way_to_refuse ${subject}`,
    ]);
    expect(found([accepted, seen("withdrawn", { uses: { accept: use(1), withdraw: use(null) } })])).toEqual([
      `no_way_back ${subject}`,
    ]);
  });

  it("proposes lines for what is not declared, and leaves the purpose open", () => {
    const states = [
      seen("before", { entries: [cookie("new", { lifetime: 90 * DAY })], requests: [request("x.example.com")] }),
    ];
    expect(proposeLines([{ observation: { region: "DE", site, states, aliases: {} }, registry }])).toEqual({
      cookies: ['"new": { purpose: "TODO", lifetime: "3 months" },'],
      hosts: ['"x.example.com": "TODO",'],
    });
  });
});
