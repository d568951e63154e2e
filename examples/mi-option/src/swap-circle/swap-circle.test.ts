/** Swap Circle takes in what a person has allowed, once, and sends nobody's browser anywhere else. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningSwapCircle, SWAP_CIRCLE_CLIENT, startSwapCircle } from "./swap-circle.ts";
import { countItems } from "./swap-circle-database.ts";

const BACK = "http://localhost:4600/privacy/transfer/back";
const VERIFIER = "a-verifier-that-is-long-enough-to-be-one-of-them";
let folder: string;
let path: string;
let circle: RunningSwapCircle;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kept-swap-circle-"));
  path = join(folder, "swap-circle.db");
  circle = await startSwapCircle({ databasePath: path, port: 0, returnsTo: () => BACK });
});
afterAll(async () => {
  await circle.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (more: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({
    response_type: "code",
    client_id: SWAP_CIRCLE_CLIENT,
    redirect_uri: BACK,
    state: "s",
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    ...more,
  });

/** Where the browser goes once the person has answered. */
async function answer(word: "yes" | "no"): Promise<URL> {
  const body = asked({ answer: word });
  const response = await fetch(`${circle.url}/authorise`, { method: "POST", body, redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

async function redeem(code: string, verifier = VERIFIER): Promise<{ access_token?: string; error?: string }> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: SWAP_CIRCLE_CLIENT,
    code,
    code_verifier: verifier,
  });
  return (await (await fetch(`${circle.url}/token`, { method: "POST", body })).json()) as { access_token?: string };
}

const send = async (token: string, key: string) =>
  (
    await fetch(`${circle.url}/items/blobs`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "idempotency-key": key, "content-type": "application/json" },
      body: "{}",
    })
  ).status;

test("takes an item once, with a token that the person allowed", async () => {
  expect(await (await fetch(`${circle.url}/authorise?${asked()}`)).text()).toContain("Yes, take it in");
  const back = await answer("yes");
  expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([BACK, "s"]);
  const code = back.searchParams.get("code") ?? "";
  const { access_token: token = "" } = await redeem(code);
  expect([await send(token, "one"), await send(token, "one"), await send(token, "two")]).toEqual([201, 201, 201]);
  expect(countItems(path)).toMatchObject([{ vertical: "blobs", items: 2, bytes: 4 }]);
  expect(await (await fetch(circle.url)).text()).toContain("What has come from mi Option");
  expect(await redeem(code)).toEqual({ error: "invalid_grant" });
});

test("gives nothing to whoever did not ask, was not allowed, or sends people elsewhere", async () => {
  const refused = await answer("no");
  expect([refused.searchParams.get("error"), refused.searchParams.get("code")]).toEqual(["access_denied", null]);
  const code = (await answer("yes")).searchParams.get("code") ?? "";
  expect(await redeem(code, "another-verifier-than-the-one-that-was-asked-with")).toEqual({ error: "invalid_grant" });
  // A wrong guess uses the code up.
  expect(await redeem(code)).toEqual({ error: "invalid_grant" });
  const before = countItems(path);
  expect(await send("made-up", "three")).toBe(401);
  expect(countItems(path)).toEqual(before);
  for (const wrong of [
    { redirect_uri: "https://elsewhere.example.org/" },
    { client_id: "somebody" },
    { code_challenge_method: "plain" },
  ]) {
    expect((await fetch(`${circle.url}/authorise?${asked(wrong)}`)).status).toBe(400);
    const body = asked({ ...wrong, answer: "yes" });
    const response = await fetch(`${circle.url}/authorise`, { method: "POST", body, redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  }
});
