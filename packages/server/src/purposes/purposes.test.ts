/** What purposes rested on, since when: a version each time a server starts with something else (R-8.2.a-f). */
import { randomUUID } from "node:crypto";
import type { PurposeVersion } from "@kept/contract/purpose-history";
import { describe, expect, test } from "vitest";
import type { KeptConfigInput } from "../kept-config.ts";
import { parseKept } from "../kept-config.ts";
import type { StartError } from "../platform/start-error.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { versionPurposes } from "./version-purposes.ts";

type Purpose = NonNullable<KeptConfigInput["purposes"]>[string];
const orders: Purpose = {
  title: { en: "Deliver orders", de: "Bestellungen liefern" },
  basis: { default: "contract" },
  categories: ["contact.address"],
  retention: "a year",
};
const news: Purpose = { ...orders, title: "Send news", basis: { default: "consent" }, directMarketing: true };
const config = (purposes: KeptConfigInput["purposes"]) =>
  parseKept({ ...testKept, recipients: { ads: { name: "Ads Ltd", role: "controller", country: "US" } }, purposes });

test("each change is a dated version with its ledger entry, told in the centre and over the API, and a restart is none", async () => {
  await using t = await createTestCtx({ kept: { purposes: { orders, news } } });
  const versions = async (query = "") => {
    const answer = await t.app.request(`/api/purposes/history${query}`);
    return ((await answer.json()) as { versions: PurposeVersion[] }).versions;
  };
  const told = (list: readonly PurposeVersion[]) =>
    list.map(({ purpose, version, changed }) => [purpose, version, changed]);
  expect(told(await versions())).toEqual([
    ["news", 1, []],
    ["orders", 1, []],
  ]);
  t.clock.set("2026-11-23T10:00:00Z");
  await versionPurposes(t.ctx, t.parts.kept);
  expect((await versions()).length).toBe(2);

  t.clock.set("2027-02-01T10:00:00Z");
  const next: Purpose = { ...orders, basis: { default: "contract", "us-ca": "none-required" } };
  await versionPurposes(t.ctx, config({ orders: next, news: { ...news, recipients: ["ads"] } }));
  t.clock.set("2027-03-01T10:00:00Z");
  await versionPurposes(
    t.ctx,
    config({ orders: { ...orders, basis: { default: "legitimate-interests" }, interests: "ours" } }),
  );
  expect(told(await versions("?purpose=orders"))).toEqual([
    ["orders", 3, ["basis", "interests"]],
    ["orders", 2, ["basis"]],
    ["orders", 1, []],
  ]);
  expect((await versions("?purpose=news"))[0]).toMatchObject({ version: 3, facts: null });
  // What held on a day.
  const held = await versions("?on=2027-02-10");
  expect(told(held)).toEqual([
    ["news", 2, ["recipients"]],
    ["orders", 2, ["basis"]],
  ]);
  await t.drain();
  const types = await t.ledgerTypes("orders");
  expect(types).toEqual(["purpose.versioned", "purpose.versioned", "purpose.versioned"]);
  const page = await (await t.app.request("/privacy/changes?lang=de")).text();
  expect(page).toContain("Bestellungen liefern: geändert");
  expect(page).toContain("<del>Vertrag (Art. 6 Abs. 1 b); in Kalifornien: keine Grundlage nötig</del>");
  expect(page).toContain("Send news: beendet");
  expect(await (await t.app.request("/privacy")).text()).toContain('href="/privacy/changes?lang=en"');
});

