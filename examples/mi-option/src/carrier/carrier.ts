/** The parcel carrier, a processor of mi Option: a service of its own, which is told of erasures and obeys. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { matchesContentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { checkExchange, readSignatureFields } from "@kept/connectors/http/sign-exchange";
import { type CarrierNotice, obeyNotice } from "./carrier-database.ts";

export interface CarrierOptions {
  readonly databasePath: string;
  /** The secret that notices are signed with. */
  readonly secret: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface RunningCarrier {
  /** Where notices go. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws Error when the port cannot be had */
export async function startCarrier(options: CarrierOptions): Promise<RunningCarrier> {
  const server = serve({ fetch: (request) => receive(options, request), port: options.port, hostname: "127.0.0.1" });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notices`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
    },
  };
}

/** Nothing is parsed, and nothing done, before signature and digest hold. */
async function receive({ databasePath, secret }: CarrierOptions, request: Request): Promise<Response> {
  const { headers, method, url } = request;
  if (method !== "POST" || new URL(url).pathname !== "/notices") return new Response(null, { status: 404 });
  const body = Buffer.from(await request.arrayBuffer());
  try {
    const message = { method, targetUri: url, headers };
    checkExchange(
      "request",
      message,
      readSignatureFields(headers),
      readExchangeKey(secret),
      Math.floor(Date.now() / 1_000),
    );
  } catch {
    return new Response(null, { status: 401 });
  }
  const digest = createHash("sha256").update(body).digest();
  if (!matchesContentDigest(headers.get("content-digest") ?? "", digest)) return new Response(null, { status: 401 });
  return Response.json(obeyNotice(databasePath, JSON.parse(body.toString("utf8")) as CarrierNotice));
}
