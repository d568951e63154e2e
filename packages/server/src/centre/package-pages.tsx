/** The address at which a package is fetched. */
import { openLink } from "../platform/crypto/signed-links.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { fetchPackage } from "../requests/fetch-package.ts";
import { readRequest } from "../requests/read-request.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { downloadTexts } from "./download-texts.ts";
import { frameTexts } from "./frame-texts.ts";
import { link, MessagePage } from "./layout.tsx";
import { PackagePage } from "./package-page.tsx";
import { asPerson, frameOf, type PageAnswer, type PageContext, refuseLink, respond } from "./page-answers.tsx";

export function addPackagePages(pages: PageRouter, parts: RequestParts): void {
  const gone = (c: PageContext): PageAnswer => {
    const frame = frameOf(parts, c);
    const texts = downloadTexts[frame.language];
    const action = { label: frameTexts[frame.language].toStart, href: link(frame, centrePath.home()) };
    return respond(c, <MessagePage frame={frame} title={texts.goneTitle} text={texts.goneText} action={action} />, 410);
  };
  pages.get(centrePath.package(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.package, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const request = await readRequest(asPerson(c.var.ctx, opened.subject), parts, opened.subject);
    if (request.package?.state !== "ready") return gone(c);
    const frame = frameOf(parts, c);
    return respond(c, <PackagePage frame={frame} pack={request.package} token={token} expiresAt={opened.expiresAt} />);
  });
  // A write, because the fetch is recorded, and so that no program that opens links fetches it.
  pages.post(centrePath.package(":token"), async (c) => {
    const opened = await openLink(c.var.ctx, LINKS.package, c.req.param("token") ?? "");
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    try {
      return await fetchPackage(asPerson(c.var.ctx, opened.subject), parts, opened.subject);
    } catch (error) {
      if (error instanceof ProblemError && error.code === "package_missing") return gone(c);
      throw error;
    }
  });
}
