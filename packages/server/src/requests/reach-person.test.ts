/** Whom we text: whoever asked by text, and nobody whose number only stands on a paper or a list. */
import type { Batch } from "@kept/contract/batches";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { verifyingKept } from "../verification/testing/verifying-kept.ts";
import { createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

const identifiers = [{ kind: "phone", value: "+4915112345678" }];
const keys = [{ system: "shop", table: "users", key: ["1"] }];
const { sms } = verifyingKept;

test("a request on paper with a telephone number on it is answered by the operator, not by a text", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { sms } });
  const verified = { by: "letter", how: "signature" };
  const { body } = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "access",
    identifiers,
    keys,
    verified,
  });
  await visit.t.drain();
  const planned = await visit.detail(body.id);
  expect(planned.state).toBe("awaiting_approval");
  await visit.api("POST", `/api/requests/${body.id}/approve`, { planVersion: planned.planVersion });
  await visit.t.drain();
  expect((await visit.detail(body.id)).state).toBe("done");
  expect(await visit.t.ctx.db.selectFrom("sms_message").selectAll().execute()).toEqual([]);
});

test.each([false, true])("nobody on a list is texted, where tell is %s", async (tell) => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { sms } });
  const people = [{ line: 1, identifiers, keys }];
  const verified = { by: "account", how: "no sign-in for three years" };
  const { body } = await visit.api<Batch>("POST", "/api/batches", { people, verified, tell });
  await visit.t.drain();
  const planned = (await visit.api<Batch>("GET", `/api/batches/${body.id}`)).body;
  await visit.api("POST", `/api/batches/${body.id}/approve`, { planVersion: planned.planVersion });
  await visit.t.drain();
  expect((await visit.api<Batch>("GET", `/api/batches/${body.id}`)).body.state).toBe("done");
  expect(await visit.t.ctx.db.selectFrom("sms_message").selectAll().execute()).toEqual([]);
});
