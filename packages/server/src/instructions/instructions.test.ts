/** Instructions of controllers to us, and ours to processors: recorded, carried out, and told by hash alone (R-8.1.b). */
import type { Instruction } from "@kept/contract/instructions";
import { expect, test } from "vitest";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";

test("an instruction is recorded with its words sealed, settled once with how it was carried out, and looked at on record", async () => {
  await using t = await createTestCtx();
  const { headers } = await t.signIn("privacy-lead");
  const api = async <T>(method: string, path: string, body?: unknown) => {
    const response = await t.app.request(path, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  const text = "Keep the logs of Ada Miles for 30 days.";
  const made = await api<Instruction>("POST", "/api/instructions", {
    direction: "received",
    party: "shop",
    channel: "mail",
    text,
    at: "2026-11-20T09:00:00Z",
  });
  expect(made).toMatchObject({ status: 201, body: { state: "open", at: "2026-11-20T09:00:00.000Z", requestId: null } });
  const given = { direction: "given", party: "mailing", channel: "contract", text: "Send nothing on Sundays." };
  await api("POST", "/api/instructions", given);
  const list = async (query: string) =>
    (await api<{ instructions: Instruction[] }>("GET", `/api/instructions?${query}`)).body.instructions;
  expect((await list("open=true")).map(({ party }) => party)).toEqual(["mailing", "shop"]);
  const path = `/api/instructions/${made.body.id}`;
  const settled = { outcome: "carried-out", text: "Rotation set on three servers." };
  expect((await api("POST", `${path}/settle`, settled)).body).toMatchObject({
    state: "settled",
    outcome: "carried-out",
  });
  expect((await api<{ code: string }>("POST", `${path}/settle`, settled)).body.code).toBe("instruction_settled");
  expect((await api("GET", `${path}/content`)).body).toEqual({ text, execution: settled.text });
  expect((await list("direction=received&open=true")).length).toBe(0);
  await t.drain();
  expect(await t.ledgerTypes(made.body.id)).toEqual([
    "instruction.recorded",
    "instruction.settled",
    "instruction.viewed",
  ]);
  const kept = JSON.stringify([
    await t.ctx.db.selectFrom("ledger_entry").selectAll().execute(),
    await t.ctx.db.selectFrom("instruction").selectAll().execute(),
  ]);
  expect(kept).not.toContain("Ada Miles");
});
