/** Where the cookies policy is read: as a page, and as text that other sites may take. */
import { html } from "hono/html";
import type { ChoiceParts } from "../choices/choice-parts.ts";
import type { PageRouter } from "../platform/slice.ts";
import { COOKIES_PATH, CookiesPage } from "./cookies-page.tsx";
import { cookiesVersion, writeCookiesPolicy } from "./cookies-policy.ts";

export function addCookiesPages(pages: PageRouter, parts: ChoiceParts): void {
  const { kept, publicUrl } = parts;
  const version = `"${cookiesVersion(kept)}"`;
  pages.get(COOKIES_PATH, (c) => {
    c.header("etag", `${version.slice(0, -1)}-${c.var.language}"`);
    const frame = { kept, language: c.var.language, path: c.req.path };
    return c.html(html`<!doctype html>${<CookiesPage frame={frame} />}`);
  });
  pages.get(`${COOKIES_PATH}.md`, (c) =>
    c.body(writeCookiesPolicy(kept, c.var.language, `${publicUrl}/privacy/choices`), 200, {
      "content-type": "text/markdown; charset=utf-8",
      etag: `${version.slice(0, -1)}-${c.var.language}"`,
    }),
  );
}
