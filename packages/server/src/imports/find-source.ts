/**
 * Who asks to send data here: a source of the configuration, or, where the operator is open to anybody, whoever describes
 * themselves by a document at the address that they use as `client_id`. Of those only the host is certain, and only it is named.
 */
import * as z from "zod";
import type { KeptConfig } from "../kept-config.ts";
import { fetchDocument, isFetchable } from "../platform/http/fetch-document.ts";
import type { ImportParts } from "./import-parts.ts";

const LONGEST_CLIENT = 500;

const clientSchema = z.object({
  client_id: z.url(),
  redirect_uris: z.array(z.url()).min(1).max(10),
});

/** Addresses to which the browser may go back; null: nobody that we answer. */
export async function findRedirects(parts: ImportParts, clientId: string): Promise<readonly string[] | null> {
  const source = parts.kept.imports?.sources[clientId];
  if (source !== undefined) return source.redirectUris;
  const url = readClient(parts.kept, clientId);
  const open = parts.kept.imports?.open;
  if (url === null || open === undefined) return null;
  const read = clientSchema.safeParse(await fetchDocument(url, open));
  // A document speaks for its own origin alone.
  if (!read.success || read.data.client_id !== clientId) return null;
  return read.data.redirect_uris.filter((address) => new URL(address).origin === url.origin);
}

/** The address of an unregistered client; null for every other name, and where the operator is not open to them. */
export function readClient({ imports }: Pick<KeptConfig, "imports">, clientId: string): URL | null {
  const open = imports?.open;
  if (open === undefined || clientId.length > LONGEST_CLIENT || !URL.canParse(clientId)) return null;
  const url = new URL(clientId);
  return isFetchable(url, open) && url.href === clientId ? url : null;
}

/** As people are told: a name of the configuration, or the host of who describes themselves. */
export function nameSource({ imports }: Pick<KeptConfig, "imports">, source: string): string {
  const name = imports?.sources[source]?.name;
  if (name !== undefined) return name;
  return URL.canParse(source) ? new URL(source).host : source;
}
