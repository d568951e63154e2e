/** A processor as we know it: what it can do, and the certificate by which its word counts. */
import type { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Reach } from "@kept/connectors/http/guarded-address";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import * as z from "zod";
import type { Ctx } from "../platform/ctx.ts";
import { callOpendsr, OpendsrFailure, type RawAnswer } from "./call-opendsr.ts";
import { checkCertificate } from "./certificate.ts";
import type { OpendsrChannel } from "./opendsr-config.ts";
import { GENERATIONS, isSignedBody } from "./signed-body.ts";

export interface Processor {
  readonly base: string;
  readonly reach: Reach;
  readonly domain: string;
  readonly requests: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly certificate: X509Certificate;
  readonly types: readonly string[];
  readonly identities: readonly { readonly identity_type: string; readonly identity_format: string }[];
}

export interface ProcessorSource {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Of the configuration. */
  readonly folder: string;
}

/** The published example lists nothing that must be there beyond this. */
const discoverySchema = z.object({
  supported_identities: z.array(z.object({ identity_type: z.string(), identity_format: z.string() })).max(200),
  supported_subject_request_types: z.array(z.string()).max(50),
  processor_certificate: z.url(),
});

/** Asks the processor who it is, and believes nothing that its certificate does not bear. @throws OpendsrFailure and others */
export async function discoverProcessor(
  ctx: Ctx,
  source: ProcessorSource,
  recipient: string,
  channel: OpendsrChannel,
): Promise<Processor> {
  const url = typeof channel.url === "string" ? channel.url : source.variables[channel.url.env];
  const token = channel.token === undefined ? undefined : source.variables[channel.token.env];
  if (url === undefined || (channel.token !== undefined && token === undefined)) {
    throw new OpendsrFailure("channel_not_configured");
  }
  const { base, reach } = readServiceAddress(recipient, url, channel.allowPrivateAddress);
  const domain = channel.domain ?? new URL(base).hostname;
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await callOpendsr(`${base}discovery`, { method: "GET", reach, headers });
  if (answer.status !== 200) throw new OpendsrFailure(`answered_${answer.status}`);
  const found = discoverySchema.safeParse(parseJson(answer.body));
  if (!found.success) throw new OpendsrFailure("discovery_invalid");
  // The certificate is public, so the token stays here; whose it is, the chain has to show.
  const pem = await callOpendsr(found.data.processor_certificate, { method: "GET", reach });
  if (pem.status !== 200) throw new OpendsrFailure("certificate_missing");
  const authorities =
    channel.authorities === undefined ? "" : await readFile(resolve(source.folder, channel.authorities), "utf8");
  const now = new Date(ctx.clock.now().epochMilliseconds);
  return {
    base,
    reach,
    domain,
    headers,
    requests: `${base}${GENERATIONS[channel.legacy ? "opengdpr" : "opendsr"].requests}`,
    certificate: checkCertificate(pem.body.toString("utf8"), domain, authorities, now),
    types: found.data.supported_subject_request_types,
    identities: found.data.supported_identities,
  };
}

/** The answer's JSON, when the processor has signed it. @throws OpendsrFailure */
export function readSigned(processor: Processor, answer: RawAnswer): unknown {
  if (!isSignedBody(answer.body, answer.headers, processor.domain, processor.certificate)) {
    throw new OpendsrFailure("signature_invalid");
  }
  return parseJson(answer.body);
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return null;
  }
}
