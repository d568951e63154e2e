import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeSettings, maskUrl, readSettings } from "./config.ts";
import { localized, parseKept } from "./kept-config.ts";
import { StartError } from "./platform/start-error.ts";
import { testKept } from "./platform/testing/test-kept.ts";

const folder = mkdtempSync(join(tmpdir(), "kept-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof StartError) return error.problems;
    throw error;
  }
  return [];
}

test("every wrong variable is named at once, and its value is not", () => {
  const problems = problemsOf(() =>
    readSettings({
      KEPT_PORT: "99999",
      DATABASE_URL: "mysql://root:hunter2@h/db",
      SMTP_URL: "mail",
      KEPT_SECRET: "short",
      KEPT_DEVELOPMENT: "yes",
    }),
  );
  expect(problems.map((line) => line.split(" ")[0]).sort()).toEqual([
    "DATABASE_URL",
    "KEPT_DEVELOPMENT",
    "KEPT_PORT",
    "KEPT_SECRET",
    "SMTP_URL",
  ]);
  expect(problems.join()).not.toContain("hunter2");
});

test("an empty variable is an absent one; the secret is made once, for this account only", () => {
  const first = readSettings({ KEPT_DATA_DIR: folder, KEPT_PORT: "", SMTP_URL: "" });
  expect(first).toMatchObject({
    port: 4600,
    smtpUrl: null,
    databaseUrl: null,
    development: true,
    publicUrl: "http://localhost:4600",
  });
  expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
  expect(readSettings({ KEPT_DATA_DIR: folder }).secret).toEqual(first.secret);
  expect(readSettings({ KEPT_DATA_DIR: folder, KEPT_PUBLIC_URL: "https://kept.example.org/" })).toMatchObject({
    publicUrl: "https://kept.example.org",
    development: false,
  });
});

test("the settings can be shown without a secret", () => {
  const settings = readSettings({
    KEPT_DATA_DIR: folder,
    DATABASE_URL: "postgres://kept:hunter2@db/kept?sslpassword=hunter3",
    SMTP_URL: "smtp://u:hunter4@mail",
  });
  const shown = JSON.stringify(describeSettings(settings));
  expect(shown).not.toMatch(/hunter/);
  expect(shown).not.toContain(Buffer.from(settings.secret).toString("hex"));
  expect(maskUrl("postgres://kept:hunter2@db/kept")).toBe("postgres://kept:***@db/kept");
});

test("a configuration says the path, the fault and the remedy of everything that is wrong", () => {
  const problems = problemsOf(() =>
    parseKept({
      ...testKept,
      controller: { ...testKept.controller, email: "nobody", zone: "Europe/Atlantis" },
      regimes: ["eea", "mars"],
      purpose: {},
      purposes: {
        shop: {
          title: "Shop",
          basis: { uk: "contract" },
          categories: ["contact"],
          recipients: ["postman"],
          retention: "ten years",
        },
      },
      requests: { erasureWaitingPeriod: "3 days" },
    }),
  );
  const text = problems.join("\n");
  expect(text).toContain("controller.email is not an e-mail address.");
  expect(text).toContain('controller.zone is not a time zone such as "Europe/Berlin".');
  expect(text).toContain("regimes.1 is not allowed: write one of eea, uk, ch, us-ca, default.");
  expect(text).toContain('(the whole) has "purpose", which is not known: remove or rename it.');
  expect(text).toContain("requests.erasureWaitingPeriod is not an ISO 8601 duration");
  expect(problemsOf(() => parseKept({ ...testKept, controller: undefined })).join()).toContain("controller is missing");
});

test("what may be written in several ways says which, or what is wrong with the way that was meant", () => {
  const shop = { title: "Shop", basis: { eea: "contract" }, categories: ["contact"] };
  const wrong = (retention?: unknown) =>
    problemsOf(() => parseKept({ ...testKept, purposes: { shop: { ...shop, retention } } })).join();
  expect(wrong()).toContain("purposes.shop.retention is missing: add it (string or object).");
  expect(wrong(10)).toContain("purposes.shop.retention has the wrong type: write a string or object.");
  expect(wrong({ de: "zehn Jahre" })).toContain("purposes.shop.retention.en is missing: add it (string).");
});

test("purposes are checked against recipients and regimes", () => {
  const problems = problemsOf(() =>
    parseKept({
      ...testKept,
      purposes: {
        shop: {
          title: "Shop",
          basis: { uk: "contract" },
          categories: ["contact"],
          recipients: ["postman"],
          retention: "ten years",
        },
      },
    }),
  );
  expect(problems).toEqual([
    expect.stringContaining('purposes.shop.recipients.0 names the recipient "postman"'),
    expect.stringContaining("purposes.shop.basis has no legal basis under eea"),
    expect.stringContaining("purposes.shop.basis has no legal basis under default"),
  ]);
});

test("defaults are filled in, and texts fall back to English", () => {
  expect(parseKept(testKept)).toMatchObject({
    requests: { erasureWaitingPeriod: "P3D", packageLinkLifetime: "P14D" },
    systems: {},
  });
  expect([localized({ en: "a", de: "b" }, "de"), localized({ en: "a" }, "de"), localized("c", "de")]).toEqual([
    "b",
    "a",
    "c",
  ]);
});
