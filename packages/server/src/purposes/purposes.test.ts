/** What purposes rested on, since when: a version each time a server starts with something else (R-8.2.a-f). */
import type { PurposeVersion } from "@kept/contract/purpose-history";
import { expect, test } from "vitest";
import type { KeptConfigInput } from "../kept-config.ts";
import { parseKept } from "../kept-config.ts";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
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
