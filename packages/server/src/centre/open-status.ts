/** The link of a request's own page, and how its systems are called there. */
import type { RequestDetail } from "@kept/contract/requests";
import { type OpenedLink, openLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { readRequest } from "../requests/read-request.ts";
import { LINKS } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { PageFrame } from "./layout.tsx";
import { asPerson, type PageContext } from "./page-answers.tsx";

/** Opens a status link and reads its request as the person. */
export async function openStatus(
  parts: RequestParts,
  c: PageContext,
): Promise<{ ok: true; ctx: Ctx; request: RequestDetail; token: string } | (OpenedLink & { ok: false })> {
  const token = c.req.param("token") ?? "";
  const opened = await openLink(c.var.ctx, LINKS.status, token);
  if (!opened.ok) return opened;
  const ctx = asPerson(c.var.ctx, opened.subject);
  return { ok: true, ctx, request: await readRequest(ctx, parts, opened.subject), token };
}

/** What a system is called, also one that the configuration does not name any more. */
export function titlesIn({ systems }: RequestParts, { language }: PageFrame): (system: string) => string {
  return (system) => (systems.names.includes(system) ? systems.title(system, language) : system);
}
