import { describe, expect, it } from "vitest";
import { contentDigest } from "./content-digest.ts";
import { sharedSecret } from "./exchange-key.ts";
import { SERVICE_ERRORS, type ServiceErrorCode } from "./protocol.ts";
import { createRightsHandler } from "./serve-rights.ts";
import type { ServedRights } from "./served-rights.ts";
import { checkExchange, readSignatureFields, signExchange } from "./sign-exchange.ts";

const key = sharedSecret("0123456789abcdef0123456789abcdef");
const base = "https://shop.example.org/rights/";
const now = 1_767_225_600;
const done = { state: "done", tables: [], residue: [] } as const;
const rights: ServedRights = {
  describe: () => ({
    name: "Shop",
    identifiers: [],
    tables: [],
    capabilities: { scope: true, restriction: "no", rectification: "no", residue: "no", undo: "It is gone." },
  }),
  find: () => ({ subjects: [], findings: [] }),
  export: () => ({ plan: { subjects: [], tables: [], gaps: [] }, rows: [] }),
  erase: () => done,
  status: () => ({ state: "unknown" }),
};
const person = { identifiers: [], keys: [] };
const run = { person, scope: { tables: [], categories: [] }, today: "2026-01-01", mode: "run", approved: [] };

/** A request signed as it must be, but for what `change` does to it afterwards. */
function makeRequest(
  endpoint: string,
  body: string,
  change: (headers: Headers) => void = () => {},
  method = "POST",
): Request {
  const headers = new Headers({ "content-digest": contentDigest(Buffer.from(body)) });
  const fields = signExchange("request", { method, targetUri: base + endpoint, headers }, key, { now });
  headers.set("signature-input", fields.signatureInput);
  headers.set("signature", fields.signature);
  change(headers);
  return new Request(base + endpoint, { method, headers, ...(method === "GET" ? {} : { body }) });
}

async function expectError(request: Request, code: ServiceErrorCode, isSigned: boolean): Promise<string> {
  const handle = createRightsHandler({ key, rights, now: () => now });
  const message = { method: request.method, targetUri: request.url, headers: request.headers };
  const answer = await handle(request);
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  expect([answer.status, error.code]).toEqual([SERVICE_ERRORS[code], code]);
  expect(answer.headers.has("signature")).toBe(isSigned);
  if (isSigned) {
    const signable = { status: answer.status, headers: answer.headers, request: message };
    checkExchange("answer", signable, readSignatureFields(answer.headers), key, now);
  }
  return error.message;
}

describe("the handler", () => {
  it.each<[string, ServiceErrorCode, (headers: Headers) => void]>([
    ["without a signature", "signature_missing", (headers) => headers.delete("signature")],
    ["with another label", "signature_missing", (headers) => headers.set("signature", "sig=:aGk=:")],
    ["with a signature that cannot be read", "signature_malformed", (headers) => headers.set("signature", "kept=((")],
    ["with a list for a signature", "signature_malformed", (headers) => headers.set("signature", "kept=(1 2)")],
    ["with another signature", "signature_invalid", (headers) => headers.set("signature", "kept=:aGk=:")],
    ["without a digest", "signature_invalid", (headers) => headers.delete("content-digest")],
    [
      "with another digest",
      "signature_invalid",
      (headers) => headers.set("content-digest", contentDigest(Buffer.from("x"))),
    ],
    [
      "that covers what is not there",
      "signature_malformed",
      (headers) => headers.set("signature-input", (headers.get("signature-input") ?? "").replace("(", '("x-none" ')),
    ],
    [
      "of another tag",
      "signature_incomplete",
      (headers) =>
        headers.set("signature-input", (headers.get("signature-input") ?? "").replace("kept-rights", "other")),
    ],
    [
      "without a nonce",
      "signature_incomplete",
      (headers) => headers.set("signature-input", (headers.get("signature-input") ?? "").replace(/nonce="[^"]*";/, "")),
    ],
    [
      "of another key",
      "key_unknown",
      (headers) =>
        headers.set("signature-input", (headers.get("signature-input") ?? "").replace('keyid="kept"', 'keyid="x"')),
    ],
    [
      "with a weaker algorithm",
      "signature_invalid",
      (headers) =>
        headers.set("signature-input", (headers.get("signature-input") ?? "").replace("hmac-sha256", "none")),
    ],
  ])("refuses a message %s, and signs nothing", async (_, code, change) => {
    await expectError(makeRequest("find", JSON.stringify({ person }), change), code, false);
  });

  it.each([
    ["find", "secret", "The message is not JSON in UTF-8."],
    ["find", "[]", "The message must be an object."],
    ["find", "{}", "person is missing."],
    ["find", JSON.stringify({ person, ada: 1 }), "The message may have only the properties person."],
    [
      "find",
      JSON.stringify({ person: { ...person, keys: [{ table: 5, key: [] }] } }),
      "person.keys[0].table must be text.",
    ],
    ["status", JSON.stringify({ idempotencyKey: "ada" }), "idempotencyKey must be 16 to 128 letters, digits, - or _."],
    [
      "erase",
      JSON.stringify({ ...run, idempotencyKey: "0".repeat(20), approved: null }),
      "approved must be given for a run.",
    ],
    [
      "erase",
      JSON.stringify({ ...run, idempotencyKey: "0".repeat(20), today: "1.1.26" }),
      "today must be a date like 2026-01-31.",
    ],
  ])("says where a message to %s is wrong, and not what stood there", async (endpoint, body, message) => {
    expect(await expectError(makeRequest(endpoint, body), "message_malformed", true)).toBe(message);
  });

  it("knows its endpoints, their methods and its limit", async () => {
    await expectError(makeRequest("everything", "{}"), "endpoint_unknown", false);
    await expectError(makeRequest("find", "", undefined, "GET"), "method_not_allowed", false);
    await expectError(makeRequest("find", " ".repeat(1_048_577)), "message_too_large", false);
  });

  it("has room for only so many messages at once", async () => {
    const nonces = { note: () => "full" as const };
    const handle = createRightsHandler({ key, rights, nonces, now: () => now });
    expect((await handle(makeRequest("", "", undefined, "GET"))).status).toBe(503);
  });
});
