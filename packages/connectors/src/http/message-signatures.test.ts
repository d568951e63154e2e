import { createPrivateKey, createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentDigest, matchesContentDigest } from "./content-digest.ts";
import {
  ed25519SigningKey,
  ed25519VerifyingKey,
  hmacKey,
  KeyUnusable,
  readExchangeKey,
  sharedSecret,
} from "./exchange-key.ts";
import { checkSignature, component, type SignableMessage, signatureBase } from "./message-signatures.ts";
import { createNonceMemory } from "./nonce-memory.ts";
import { checkExchange, readSignatureFields, signExchange } from "./sign-exchange.ts";
import { FieldMalformed, parseDictionary, writeInnerList } from "./structured-fields.ts";

/** The example request of RFC 9421, appendix B.2, and its keys of appendix B.1. */
const rfcRequest: SignableMessage = {
  method: "POST",
  targetUri: "https://example.com/foo?param=Value&Pet=dog",
  headers: new Headers({
    date: "Tue, 20 Apr 2021 02:07:55 GMT",
    "content-type": "application/json",
    "content-length": "18",
    "content-digest":
      "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
  }),
};
const rfcSecret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";
const rfcEd25519 = createPrivateKey({
  key: Buffer.from("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF", "base64"),
  format: "der",
  type: "pkcs8",
});

function baseOf(signatureInput: string, label: string): string {
  const list = parseDictionary(signatureInput).get(label);
  if (list === undefined || !("items" in list)) throw new Error("No such label.");
  expect(`${label}=${writeInnerList(list)}`).toBe(signatureInput);
  return signatureBase(rfcRequest, list);
}

