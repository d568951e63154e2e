/** Taking one's data elsewhere: what goes along, what stays by name, and a package that programs read. */
import { createHash } from "node:crypto";
import { type PackageManifest, PackageManifestSchema, type SignedReceipt } from "@kept/contract/packages";
import type { RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { parseZip } from "../fulfilment/package/testing/read-zip.ts";
import { ADA, BOB, createShop, SHOP_MAP } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

const map = `${SHOP_MAP.replace("hide }", "hide, photo: { provenance: derived } }")}`;
const retention = "a year";

test("what somebody gave goes along with its schema; what rests on other grounds, was derived or is others' stays by name (R-8.4.6a, c)", async () => {
  await using shop = await createShop(map);
  await using visit = await visitCentre(shop, {
    kept: {
      purposes: {
        orders: { title: "Deliver", basis: { default: "contract" }, categories: ["contact", "content"], retention },
        security: {
          title: "Security",
          basis: { default: "legitimate-interests" },
          categories: ["contact", "name"],
          retention,
        },
      },
    },
  });
  const { t } = visit;
  const planned = await visit.request("portability", ADA);
  expect(planned).toMatchObject({ kind: "portability", state: "awaiting_approval", dueOn: "2026-12-22" });
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${planned.id}/plan`)).body;
  expect(plan.tables.find(({ table }) => table === "users")?.columns).not.toContain("name");
  expect(plan.findings.map(({ code, table, column }) => [code, table, column])).toEqual([
    ["left_out_derived", "users", "photo"],
    ["left_out_other_basis", "users", "name"],
  ]);
  await visit.api("POST", `/api/requests/${planned.id}/approve`, { planVersion: 1 });
  await t.drain();

  const files = parseZip(Buffer.from(await (await visit.post((await visit.mail("package-ready")).path)).arrayBuffer()));
  const manifest: PackageManifest = PackageManifestSchema.parse(JSON.parse(String(files.get("manifest.json"))));
  expect(manifest.portability).toEqual({
    right: "Art. 20 GDPR",
    regimes: ["eea", "default"],
    leftOut: [
      { system: "shop", table: "users", columns: ["photo"], reason: "derived", bases: [] },
      { system: "shop", table: "users", columns: ["name"], reason: "other_basis", bases: ["legitimate-interests"] },
    ],
  });
  const users = manifest.tables.find(({ table }) => table === "users");
  expect(users?.provenance).toEqual({ id: "structure", email: "provided", created_at: "observed" });
  expect(manifest.tables.find(({ table }) => table === "orders")?.provenance).toMatchObject({ user_id: "structure" });
  for (const { path, sha256 } of manifest.files) {
    expect(
      createHash("sha256")
        .update(files.get(path) ?? "")
        .digest("hex"),
      path,
    ).toBe(sha256);
  }
  const everything = [...files.values()].map((bytes) => bytes.toString("utf8")).join("\n");
  for (const own of ["Kettle", "Ada Street 1", "Hello Bob", ADA]) expect(everything).toContain(own);
  for (const stays of ["Ada Canary", "Bob Canary", BOB, "hash-of-1"]) expect(everything).not.toContain(stays);
  expect([...files.keys()].filter((path) => path.startsWith("files/"))).toEqual([]);
  const schema = JSON.parse(String(files.get("data/shop/users.schema.json"))) as {
    $schema: string;
    items: { properties: Record<string, unknown> };
  };
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.items.properties["email"]).toEqual({
    type: "string",
    "x-category": "contact.email",
    "x-provenance": "provided",
    "x-dpv": "https://w3id.org/dpv/pd#EmailAddress",
  });
  const page = String(files.get("index.html"));
  expect(page).toContain("Its use rests on something else than your consent or a contract.");
  expect(page).not.toContain("Art. 15 GDPR) wants you to be told");
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${planned.id}/receipt`)).body;
  expect(receipt).toMatchObject({ kind: "portability", article: "Art. 20 GDPR", package: { rows: manifest.rows } });
});

test("who asks in German is answered so, and what a part is limited to is all there is", async () => {
  await using shop = await createShop(map);
  await using visit = await visitCentre(shop);
  const form = await visit.get("/privacy/portability?lang=de");
  expect(form.text).toContain("Ihre Daten mitnehmen");
  const made = await visit.api<{ id: string }>("POST", "/api/requests", {
    kind: "portability",
    identifiers: [{ kind: "email", value: ADA }],
    scope: { tables: ["orders"], categories: [] },
    verified: { by: "phone", how: "called back" },
    language: "de",
  });
  await visit.t.drain();
  await visit.api("POST", `/api/requests/${made.body.id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  const files = parseZip(Buffer.from(await (await visit.post((await visit.mail("package-ready")).path)).arrayBuffer()));
  expect([...files.keys()].filter((path) => path.endsWith(".json")).sort()).toEqual([
    "data/shop/orders.json",
    "data/shop/orders.schema.json",
    "manifest.json",
  ]);
});
