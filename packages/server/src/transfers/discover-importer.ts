/**
 * Another controller's importer, found at the address that a person typed: what it says of itself (RFC 8414, with the importer
 * beside it), all of it at one origin. It has to know clients by the document at their address, as nobody has registered us.
 */
import { TRANSFER_VERTICALS } from "@kept/contract/transfers";
import * as z from "zod";
import { type FetchOptions, fetchDocument, isFetchable } from "../platform/http/fetch-document.ts";
import { CLIENT_DOCUMENT, type TransferParts } from "./transfer-parts.ts";
import type { DestinationConfig } from "./transfers-config.ts";

const METADATA_PATH = "/.well-known/oauth-authorization-server";

const verticalNames = TRANSFER_VERTICALS.map(({ vertical }) => vertical);

const metadataSchema = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  code_challenge_methods_supported: z.array(z.string()),
  client_id_metadata_document_supported: z.literal(true),
  data_importer: z.object({
    endpoint: z.url(),
    /** Verticals of the generic importer; those that we do not know are passed by. */
    takes: z.array(z.string()).max(50),
    controller: z.string().trim().min(1).max(200),
    receipts: z.boolean().default(false),
  }),
});

export interface Importer {
  /** Host, which is all that is certain. */
  readonly host: string;
  /** As it calls itself. */
  readonly controller: string;
  readonly destination: DestinationConfig;
}

/** Null for an address at which there is no importer that we can send to. */
export async function discoverImporter(parts: TransferParts, typed: string): Promise<Importer | null> {
  const { free } = parts.kept.transfers;
  const origin = readOrigin(typed, free);
  if (!free.allowed || origin === null) return null;
  const read = metadataSchema.safeParse(await fetchDocument(new URL(METADATA_PATH, origin), free));
  if (!read.success) return null;
  const { issuer, authorization_endpoint, token_endpoint, code_challenge_methods_supported, data_importer } = read.data;
  const { endpoint, takes, controller, receipts } = data_importer;
  const isOne = [issuer, authorization_endpoint, token_endpoint, endpoint].every(
    (address) => new URL(address).origin === origin && isFetchable(new URL(address), free),
  );
  const known = verticalNames.filter((name) => takes.includes(name));
  const sends = free.sends.filter((vertical) => known.includes(vertical));
  if (!isOne || sends.length === 0 || !code_challenge_methods_supported.includes("S256")) return null;
  const { host } = new URL(origin);
  return {
    host,
    controller,
    destination: {
      title: host,
      endpoint,
      authorise: authorization_endpoint,
      token: token_endpoint,
      issuer,
      clientId: `${parts.publicUrl}${CLIENT_DOCUMENT}`,
      scopes: [],
      sends,
      posts: [],
      calendars: [],
      media: [],
      confirms: receipts,
      allowPrivateAddress: free.allowPrivateAddress,
    },
  };
}

/** `shop.example.org`, or an address of it, becomes its origin. */
function readOrigin(typed: string, options: FetchOptions): string | null {
  const text = typed.trim();
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "" || !URL.canParse(address)) return null;
  const url = new URL(address);
  url.hash = "";
  return isFetchable(url, options) ? url.origin : null;
}
