/** A residue scan of a request: finds what no map names, says what it could not look at, and goes into the receipt. */
import { createPublicKey, verify } from "node:crypto";
import type { SignedReceipt } from "@kept/contract/packages";
import type { ResidueScan } from "@kept/contract/residue-scans";
import { expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

test("what is left after an erasure is found in tables that no map names, and the receipt tells it", async () => {
  await using shop = await createShop();
  shop.db.exec(`create table mail_log (id integer primary key, line text);
    insert into mail_log values (5, 'to ADA@example.org: welcome'), (6, 'to bob@example.org: welcome')`);
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  const path = `/api/requests/${request.id}/residue-scan`;
  expect((await visit.api<ResidueScan | null>("GET", path)).body).toBeNull();

  // Before the erasure the person's own rows are accounted for by the plan.
  expect((await visit.api<ResidueScan>("POST", path, {})).body).toMatchObject({ state: "running", systems: [] });
  await visit.t.drain();
  const before = (await visit.api<ResidueScan>("GET", path)).body;
  expect(before).toMatchObject({ state: "done", plusTags: false });
  const place = (scan: ResidueScan, name: string) =>
    scan.systems[0]?.places.find(({ table, column }) => `${table}.${column}` === name);
  expect(place(before, "users.email")).toMatchObject({ rows: 1, planned: 1, keys: [] });
  expect(place(before, "mail_log.line")).toMatchObject({
    rows: 1,
    planned: 0,
    keys: [["5"]],
    categories: ["contact.email"],
  });

  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  await visit.api("POST", path, {});
  await visit.t.drain();
  const after = (await visit.api<ResidueScan>("GET", path)).body;
  expect(after.systems).toMatchObject([{ system: "shop", state: "scanned", unread: [], short: 0 }]);
  expect(after.systems[0]?.places.map(({ table, rows }) => [table, rows])).toEqual([["mail_log", 1]]);
  expect(JSON.stringify(after).toLowerCase()).not.toContain("ada@");

  const { receipt, signature } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt).toMatchObject({
    outcome: "done",
    residueScan: { systems: [{ system: "shop", scanned: true, places: 1, rows: 1 }] },
  });
  const bytes = Buffer.from(canonicalJson(receipt as unknown as JsonValue));
  expect(verify(null, bytes, createPublicKey(signature.publicKey), Buffer.from(signature.value, "base64url"))).toBe(
    true,
  );
  expect(await visit.t.ledgerTypes(request.id)).toContain("request.residue-scanned");

  // Keys of rows go with the person; counts stay.
  visit.t.clock.advance("P31D");
  await tidyRequests(visit.t.ctx, visit.parts);
  expect((await visit.api<ResidueScan>("GET", path)).body).toMatchObject({ state: "done", systems: [] });
  expect((await visit.api<{ code: string }>("POST", path, {})).body.code).toBe("request_unidentified");
});

test("of a request about a part, no more is told than that part", async () => {
  await using shop = await createShop();
  shop.db.exec(`create table mail_log (id integer primary key, line text);
    insert into mail_log values (5, 'to ADA@example.org: welcome')`);
  await using visit = await visitCentre(shop);
  const { body: request } = await visit.api<{ id: string }>("POST", "/api/requests", {
    kind: "erasure",
    identifiers: [{ kind: "email", value: ADA }],
    scope: { tables: ["orders"], categories: [] },
    verified: { by: "phone", how: "called back" },
  });
  await visit.t.drain();
  const path = `/api/requests/${request.id}/residue-scan`;
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  await visit.api("POST", path, {});
  await visit.t.drain();
  const { systems } = (await visit.api<ResidueScan>("GET", path)).body;
  expect(systems).toMatchObject([{ system: "shop", state: "scanned", places: [] }]);
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt).toMatchObject({ residueScan: { systems: [{ scanned: true, places: 0, rows: 0 }] } });
});

test("a system that does not answer, or has no way to look, is not called clean", async () => {
  await using shop = await createShop();
  const fault = { is: "unable" as "unable" | "failing" };
  await using visit = await visitCentre(shop, {
    decorate: ({ scanResidue: _, ...rights }) =>
      fault.is === "unable"
        ? { ...rights, [Symbol.asyncDispose]: async () => undefined }
        : {
            ...rights,
            scanResidue: () => Promise.reject(new Error("connection lost near ada@example.org")),
            [Symbol.asyncDispose]: async () => undefined,
          },
  });
  const request = await visit.request("access", ADA);
  const path = `/api/requests/${request.id}/residue-scan`;
  for (const [is, state] of [
    ["unable", "unable"],
    ["failing", "failed"],
  ] as const) {
    fault.is = is;
    await visit.api("POST", path, {});
    await visit.t.drain();
    const scan = (await visit.api<ResidueScan>("GET", path)).body;
    expect(scan).toMatchObject({ state: "done", systems: [{ system: "shop", state, columns: 0 }] });
    expect(JSON.stringify(scan)).not.toContain("ada@");
  }
});
