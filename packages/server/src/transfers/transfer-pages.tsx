/** The way to a destination and back. No JavaScript, and no form of ours that leads to another site. */
import { getCookie, setCookie } from "hono/cookie";
import { link, MessagePage } from "../centre/layout.tsx";
import { asPerson, frameOf, refuseLink, respond } from "../centre/page-answers.tsx";
import { Temporal } from "../platform/clock.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { PageRouter } from "../platform/slice.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import { AUTHORISING, beginTransfer, comeBack } from "./begin-transfer.ts";
import { findTransfer } from "./queries.ts";
import { destinationName } from "./transfer-part.tsx";
import { type TransferParts, transferPath } from "./transfer-parts.ts";
import { transferTexts } from "./transfer-texts.ts";

/**
 * Holds the status link's token while the person is away: coming back, the browser shows by it that it is the one that
 * left, and is led to the page that it had open. Nothing that comes in a link opens that page.
 */
const BROWSER_COOKIE = "kept_transfer";

export function addTransferPages(pages: PageRouter, parts: TransferParts): void {
  pages.post(transferPath.begin(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const texts = transferTexts[frame.language];
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.status, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const form = await c.req.raw.formData().catch(() => new FormData());
    const destination = String(form.get("destination") ?? "");
    const person = asPerson(c.var.ctx, opened.subject);
    const address = await beginTransfer(person, parts, opened.subject, destination, token);
    if (address === null) {
      const action = { label: texts.toStatus, href: link(frame, centrePath.status(token)) };
      return respond(
        c,
        <MessagePage frame={frame} title={texts.cannotTitle} text={texts.cannotText} action={action} />,
        422,
      );
    }
    setCookie(c, BROWSER_COOKIE, token, {
      path: transferPath.back(),
      httpOnly: true,
      sameSite: "Lax",
      secure: parts.publicUrl.startsWith("https:"),
      maxAge: Temporal.Duration.from(AUTHORISING).total("seconds"),
    });
    const name = destinationName(frame, destination);
    const action = { label: texts.leaveButton(name), href: address.href };
    return respond(
      c,
      <MessagePage frame={frame} title={texts.leaveTitle(name)} text={texts.leaveText(name)} action={action} />,
    );
  });
  pages.get(transferPath.back(), async (c) => {
    const frame = frameOf(parts, c);
    const of = (name: string): string => c.req.query(name) ?? "";
    const token = getCookie(c, BROWSER_COOKIE) ?? "";
    const row = await comeBack(c.var.ctx, parts, {
      browserToken: token,
      state: of("state"),
      code: of("code"),
      error: of("error"),
      issuer: of("iss"),
    });
    if (row === null) {
      const texts = transferTexts[frame.language];
      const action = { label: texts.toStatus, href: link(frame, centrePath.find()) };
      return respond(
        c,
        <MessagePage frame={frame} title={texts.unknownTitle} text={texts.unknownText} action={action} />,
        410,
      );
    }
    return c.redirect(link(frame, centrePath.status(token)), 303);
  });
  pages.get(`${transferPath.begin(":token")}/:file{trf_[0-9a-z]+\\.json}`, async (c) => {
    const opened = await openLink(c.var.ctx, LINKS.status, c.req.param("token") ?? "");
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const row = await findTransfer(c.var.ctx, (c.req.param("file") ?? "").replace(/\.json$/, ""));
    if (row?.receipt === undefined || row.receipt === null || row.request_id !== opened.subject) return c.notFound();
    return c.body(row.receipt, 200, {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${row.id}.json"`,
    });
  });
}
