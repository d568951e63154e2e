/**
 * Swap Circle, another company that people may have their data sent to: an importer with an OAuth 2 door (authorization
 * code with PKCE), and the least that a destination of direct transfers needs.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { countItems, createItems, keepItem } from "./swap-circle-database.ts";
import { createGrants } from "./swap-circle-grants.ts";
import { allowPage, overviewPage, STYLE } from "./swap-circle-pages.ts";

/** What it knows mi Option as. */
export const SWAP_CIRCLE_CLIENT = "mi-option";
const MAX_ITEM_BYTES = 16_777_216;

export interface SwapCircleOptions {
  readonly databasePath: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where browsers may be sent back to; null as long as that is not known. */
  readonly returnsTo: () => string | null;
}

export interface RunningSwapCircle {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws Error when the port cannot be had */
export async function startSwapCircle(options: SwapCircleOptions): Promise<RunningSwapCircle> {
  createItems(options.databasePath);
  const server = serve({ fetch: createSwapCircle(options).fetch, port: options.port, hostname: "127.0.0.1" });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
    },
  };
}

function createSwapCircle({ databasePath, returnsTo }: Omit<SwapCircleOptions, "port">): Hono {
  const app = new Hono();
  const grants = createGrants();
  app.use(async (c, next) => {
    await next();
    c.header("content-security-policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
    c.header("referrer-policy", "no-referrer");
  });
  app.get("/style.css", (c) => c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/", (c) => c.html(overviewPage(countItems(databasePath))));

  /** Whoever asks for something else than what was agreed on gets nobody's browser back. */
  const isAgreed = (asked: Readonly<Record<string, string>>): boolean =>
    asked["response_type"] === "code" &&
    asked["client_id"] === SWAP_CIRCLE_CLIENT &&
    asked["redirect_uri"] === returnsTo() &&
    asked["code_challenge_method"] === "S256" &&
    /^[\w-]{43}$/.test(asked["code_challenge"] ?? "");

  app.get("/authorise", (c) =>
    isAgreed(c.req.query()) ? c.html(allowPage(c.req.query())) : c.text("Not agreed with mi Option.\n", 400),
  );
  app.post("/authorise", async (c) => {
    const asked = Object.fromEntries(new URLSearchParams(await c.req.text()));
    if (!isAgreed(asked)) return c.text("Not agreed with mi Option.\n", 400);
    const back = new URL(asked["redirect_uri"] ?? "");
    back.searchParams.set("state", asked["state"] ?? "");
    if (asked["answer"] === "yes") back.searchParams.set("code", grants.allow(asked["code_challenge"] ?? ""));
    else back.searchParams.set("error", "access_denied");
    return c.redirect(back.href, 303);
  });

  app.post("/token", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const isOurs = form.get("grant_type") === "authorization_code" && form.get("client_id") === SWAP_CIRCLE_CLIENT;
    const token = isOurs ? grants.redeem(form.get("code") ?? "", form.get("code_verifier") ?? "") : null;
    if (token === null) return c.json({ error: "invalid_grant" }, 400);
    return c.json({ access_token: token, token_type: "bearer" }, 200, { "cache-control": "no-store" });
  });

  app.post("/items/:vertical{blobs|social-posts}", async (c) => {
    const import_ = grants.find((c.req.header("authorization") ?? "").replace(/^Bearer /i, ""));
    if (import_ === null) return c.json({ error: "invalid_token" }, 401);
    if (Number(c.req.header("content-length") ?? 0) > MAX_ITEM_BYTES) return c.json({ error: "item_too_large" }, 413);
    const key = c.req.header("idempotency-key");
    if (key === undefined) return c.json({ error: "idempotency_key_missing" }, 400);
    const content = new Uint8Array(await c.req.arrayBuffer());
    const type = c.req.header("content-type") ?? "";
    keepItem(databasePath, { key, import: import_, vertical: c.req.param("vertical"), type, content });
    return c.json({}, 201);
  });
  return app;
}
