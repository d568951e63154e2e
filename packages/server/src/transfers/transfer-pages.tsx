/** The way to a destination and back. No JavaScript, and no form of ours that leads to another site. */
import { getCookie, setCookie } from "hono/cookie";
import { link, MessagePage } from "../centre/layout.tsx";
import { asPerson, frameOf, refuseLink, respond } from "../centre/page-answers.tsx";
import { localized } from "../kept-config.ts";
import { Temporal } from "../platform/clock.ts";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { PageRouter } from "../platform/slice.ts";
import { findRequest } from "../requests/queries.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import { AUTHORISING, beginTransfer, comeBack, maySend } from "./begin-transfer.ts";
import { discoverImporter } from "./discover-importer.ts";
import { FREE } from "./find-destination.ts";
import { FreePage } from "./free-page.tsx";
import { findTransfer } from "./queries.ts";
import { CLIENT_DOCUMENT, type TransferParts, transferPath } from "./transfer-parts.ts";
import { transferTexts } from "./transfer-texts.ts";

/**
 * Holds the status link's token while the person is away: coming back, the browser shows by it that it is the one that
 * left, and is led to the page that it had open. Nothing that comes in a link opens that page.
 */
const BROWSER_COOKIE = "kept_transfer";

/** An address that a person types. */
const LONGEST_ADDRESS = 300;

export function addTransferPages(pages: PageRouter, parts: TransferParts): void {
  // Who we are, for importers that have never heard of us: this document's address is our `client_id` there.
  if (parts.kept.transfers.free.allowed) {
    pages.get(CLIENT_DOCUMENT, (c) =>
      c.json({
        client_id: `${parts.publicUrl}${CLIENT_DOCUMENT}`,
        client_name: parts.kept.controller.name,
        redirect_uris: [`${parts.publicUrl}${transferPath.back()}`],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "none",
      }),
    );
  }
  pages.post(transferPath.begin(":token"), async (c) => {
    const frame = frameOf(parts, c);
    const texts = transferTexts[frame.language];
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.status, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const form = await c.req.raw.formData().catch(() => new FormData());
    const person = asPerson(c.var.ctx, opened.subject);
    const said = (name: string): string => String(form.get(name) ?? "").trim();
    const address = said("address").slice(0, LONGEST_ADDRESS);
    const name = said("destination");
    const configured = Object.hasOwn(parts.kept.transfers.destinations, name)
      ? parts.kept.transfers.destinations[name]
      : undefined;
    let to = configured === undefined ? null : { name, destination: configured };
    if (to === null && address !== "") {
      // Asked for again before it goes there: nothing that a form holds says where data is sent.
      const request = await findRequest(person, opened.subject);
      const isOpen = request !== undefined && (await maySend(person, request));
      const importer = isOpen ? await discoverImporter(parts, address) : null;
      if (importer === null) {
        const action = { label: texts.toStatus, href: link(frame, centrePath.status(token)) };
        return respond(
          c,
          <MessagePage frame={frame} title={texts.freeNoneTitle} text={texts.freeNoneText} action={action} />,
          422,
        );
      }
      if (said("confirmed") !== "yes") return respond(c, <FreePage {...{ frame, token, address, importer }} />);
      to = { name: FREE, destination: importer.destination };
    }
    const leads = to === null ? null : await beginTransfer(person, parts, opened.subject, to, token);
    if (to === null || leads === null) {
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
    const title = localized(to.destination.title, frame.language);
    const action = { label: texts.leaveButton(title), href: leads.href };
    return respond(
      c,
      <MessagePage frame={frame} title={texts.leaveTitle(title)} text={texts.leaveText(title)} action={action} />,
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
