/** Many requests at once: each by its own checks, what is left out named, and a dry run that leaves nothing. */
import type { BulkOutcome } from "@kept/contract/bulk-requests";
import type { RequestList } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { ADA, BOB, createShop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const bulk = async (visit: Visit, body: unknown) =>
  (await visit.api<BulkOutcome>("POST", "/api/requests/bulk", body)).body;

const state = async (visit: Visit, id: string) => (await visit.detail(id)).state;

/** Everything that a change could leave behind. */
async function countRows(visit: Visit): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const table of ["request_event", "request_task", "outbox", "mail_message"] as const) {
    const row = await visit.t.ctx.db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    counts.push(Number(row.count));
  }
  return counts;
}

test("approves each at the version that was seen, and names what is left out and why", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    kept: { requests: { erasureWaitingPeriod: "PT0S", fourEyes: { refusals: true } } },
  });
  const good = await visit.request("access", ADA);
  const held = await visit.request("erasure", ADA);
  const withheld = await visit.request("access", BOB);
  const proposed = await visit.request("erasure", BOB);
  await visit.api("POST", `/api/requests/${held.id}/hold`, { reason: "Claim 12 O 345/26." });
  const part = { system: "shop", table: "messages", reason: "others_rights", text: "Messages of others." };
  const proof = { whose: "Their writers.", partial: "Nothing else is in them." };
  await visit.api("POST", `/api/requests/${withheld.id}/withhold`, { ...part, proof });
  const refusal = { reason: "legal_claims", text: "A claim.", proof: { claim: "Ours.", necessity: "Needed." } };
  await visit.api("POST", `/api/requests/${proposed.id}/refuse`, refusal);
  await visit.t.drain();
  const requests = [
    { id: good.id, planVersion: good.planVersion },
    { id: good.id, planVersion: good.planVersion },
    { id: held.id, planVersion: held.planVersion },
    { id: withheld.id, planVersion: withheld.planVersion },
    { id: proposed.id, planVersion: proposed.planVersion },
    { id: "req_unknown", planVersion: 1 },
  ];
  const before = await countRows(visit);
  const dry = await bulk(visit, { requests, do: { action: "approve" } });
  const codes = (outcome: BulkOutcome) => outcome.results.map(({ why }) => why?.code ?? null);
  const expected = [null, "request_held", "refusal_same_person", "refusal_waits", "request_not_found"];
  expect([dry.dryRun, dry.done, dry.notDone, dry.rows, codes(dry)]).toEqual([true, 1, 4, good.rows, expected]);
  expect([await countRows(visit), await state(visit, good.id)]).toEqual([before, "awaiting_approval"]);

  const stale = await bulk(visit, {
    requests: [{ id: good.id, planVersion: 7 }, { id: good.id }],
    do: { action: "approve" },
    dryRun: false,
  });
  expect(codes(stale)).toEqual(["plan_version_wrong"]);
  const real = await bulk(visit, { requests, do: { action: "approve" }, dryRun: false });
  expect(codes(real)).toEqual(expected);
  expect(real.results[1]?.why?.action).toContain("Lift the hold");
  await visit.t.drain();
  expect(await Promise.all([good, held, withheld, proposed].map(({ id }) => state(visit, id)))).toEqual([
    "done",
    ...Array(3).fill("awaiting_approval"),
  ]);
});

test("assigns, asks a colleague, extends and reminds; a reminder once a day, and who was asked is asked again", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const first = await visit.request("access", ADA);
  const second = await visit.request("access", BOB);
  const requests = [{ id: first.id }, { id: second.id }];
  const { assignees } = (await visit.api<RequestList>("GET", "/api/requests")).body;
  const operatorId = assignees[0]?.id ?? "";
  const unknown = await visit.api<{ code: string }>("POST", "/api/requests/bulk", {
    requests,
    do: { action: "assign", operatorId: "usr_unknown" },
  });
  expect([unknown.status, unknown.body.code]).toEqual([422, "operator_not_found"]);
  await bulk(visit, { requests: [{ id: first.id }], do: { action: "assign", operatorId }, dryRun: false });
  const listed = async (assigned: string) =>
    (await visit.api<RequestList>("GET", `/api/requests?assigned=${assigned}`)).body.requests.map(({ id }) => id);
  expect([await listed("me"), await listed(operatorId), await listed("nobody")]).toEqual([
    [first.id],
    [first.id],
    [second.id],
  ]);

  const task = { question: "Is there a paper file?", assignee: "warehouse@example.org", dueOn: "2026-12-01" };
  await bulk(visit, { requests, do: { action: "task", ...task }, dryRun: false });
  const extend = { action: "extend", reason: "complexity", text: "Archives have to be read back." };
  expect((await bulk(visit, { requests, do: extend, dryRun: false })).done).toBe(2);
  const again = await bulk(visit, { requests, do: extend });
  expect(again.results.map(({ why }) => why?.code)).toEqual(["extension_not_possible", "extension_not_possible"]);
  await visit.t.drain();
  expect(await visit.detail(second.id)).toMatchObject({ openTasks: 1, isExtended: true });

  const question = { cause: "clarification", reason: "Two accounts.", text: "Which of the two do you mean?" };
  await visit.api("POST", `/api/requests/${second.id}/ask`, question);
  await visit.t.drain();
  const reminded = await bulk(visit, { requests, do: { action: "remind" }, dryRun: false });
  expect(reminded.done).toBe(2);
  await visit.t.drain();
  const kinds = (await visit.t.sentMail()).map(({ kind, to }) => `${kind} ${to}`);
  expect(kinds.filter((one) => one === `request-question ${BOB}`)).toHaveLength(2);
  expect(kinds.filter((one) => one === "request-reminder operator1@example.org")).toHaveLength(1);
  const soon = await bulk(visit, { requests, do: { action: "remind" } });
  expect(soon.results.map(({ why }) => why?.code)).toEqual(["reminded_already", "reminded_already"]);
  expect(await visit.t.ledgerTypes(first.id)).toEqual(
    expect.arrayContaining(["request.assigned", "request.task-opened", "request.extended", "request.reminder-asked"]),
  );
});
