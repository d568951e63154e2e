/** The address at which a package is fetched. */
import { openLink } from "../platform/crypto/signed-links.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { fetchPackage } from "../requests/fetch-package.ts";
import { findOwnAnswer } from "../requests/own-rows.ts";
import { readRequest } from "../requests/read-request.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { downloadTexts } from "./download-texts.ts";
import { frameTexts } from "./frame-texts.ts";
import { link, MessagePage } from "./layout.tsx";
import { PackagePage } from "./package-page.tsx";
import { asPerson, frameOf, type PageAnswer, type PageContext, refuseLink, respond } from "./page-answers.tsx";

export function addPackagePages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.package(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.package, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const request = await readRequest(asPerson(c.var.ctx, opened.subject), parts, opened.subject);
    if (request.package?.state !== "ready") return await packageGone(parts, c);
    const frame = frameOf(parts, c);
    const mayLook = (await findOwnAnswer(c.var.ctx, opened.subject)) !== null;
    const page = { frame, pack: request.package, token, expiresAt: opened.expiresAt, mayLook };
    return respond(c, <PackagePage {...page} />);
  });
  // A write, because the fetch is recorded, and so that no program that opens links fetches it.
  pages.post(centrePath.package(":token"), async (c) => {
    const opened = await openLink(c.var.ctx, LINKS.package, c.req.param("token") ?? "");
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    try {
      return await fetchPackage(asPerson(c.var.ctx, opened.subject), parts, opened.subject);
    } catch (error) {
      if (error instanceof ProblemError && error.code === "package_missing") return await packageGone(parts, c);
      throw error;
    }
  });
}

/** Its file was deleted after its time. */
export function packageGone(parts: RequestParts, c: PageContext): PageAnswer {
  const frame = frameOf(parts, c);
  const texts = downloadTexts[frame.language];
  const action = { label: frameTexts[frame.language].toStart, href: link(frame, centrePath.home()) };
  return respond(c, <MessagePage frame={frame} title={texts.goneTitle} text={texts.goneText} action={action} />, 410);
}
