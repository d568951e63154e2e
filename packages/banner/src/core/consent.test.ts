import { describe, expect, it } from "vitest";
import { exampleConfig } from "../testing/example-config.ts";
import type { BannerConfig } from "./banner-config.ts";
import { type Change, type ChoiceReport, createConsent } from "./consent.ts";

function start(more: { config?: Partial<BannerConfig>; signal?: boolean; stored?: string; broken?: boolean } = {}) {
  let stored: string | null = more.stored ?? null;
  let seed = 1;
  const reports: ChoiceReport[] = [];
  const changes: (Change | null)[] = [];
  const clock = { now: Date.UTC(2026, 10, 26) };
  const consent = createConsent({
    config: { ...exampleConfig, ...more.config },
    store: {
      read: () => stored,
      write: (text) => {
        stored = text;
      },
    },
    signal: more.signal ?? false,
    now: () => clock.now,
    random: (size) =>
      Uint8Array.from({ length: size }, () => {
        seed = (seed * 75 + 74) % 65_537;
        return seed % 256;
      }),
    send: (report) => {
      if (more.broken) throw new Error("offline");
      reports.push(report);
    },
  });
  consent.subscribe((_, change) => changes.push(change));
  return { consent, reports, changes, clock, stored: () => stored };
}

const acts = (report: ChoiceReport | undefined) => report?.choices.map(({ purpose, act }) => `${purpose} ${act}`);

describe("the headless core", () => {
  it("denies everything but the necessary until somebody says yes, and stores nothing before", () => {
    const { consent, stored } = start();
    expect(consent.snapshot().allowed).toEqual({ necessary: true, analytics: false, maps: false });
    consent.shown();
    expect(stored()).toBeNull();
  });

  it("records shown, yes, no, withdrawal and a closed question as the acts that they are", () => {
    const { consent, reports } = start();
    consent.shown();
    consent.save(["maps"]);
    consent.rejectAll();
    consent.acceptAll();
    consent.defer();
    expect(reports.map(acts)).toEqual([
      ["analytics requested", "maps requested"],
      ["analytics refused", "maps given"],
      ["analytics refused", "maps withdrawn"],
      ["analytics given", "maps given"],
      ["analytics deferred", "maps deferred"],
    ]);
    expect(reports.map(({ method }) => method)).toEqual(["shown", "save", "reject-all", "accept-all", "dismiss"]);
    expect(new Set(reports.map(({ device }) => device)).size).toBe(1);
    expect(reports[0]?.device).toMatch(/^dev_[0-9a-z]{26}$/);
    const ids = reports.flatMap(({ choices }) => choices.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("tells what was granted and what withdrawn", () => {
    const { consent, changes } = start();
    consent.acceptAll();
    consent.withdraw(["maps"]);
    expect(changes).toEqual([
      { granted: ["analytics", "maps"], withdrawn: [], method: "accept" },
      { granted: [], withdrawn: ["maps"], method: "withdraw" },
    ]);
    expect(consent.isAllowed("analytics")).toBe(true);
    expect(consent.isAllowed("nobody-said")).toBe(false);
  });

  it("closing the question is a no that is not asked again at once", () => {
    const { consent, clock } = start();
    consent.defer();
    expect(consent.snapshot()).toMatchObject({ ask: false, allowed: { analytics: false } });
    clock.now += 182 * 86_400_000;
    consent.subscribe(() => undefined);
    expect(start({ stored: "1.defer.1.-.dev_x.analytics:0:a1.maps:0:m1" }).consent.snapshot().ask).toBe(true);
  });

  it("in an opt-out regime closing changes nothing, a no opts out, a yes opts in", () => {
    const { consent, reports } = start({ config: { model: "opt-out" } });
    consent.defer();
    expect(consent.snapshot()).toMatchObject({ ask: false, allowed: { analytics: true, maps: true } });
    consent.save(["maps"]);
    expect(acts(reports.at(-1))).toEqual(["analytics opted-out", "maps opted-in"]);
  });

  it("shows a signal as honoured, and knows a yes against it for one of somebody who was told", () => {
    const { consent, reports } = start({ config: { model: "opt-out" }, signal: true });
    expect(consent.snapshot()).toMatchObject({ signalHonoured: true, allowed: { analytics: false, maps: true } });
    consent.acceptAll();
    expect(reports.at(-1)).toMatchObject({ gpc: true, toldOfConflict: true });
    expect(consent.snapshot()).toMatchObject({ signalHonoured: false, allowed: { analytics: true } });
  });

  it("holds a choice that could not be sent", () => {
    const { consent, stored } = start({ broken: true });
    consent.rejectAll();
    expect(stored()).toMatch(/^1\.reject\./);
  });

  it("goes on where it stopped, whatever is in the store", () => {
    const first = start();
    first.consent.acceptAll();
    const second = start({ stored: first.stored() ?? "" });
    expect(second.consent.isAllowed("maps")).toBe(true);
    expect(start({ stored: "rubbish" }).consent.snapshot().ask).toBe(true);
  });

  it("knows nothing of a browser", async () => {
    const { readdir, readFile } = await import("node:fs/promises");
    for (const name of await readdir(import.meta.dirname)) {
      if (name.endsWith(".test.ts")) continue;
      const code = (await readFile(`${import.meta.dirname}/${name}`, "utf8")).replace(
        /\/\*[\s\S]*?\*\/|\/\/.*|`[^`]*`/g,
        "",
      );
      expect(code, name).not.toMatch(/\b(document|window|navigator|localStorage|fetch|globalThis)\b/);
    }
  });
});
