/** Certificates for tests, written byte by byte: an authority of the test's own, and what it issues (RFC 5280). */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface TestAuthority {
  /** PEM of the authority's certificate. */
  readonly pem: string;
  /** A certificate for a domain, with its private key, both PEM. */
  issue(
    domain: string,
    lifetime?: { readonly from: Date; readonly to: Date },
  ): { readonly pem: string; readonly key: string };
}

const DAY_MILLISECONDS = 86_400_000;

export function makeAuthority(name: string): TestAuthority {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const lifetime = { from: new Date(Date.now() - DAY_MILLISECONDS), to: new Date(Date.now() + 365 * DAY_MILLISECONDS) };
  const pem = certify({
    subject: name,
    issuer: name,
    key: own.publicKey,
    signer: own.privateKey,
    lifetime,
    domain: null,
  });
  return {
    pem,
    issue(domain, wanted = lifetime) {
      const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
      return {
        pem: certify({
          subject: domain,
          issuer: name,
          key: pair.publicKey,
          signer: own.privateKey,
          lifetime: wanted,
          domain,
        }),
        key: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}

function certify(given: {
  readonly subject: string;
  readonly issuer: string;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly lifetime: { readonly from: Date; readonly to: Date };
  /** Null: an authority. */
  readonly domain: string | null;
}): string {
  const { subject, issuer, key, signer, lifetime, domain } = given;
  const algorithm = sequence(oid("2a8648ce3d040302"));
  const constraints = extension("551d13", sequence(domain === null ? der(0x01, Buffer.from([0xff])) : Buffer.alloc(0)));
  const names = domain === null ? [] : [extension("551d11", sequence(der(0x82, Buffer.from(domain, "ascii"))))];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer),
    sequence(time(lifetime.from), time(lifetime.to)),
    nameOf(subject),
    key.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(constraints, ...names)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, signer)]));
  const lines =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(text, "utf8")))));
}

function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`, "ascii"));
}

function extension(id: string, value: Uint8Array): Buffer {
  return sequence(oid(id), der(0x01, Buffer.from([0xff])), der(0x04, value));
}
