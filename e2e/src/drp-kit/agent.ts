/** An authorised agent of the Data Rights Protocol 1.0, written from the protocol alone: it shares no code with what it tests. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";

export interface KitAgent {
  /** Its id in the directory of the provider. */
  readonly id: string;
  /** The 32 bytes of its Ed25519 seed. */
  readonly seed: Uint8Array;
}

export interface KitAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** The body when it is a JSON object, else empty. */
  readonly json: Readonly<Record<string, unknown>>;
}

const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

function privateKey(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
}

/** What the directory holds as `verify_key`. */
export function verifyKeyOf(seed: Uint8Array): string {
  const { x = "" } = createPublicKey(privateKey(seed)).export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("base64");
}

/** Signature and message in one, in base64. */
export function combine(seed: Uint8Array, message: string): string {
  const bytes = Buffer.from(message, "utf8");
  return Buffer.concat([sign(null, bytes, privateKey(seed)), bytes]).toString("base64");
}

/** A call; a provider that asks callers to slow down is waited for. */
export async function callProvider(
  url: string,
  init: { readonly method: string; readonly token?: string; readonly body?: string },
): Promise<KitAnswer> {
  for (;;) {
    const response = await fetch(url, {
      method: init.method,
      redirect: "manual",
      headers: {
        ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
        ...(init.body === undefined ? {} : { "content-type": "text/plain" }),
      },
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    const text = await response.text();
    const wait = Number(response.headers.get("retry-after") ?? 0);
    if (response.status === 429 && wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
      continue;
    }
    return { status: response.status, type: response.headers.get("content-type") ?? "", text, json: parse(text) };
  }
}

function parse(text: string): KitAnswer["json"] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
