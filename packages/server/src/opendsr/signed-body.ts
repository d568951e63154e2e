/** Signatures of OpenDSR 2.0: over the raw body, by the processor's certificate, in two headers. */
import { type KeyObject, sign, verify, type X509Certificate } from "node:crypto";

/** Names of headers and paths in the protocol's two generations. */
export const GENERATIONS = {
  opendsr: { domain: "x-opendsr-processor-domain", signature: "x-opendsr-signature", requests: "requests" },
  opengdpr: { domain: "x-opengdpr-processor-domain", signature: "x-opengdpr-signature", requests: "opengdpr_requests" },
} as const;

export type Generation = keyof typeof GENERATIONS;

export function signBody(
  generation: Generation,
  body: Uint8Array,
  domain: string,
  key: KeyObject,
): Readonly<Record<string, string>> {
  const names = GENERATIONS[generation];
  return { [names.domain]: domain, [names.signature]: sign("sha256", body, key).toString("base64") };
}

/** Whether a body is the domain's. Asked before anything of the body is parsed. */
export function isSignedBody(
  body: Uint8Array,
  headers: { get(name: string): string | null },
  domain: string,
  certificate: X509Certificate,
): boolean {
  return Object.values(GENERATIONS).some((names) => {
    const signature = headers.get(names.signature);
    if (signature === null || headers.get(names.domain)?.toLowerCase() !== domain.toLowerCase()) return false;
    return verify("sha256", body, certificate.publicKey, Buffer.from(signature, "base64"));
  });
}
