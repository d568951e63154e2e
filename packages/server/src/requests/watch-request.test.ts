/** Whoever watches a request sees where it stands, then every step of the run. */
import { expect, test } from "vitest";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";
import { watchRequest } from "./watch-request.ts";

test("a stream begins with the present and ends with what happened", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  const leaving = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { data } of watchRequest(visit.t.ctx, visit.parts, request.id, leaving.signal)) {
      seen.push(data.type === "progress" ? "progress" : data.state);
      if (data.type === "state" && data.state === "done") leaving.abort();
    }
  })();
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  await watching;
  expect(seen.filter((word) => word !== "progress")).toEqual([
    "awaiting_approval",
    "planned",
    "running",
    "acting",
    "verified",
    "done",
  ]);
  expect(seen).toContain("progress");
});
