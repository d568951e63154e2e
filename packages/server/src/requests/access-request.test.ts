/** Access from the form to the receipt, through the doors that people and operators use. */
import { createPublicKey, verify } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { parseZip } from "../fulfilment/package/testing/read-zip.ts";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { ADA, addUser, BOB, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

test("a person gets their data, all of it and nobody else's", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const { t } = visit;

  const asked = await visit.ask("access", ADA);
  expect(asked.status).toBe(303);
  expect(asked.headers.get("location")).toMatch(/^\/privacy\/prove\/[\w-]{43}\?lang=en$/);
  await t.drain();
  const confirm = await visit.mail("confirm");
  expect(confirm.to).toBe(ADA);
  expect(confirm.subject).not.toContain("ada");

  // Programs that open every link of a message confirm nothing.
  expect((await visit.get(confirm.path)).text).toContain("Yes, I asked for this");
  await visit.get(confirm.path);
  await t.drain();
  const [listed] = (
    await visit.api<{ requests: { id: string; state: string; person: string }[] }>("GET", "/api/requests")
  ).body.requests;
  expect(listed).toMatchObject({ state: "unverified", person: "a•••@example.org" });
  const id = listed?.id ?? "";

  expect((await visit.post(confirm.path)).status).toBe(200);
  expect((await visit.post(confirm.path)).status).toBe(410);
  await t.drain();
  const planned = await visit.detail(id);
  expect(planned).toMatchObject({
    state: "awaiting_approval",
    dueOn: "2026-12-22",
    planVersion: 1,
    verifiedHow: "link",
  });

  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${id}/plan`)).body;
  expect(plan.tables.map((table) => [table.table, table.rows]).sort()).toEqual([
    ["invoices", 1],
    ["messages", 1],
    ["orders", 2],
    ["users", 1],
  ]);
  const preview = await visit.api<{ rows: { values: Record<string, unknown> }[] }>(
    "GET",
    `/api/requests/${id}/plan/rows?system=shop&table=orders`,
  );
  expect(preview.body.rows.map((row) => row.values["item"]).sort()).toEqual(["Kettle", "Lamp"]);

  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion: 2 })).status).toBe(409);
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion: 1 })).status).toBe(200);
  await t.drain();
  const done = await visit.detail(id);
  expect(done).toMatchObject({ state: "done", hasReceipt: true, package: { state: "ready", rows: 5 } });

  const ready = await visit.mail("package-ready");
  const page = await visit.get(ready.path);
  expect([page.status, page.text.includes("Download my data")]).toEqual([200, true]);
  // The package outlives the link that leads to it: both pages name the day on which it is over for the person.
  expect(page.text).toContain("6 December 2026");
  const status = await visit.get((await visit.mail("received")).path);
  expect(status.text).toContain("Your data can be fetched until 6 December 2026.");
  const fetched = await visit.post(ready.path);
  expect(fetched.headers.get("content-type")).toBe("application/zip");
  const files = parseZip(Buffer.from(await fetched.arrayBuffer()));
  const everything = [...files.values()].map((bytes) => bytes.toString("utf8")).join("\n");
  for (const own of ["Ada Canary", "Ada Street 1", "Kettle", "Lamp", "Hello Bob", ADA])
    expect(everything).toContain(own);
  for (const other of ["Bob Canary", "Bob Street 2", BOB, "Note of Bob", "hash-of-1"])
    expect(everything).not.toContain(other);
  expect([...files.keys()].some((path) => path.startsWith("files/shop/users/") && path.endsWith(".png"))).toBe(true);
  expect(files.get("index.html")?.toString("utf8")).toContain("Example GmbH");

  // The receipt verifies with its own key and says nothing about the person.
  const receipt = (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body;
  const signed = Buffer.from(canonicalJson(receipt.receipt as unknown as JsonValue));
  const key = createPublicKey(receipt.signature.publicKey);
  expect(verify(null, signed, key, Buffer.from(receipt.signature.value, "base64url"))).toBe(true);
  expect(receipt.receipt.package).toMatchObject({ rows: 5, sha256: done.package?.sha256 });
  // Hashes and signatures may spell anything: a name and an address are longer than chance.
  expect(JSON.stringify(receipt)).not.toMatch(/ada@|ada canary/i);

  expect(await t.ledgerTypes(id)).toEqual([
    "request.submitted",
    "request.verified",
    "request.acknowledged",
    "request.planned",
    "request.rows-viewed",
    "request.approved",
    "request.started",
    "request.package-ready",
    "request.done",
  ]);

  // After its time the file is gone, and its page says so.
  t.clock.advance("P31D");
  await tidyRequests(t.ctx, visit.parts);
  await t.drain();
  expect(await readdir(join(shop.folder, "packages"))).toEqual([]);
  expect((await visit.get(ready.path)).status).toBeGreaterThanOrEqual(404);
  expect((await visit.detail(id)).package?.state).toBe("expired");
});

test("nobody by that address: the same answer at the door, the truth by mail", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const known = await visit.ask("access", ADA);
  const unknown = await visit.ask("access", "nobody@example.org");
  const shape = ({ status, headers }: Response) => [status, headers.get("location")?.replace(/[\w-]{43}/, "token")];
  expect(shape(unknown)).toEqual(shape(known));
  await visit.t.drain();
  await visit.post((await visit.mail("confirm")).path);
  await visit.t.drain();
  const message = await visit.mail("nothing-found");
  expect(message.to).toBe("nobody@example.org");
  const status = await visit.get(message.path);
  expect(status.text).toContain("We found nothing about you");
  expect((await visit.get(`${message.path}/receipt`)).text).toContain("NOTHING HELD");
});

test("two people with one address: nothing is handed out until an operator says who asks", async () => {
  await using shop = await createShop();
  addUser(shop.db, 3, "ADA@example.org", "Other Ada", null);
  await using visit = await visitCentre(shop);
  const request = await visit.request("access", ADA);
  expect(request).toMatchObject({ state: "blocked", may: { approve: false, replan: true } });
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(plan.findings.map((finding) => finding.code)).toContain("person_ambiguous");
  await visit.api("POST", `/api/requests/${request.id}/replan`, {
    keys: [{ system: "shop", table: "users", key: ["1"] }],
  });
  await visit.t.drain();
  const again = await visit.detail(request.id);
  expect(again.state).toBe("awaiting_approval");
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: again.planVersion });
  await visit.t.drain();
  const response = await visit.t.app.request(`/api/requests/${request.id}/package`, { headers: visit.lead });
  const files = parseZip(Buffer.from(await response.arrayBuffer()));
  const everything = [...files.values()].map((bytes) => bytes.toString("utf8")).join("\n");
  expect(everything).toContain("Ada Canary");
  expect(everything).not.toContain("Other Ada");
});

test("somebody who comes to share the address after approval is not handed out", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("access", ADA);
  addUser(shop.db, 3, ADA, "Other Ada", null);
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: request.planVersion });
  await visit.t.drain();
  expect(await visit.detail(request.id)).toMatchObject({ state: "blocked", package: null });
});

test("an operator asks on behalf of a person who telephoned", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const nobody = await visit.api<{ code: string }>("POST", "/api/requests", {
    kind: "access",
    verified: { by: "phone", how: "called back" },
  });
  expect([nobody.status, nobody.body.code]).toEqual([422, "request_unidentified"]);
  const made = await visit.api<{ id: string }>("POST", "/api/requests", {
    kind: "access",
    keys: [{ system: "shop", table: "users", key: ["2"] }],
    verified: { by: "phone", how: "called back" },
  });
  expect(made.status).toBe(201);
  await visit.t.drain();
  expect(await visit.detail(made.body.id)).toMatchObject({
    state: "awaiting_approval",
    person: "shop · users",
    verifiedHow: "phone",
  });
  expect(await visit.t.sentMail()).toEqual([]);
});

test("a form that is not filled in says what is missing, and sends nothing", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  for (const email of ["", "ada", "a@b", 'x"@example.org']) {
    const answer = await visit.ask("access", email);
    expect([email, answer.status]).toEqual([email, 422]);
    expect(await answer.text()).toContain('aria-invalid="true"');
  }
  await visit.t.drain();
  expect(await visit.t.sentMail()).toEqual([]);
  // A mailbox cannot be flooded.
  for (let time = 0; time < 8; time += 1) expect((await visit.ask("access", ADA)).status).toBe(303);
  await visit.t.drain();
  expect(await visit.t.sentMail()).toHaveLength(5);
});

test("a request that nobody confirms lapses and forgets who asked", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.ask("access", ADA);
  await visit.t.drain();
  const { path } = await visit.mail("confirm");
  visit.t.clock.advance("P8D");
  await tidyRequests(visit.t.ctx, visit.parts);
  expect((await visit.get(path)).status).toBe(404);
  const row = await visit.t.ctx.db.selectFrom("request").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "lapsed", sealed_person: null, person_label: "–" });
  expect(await visit.t.ctx.db.selectFrom("request_identifier").selectAll().execute()).toEqual([]);
});
