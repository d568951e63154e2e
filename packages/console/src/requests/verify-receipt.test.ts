import { generateKeyPairSync, sign } from "node:crypto";
import type { SignedReceipt } from "@kept/contract/packages";
import { exampleReceipt } from "@kept/contract/request-examples";
import { describe, expect, it } from "vitest";
import { canonicalJson, verifyReceipt } from "./verify-receipt.ts";

function signReceipt(): SignedReceipt {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { receipt } = exampleReceipt;
  const value = sign(null, Buffer.from(canonicalJson(receipt)), privateKey).toString("base64url");
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return { receipt, signature: { algorithm: "Ed25519", keyId: "key-1", publicKey: pem, value } };
}

describe("verifyReceipt", () => {
  it("accepts what was signed, in whatever order its keys arrive", async () => {
    const signed = signReceipt();
    const reordered = Object.fromEntries(Object.entries(signed.receipt).reverse()) as SignedReceipt["receipt"];
    await expect(verifyReceipt({ ...signed, receipt: reordered })).resolves.toBe("valid");
  });

  it("refuses a changed receipt, another key and a broken signature", async () => {
    const signed = signReceipt();
    const changed = { ...signed, receipt: { ...signed.receipt, controller: "Another Ltd" } };
    await expect(verifyReceipt(changed)).resolves.toBe("invalid");
    const other = { ...signed, signature: { ...signed.signature, publicKey: signReceipt().signature.publicKey } };
    await expect(verifyReceipt(other)).resolves.toBe("invalid");
    const broken = { ...signed, signature: { ...signed.signature, value: "c2ln" } };
    await expect(verifyReceipt(broken)).resolves.toBe("invalid");
    await expect(verifyReceipt(exampleReceipt)).resolves.toBe("invalid");
  });
});

describe("canonicalJson", () => {
  it("sorts keys at every depth and keeps the order of lists", () => {
    expect(canonicalJson({ b: [2, 1, { z: null, y: "ä" }], a: 1.0 })).toBe('{"a":1,"b":[2,1,{"y":"ä","z":null}]}');
  });

  it("sorts by UTF-16 code units, as RFC 8785 demands", () => {
    expect(canonicalJson({ "\u{1f600}": 1, "\ufb33": 2 })).toBe('{"\u{1f600}":1,"\ufb33":2}');
  });
});