describe("RFC 9421, appendix B.2", () => {
  it("gives the hmac-sha256 signature of B.2.5", () => {
    const base = baseOf(
      'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      "sig-b25",
    );
    const key = hmacKey("test-shared-secret", Buffer.from(rfcSecret, "base64"));
    const signature = "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=";
    expect(Buffer.from(key.sign(Buffer.from(base))).toString("base64")).toBe(signature);
    expect(key.verify(Buffer.from(base), Buffer.from(signature, "base64"))).toBe(true);
    expect(key.verify(Buffer.from(`${base} `), Buffer.from(signature, "base64"))).toBe(false);
  });

  it("gives the ed25519 signature of B.2.6", () => {
    const base = baseOf(
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      "sig-b26",
    );
    expect(createPublicKey(rfcEd25519).export({ format: "jwk" }).x).toBe("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
    const own = ed25519SigningKey("test-key-ed25519", String(rfcEd25519.export({ format: "pem", type: "pkcs8" })));
    const peer = ed25519VerifyingKey(
      "test-key-ed25519",
      String(createPublicKey(rfcEd25519).export({ format: "pem", type: "spki" })),
    );
    const signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    expect(Buffer.from(own.sign(Buffer.from(base))).toString("base64")).toBe(signature);
    expect(peer.verify(Buffer.from(base), Buffer.from(signature, "base64"))).toBe(true);
    expect(peer.verify(Buffer.from(`${base} `), Buffer.from(signature, "base64"))).toBe(false);
  });
});

describe("a signed exchange", () => {
  const key = sharedSecret("0123456789abcdef0123456789abcdef");
  const now = 1_767_225_600;
  const makeRequest = () => {
    const headers = new Headers({ "content-digest": contentDigest(Buffer.from("{}")) });
    const request = { method: "POST", targetUri: "https://shop.example.org/rights/find", headers };
    const fields = signExchange("request", request, key, { now });
    headers.set("signature-input", fields.signatureInput);
    headers.set("signature", fields.signature);
    return { request, fields };
  };
  const check = (request: SignableMessage, time = now, with_ = key) =>
    checkExchange("request", request, readSignatureFields(request.headers), with_, time);

  it("holds as it was sent, and a little later", () => {
    const { request } = makeRequest();
    expect(check(request, now + 100).covered).toEqual(['"@method"', '"@target-uri"', '"content-digest"']);
  });

  it.each([
    ["another method", { method: "PUT" }, "signature_invalid"],
    ["another address", { targetUri: "https://shop.example.org/rights/erase" }, "signature_invalid"],
    [
      "another content",
      { headers: new Headers({ "content-digest": contentDigest(Buffer.from("[]")) }) },
      "signature_missing",
    ],
  ])("does not hold for %s", (_, change, code) => {
    const { request } = makeRequest();
    expect(() => check({ ...request, ...change })).toThrow(expect.objectContaining({ code }));
  });

  it("does not hold with another digest, key, or key id, or without what must be covered", () => {
    const { request, fields } = makeRequest();
    const changed = new Headers(request.headers);
    changed.set("content-digest", contentDigest(Buffer.from("[]")));
    expect(() => check({ ...request, headers: changed })).toThrow(
      expect.objectContaining({ code: "signature_invalid" }),
    );
    const other = sharedSecret("another secret of thirty-two bytes");
    expect(() => check(request, now, other)).toThrow(expect.objectContaining({ code: "signature_invalid" }));
    const renamed = sharedSecret("0123456789abcdef0123456789abcdef", "other");
    expect(() => check(request, now, renamed)).toThrow(expect.objectContaining({ code: "key_unknown" }));
    const less = new Headers(request.headers);
    less.set("signature-input", fields.signatureInput.replace(' "content-digest"', ""));
    expect(() => check({ ...request, headers: less })).toThrow(
      expect.objectContaining({ code: "signature_incomplete" }),
    );
  });

  it("is good for its time only", () => {
    const { request } = makeRequest();
    for (const time of [now - 61, now + 181]) {
      expect(() => check(request, time)).toThrow(expect.objectContaining({ code: "signature_expired" }));
    }
    const headers = new Headers(request.headers);
    const long = { created: now, expires: now + 100_000, nonce: "0123456789abcdef", tag: "kept-rights" };
    const options = { required: [component("@method")], tag: "kept-rights", now, skew: 60, maxAge: 600 };
    const list = { items: [component("@method")], parameters: Object.entries({ ...long, keyid: "kept" }) };
    const signature = Buffer.from(key.own.sign(Buffer.from(signatureBase(request, list)))).toString("base64");
    const fields = { signatureInput: `a=${writeInnerList(list)}`, signature: `a=:${signature}:` };
    expect(() => checkSignature({ ...request, headers }, "a", fields, key.peer, options)).toThrow(
      expect.objectContaining({ code: "signature_expired" }),
    );
  });

  it("binds an answer to the one request it answers", () => {
    const first = makeRequest();
    const second = makeRequest();
    const headers = new Headers({
      "content-type": "application/json",
      "content-digest": contentDigest(Buffer.from("{}")),
    });
    const answer = { status: 200, headers, request: first.request };
    const fields = signExchange("answer", answer, key, { now });
    expect(checkExchange("answer", answer, fields, key, now).nonce).not.toBe("");
    for (const change of [{ request: second.request }, { status: 500 }]) {
      expect(() => checkExchange("answer", { ...answer, ...change }, fields, key, now)).toThrow(
        expect.objectContaining({ code: "signature_invalid" }),
      );
    }
    // An answer cannot be sent back as a request.
    expect(() => checkExchange("request", first.request, fields, key, now)).toThrow(
      expect.objectContaining({ code: "signature_incomplete" }),
    );
  });
});

describe("structured fields", () => {
  it.each(["a=1,", "a=1, a=2", "a=(1", 'a="x', "a=:a:", "a=:YR==:", "A=1", "a=1;b=2;b=3", 'a="\u00e9"', "=1", "a==1"])(
    "refuses %s",
    (text) => {
      expect(() => parseDictionary(text)).toThrow(FieldMalformed);
    },
  );

  it("reads what it writes", () => {
    const text = '("a" "b";req;key="k\\"\\\\");n=-5;t=?0;x=:aGk=:';
    const list = parseDictionary(`s=${text}`).get("s");
    if (list === undefined || !("items" in list)) throw new Error("No list.");
    expect(writeInnerList(list)).toBe(text);
  });
});

describe("keys", () => {
  it("refuses what cannot be used, without quoting it", () => {
    for (const text of ["too-short-secret", "-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----"]) {
      expect(() => readExchangeKey(text)).toThrow(KeyUnusable);
      expect(() => readExchangeKey(text)).not.toThrow(/secretsecret|too-short-secret/);
    }
    expect(() => sharedSecret("x".repeat(32), "two words")).toThrow(KeyUnusable);
  });

  it("knows the digest of a content, beside others", () => {
    const sha256 = Buffer.from(contentDigest(Buffer.from("x")).slice(9, -1), "base64");
    expect(matchesContentDigest(`sha-512=:aGk=:, ${contentDigest(Buffer.from("x"))}`, sha256)).toBe(true);
    for (const field of ["", "sha-512=:aGk=:", contentDigest(Buffer.from("y")), "sha-256=:aGk=:", "sha-256=1", "(("]) {
      expect(matchesContentDigest(field, sha256)).toBe(false);
    }
  });
});

describe("nonce memory", () => {
  it("forgets only what is past, and says when it is full", () => {
    let now = 100;
    const memory = createNonceMemory({ limit: 2, now: () => now });
    expect([memory.note("a", 110), memory.note("a", 110), memory.note("b", 120), memory.note("c", 130)]).toEqual([
      "new",
      "seen",
      "new",
      "full",
    ]);
    now = 111;
    expect([memory.note("c", 130), memory.note("b", 120), memory.note("a", 140)]).toEqual(["new", "seen", "full"]);
  });
});
