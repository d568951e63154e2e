/** How pages of the privacy centre are answered: the frame from the call, the page as HTML, and links that lead nowhere. */
import type { Context } from "hono";
import { html } from "hono/html";
import type { KeptConfig } from "../kept-config.ts";
import type { OpenedLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { PageVariables } from "../platform/slice.ts";
import { BrokenLinkPage } from "./broken-link-page.tsx";
import type { PageFrame } from "./layout.tsx";

export type PageContext = Context<{ Variables: PageVariables }>;
export type PageAnswer = Response | Promise<Response>;
export type Markup = Parameters<typeof html>[1];

/** `path`: where the switch of languages leads, if not to the address of the call (one that was posted to has no page). */
export function frameOf({ kept }: { readonly kept: KeptConfig }, c: PageContext, path: string = c.req.path): PageFrame {
  return { kept, language: c.var.language, path };
}

export type PageStatus = 200 | 400 | 404 | 410 | 422;

export function respond(c: PageContext, content: Markup, status: PageStatus = 200): PageAnswer {
  return c.html(html`<!doctype html>${content}`, status);
}

/** `again`: what the page offers instead, the links once more or a start from the beginning, or an address. */
export function refuseLink(
  parts: { readonly kept: KeptConfig },
  c: PageContext,
  { reason }: Pick<OpenedLink & { readonly ok: false }, "reason">,
  again: Parameters<typeof BrokenLinkPage>[0]["again"],
): PageAnswer {
  const page = <BrokenLinkPage frame={frameOf(parts, c)} reason={reason} again={again} />;
  return respond(c, page, reason === "unknown" ? 404 : 410);
}

/** Who holds the link is the person of the request, whoever else may be signed in in this browser. */
export function asPerson(ctx: Ctx, requestId: string): Ctx {
  return ctx.as({ kind: "person", id: requestId });
}

export function asAnonymous(ctx: Ctx): Ctx {
  return ctx.as({ kind: "person", id: "anonymous" });
}