describe("a purpose that gives up consent", () => {
  const say = async (t: TestCtx, email: string, act: "refused" | "withdrawn") => {
    const headers = { ...(await t.apiKey(["choices:act"])), "content-type": "application/json" };
    const call = (path: string, body: unknown) =>
      t.app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
    const { person } = (await (await call("/api/people/link", { kind: "email", value: email })).json()) as {
      person: string;
    };
    const choices = [{ id: randomUUID(), act, purpose: "news" }];
    const said = await call(`/api/people/${person}/choices`, { surface: "phone", method: "spoken", choices });
    expect(said.status, await said.clone().text()).toBeLessThan(300);
    await t.drain();
  };
  const claims: Purpose = { ...news, basis: { default: "legitimate-interests" }, interests: "ours" };
  const basisChange = {
    from: "consent",
    on: "2027-02-01",
    reason: "A court found that the yes was never needed for these notices.",
  } as const;

  test("is dated and begins where nobody has said no", async () => {
    await using t = await createTestCtx({ kept: { purposes: { news } } });
    await versionPurposes(t.ctx, config({ news: claims }));
    await t.drain();
    expect(await t.ledgerTypes("news")).toEqual(["purpose.versioned", "purpose.versioned"]);
  });

  test("does not begin where people have, but for a reason; and those who said no stay out", async () => {
    await using t = await createTestCtx({ kept: { purposes: { news } } });
    await say(t, "ada@example.org", "refused");
    await say(t, "ada@example.org", "withdrawn");
    t.clock.set("2027-02-01T10:00:00Z");
    const start = (purpose: Purpose) =>
      versionPurposes(t.ctx, config({ news: purpose })).then(
        () => null,
        (error: StartError) => [error.code, ...error.problems],
      );
    const refused =
      "purposes.news.basis: no longer consent under eea, uk, ch, us-ca, default, and 1 person has said no to it";
    expect(await start(claims)).toEqual(["purpose_basis_changed", refused]);
    // A duty is no way around it, nor is a purpose that was gone for a day.
    expect(await start({ ...news, basis: { default: "legal-obligation" } })).toEqual([
      "purpose_basis_changed",
      refused,
    ]);
    await versionPurposes(t.ctx, config({}));
    expect(await start(claims)).toEqual(["purpose_basis_changed", refused]);
    // Nothing was written while it was refused.
    expect(
      (await t.ctx.db.selectFrom("purpose_version").select("version").execute()).map(({ version }) => version),
    ).toEqual([1, 2]);
    expect(await start({ ...claims, basisChange: { ...basisChange, on: "2026-01-01" } })).toEqual([
      "purpose_basis_changed",
      `${refused}, the last on 2026-11-22, after the day of its basisChange (2026-01-01)`,
    ]);
    expect(await start({ ...claims, basisChange })).toBeNull();
    expect(await start({ ...claims, basisChange })).toBeNull();
    await t.drain();
    expect(await t.ledgerTypes("news")).toEqual([
      "purpose.versioned",
      "purpose.versioned",
      "purpose.versioned",
      "purpose.consent-given-up",
    ]);
    const page = await (await t.app.request("/privacy/changes")).text();
    expect(page).toContain("A court found that the yes was never needed for these notices. Whoever said no stays out.");
  });

  const duty: Purpose = { ...news, basis: { default: "legal-obligation" }, directMarketing: false };
  const contract: Purpose = { ...duty, basis: { default: "contract" } };
  test.each([
    ["at once", [duty], duty],
    ["by way of another basis", [contract, duty], duty],
  ] as const)("gives it up %s, and every later start still has to say why", async (_, way, last) => {
    await using t = await createTestCtx({ kept: { purposes: { news } } });
    await say(t, "ada@example.org", "refused");
    const start = (purpose: Purpose) =>
      versionPurposes(t.ctx, config({ news: purpose })).then(
        () => null,
        (error: StartError) => error.problems,
      );
    t.clock.set("2027-02-01T10:00:00Z");
    for (const purpose of way) {
      expect(await start(purpose)).toEqual([expect.stringContaining("1 person has said no to it")]);
      expect(await start({ ...purpose, basisChange })).toBeNull();
      t.clock.advance("P1D");
    }
    expect(await start(last)).toEqual([expect.stringContaining("1 person has said no to it")]);
    expect(await start({ ...last, basisChange: { ...basisChange, on: "2026-11-21" } })).toEqual([
      expect.stringContaining("the last on 2026-11-22, after the day of its basisChange (2026-11-21)"),
    ]);
    // What is said since is no no to a consent: it keeps no server from starting.
    await say(t, "bob@example.org", "refused");
    expect(await start({ ...last, basisChange })).toBeNull();
    await t.drain();
    const types = await t.ledgerTypes("news");
    expect(types.filter((type) => type === "purpose.consent-given-up")).toHaveLength(way.length);
    // With the consent back there is nothing to say.
    expect(await start(news)).toBeNull();
  });
});
