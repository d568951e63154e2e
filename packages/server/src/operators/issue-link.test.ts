import { expect, it } from "vitest";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { proveLocal } from "./issue-link.ts";

const call = (body: unknown) => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

it("lets in whoever can read the secret, and nobody else", async () => {
  await using t = await createTestCtx();
  const at = t.ctx.clock.now().toString({ fractionalSecondDigits: 3 });
  const person = { email: "lead@example.org", name: "Lead", role: "privacy-lead" };
  const proof = proveLocal(t.ctx.keys, person.email, at);
  const good = await t.app.request("/api/operators/sign-in-link", call({ ...person, at, proof }));
  expect(good.status).toBe(201);
  expect(((await good.json()) as { signInUrl: string }).signInUrl).toContain("/sign-in/");

  const early = t.ctx.clock.now().subtract({ seconds: 61 }).toString({ fractionalSecondDigits: 3 });
  const wrong = [
    { ...person, at, proof: proof.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) },
    { ...person, at, email: "other@example.org", proof },
    { ...person, at: early, proof: proveLocal(t.ctx.keys, person.email, early) },
  ];
  for (const body of wrong) {
    const refused = await t.app.request("/api/operators/sign-in-link", call(body));
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "local_proof_wrong" });
  }
});
