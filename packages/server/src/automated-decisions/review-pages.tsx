/** Where a person sends how they see a decision; the page of their request shows it. */
import { link, type PageFrame } from "../centre/layout.tsx";
import { readAnswer } from "../centre/read-form.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { PageRouter } from "../platform/slice.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import { reviewPath } from "./review-paths.ts";
import { contestDecision } from "./reviews.ts";
import type { ReviewParts } from "./tell-review.ts";

export function addReviewPages(pages: PageRouter, { kept }: ReviewParts): void {
  pages.post(reviewPath.contest(":token", ":decisionId"), async (c) => {
    const frame: PageFrame = { kept, language: c.var.language, path: c.req.path };
    const token = c.req.param("token") ?? "";
    const decisionId = c.req.param("decisionId") ?? "";
    const back = link(frame, centrePath.status(token));
    const opened = await openLink(c.var.ctx, LINKS.status, token);
    // A link that is no good is said by the page that it leads to.
    if (!opened.ok) return c.redirect(back, 303);
    const view = await readAnswer(c.req.raw);
    if (view === "") return c.redirect(`${back}${back.includes("?") ? "&" : "?"}missing=${decisionId}`, 303);
    await contestDecision(c.var.ctx.as({ kind: "person", id: opened.subject }), opened.subject, decisionId, view);
    return c.redirect(back, 303);
  });
}
