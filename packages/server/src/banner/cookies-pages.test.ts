/** The cookies policy as people and programs get it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseKept } from "../kept-config.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { cookiesVersion } from "./cookies-policy.ts";

const config = {
  ...testKept,
  regimes: ["eea", "us-ca", "default"] as const,
  languages: ["en", "de"] as const,
  recipients: { counter: { name: "Visit counter", role: "processor", country: "DE" } },
  purposes: {
    account: { title: "Account", basis: { default: "contract" }, categories: ["name"], retention: "always" },
    statistics: {
      title: { en: "Statistics", de: "Statistik" },
      basis: { default: "consent", "us-ca": "none-required" },
      sale: true,
      categories: ["online"],
      recipients: ["counter"],
      retention: "a year",
    },
    unused: {
      title: "Keep the books",
      basis: { default: "legal-obligation" },
      categories: ["name"],
      retention: "ten years",
    },
  },
  cookies: {
    session: { purpose: "account", lifetime: { en: "a day", de: "ein Tag" } },
    "_s*": {
      purpose: "statistics",
      lifetime: "14 months",
      hosts: ["s.example.org"],
      description: "tells <visits> apart",
    },
  },
  banner: { hosts: { "s.example.org": "statistics" } },
};
let t: TestCtx;
beforeAll(async () => {
  t = await createTestCtx({ kept: config as never });
});
afterAll(async () => await t[Symbol.asyncDispose]());

test("tells what is kept, what for and how long, in the reader's language, without scripts", async () => {
  const response = await t.app.request("/cookies?lang=de");
  const page = await response.text();
  expect(response.status).toBe(200);
  for (const text of [
    "Cookie-Richtlinie",
    "Statistik",
    "_s*",
    "14 months",
    "s.example.org",
    "Visit counter (DE)",
    "ein Tag",
    "kept-choice",
  ])
    expect(page).toContain(text);
  expect(page).toContain("tells &lt;visits&gt; apart");
  expect(page).not.toContain("Keep the books");
  expect(page).not.toContain("<script");
});

test("is one click from the privacy centre, and not there where there is nothing to tell", async () => {
  const home = async ({ app }: TestCtx) => await (await app.request("/privacy?lang=de")).text();
  expect(await home(t)).toMatch(/<a href="\/cookies\?lang=de">Cookie-Richtlinie<\/a>/);
  await using empty = await createTestCtx();
  expect(await home(empty)).not.toContain("/cookies");
});

test("says where nothing is asked, and where people opt out", async () => {
  const text = await (await t.app.request("/cookies.md?lang=en")).text();
  expect(text).toMatch(/## Account\n\nNeeded for the service/);
  expect(text).toMatch(/## Statistics\n\nWhere the law lets us, used until you opt out/);
  expect(text).toContain("| `_s*` | cookie | s.example.org | 14 months | tells <visits> apart |");
});

test("its version changes with what people are told, and with nothing else", () => {
  const version = cookiesVersion(parseKept(config));
  const longer = { ...config.cookies, session: { ...config.cookies.session, lifetime: "a week" } };
  expect(cookiesVersion(parseKept({ ...config, cookies: longer }))).not.toBe(version);
  expect(cookiesVersion(parseKept({ ...config, centre: { ...config.centre, brand: "Other" } }))).toBe(version);
});
