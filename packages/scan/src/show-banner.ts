/** A page with nothing on it but the banner of a configuration: what people would be asked, without a server. */
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { bannerScript, headScript } from "@kept/banner/core/served-scripts";
import type { Page } from "playwright-core";

/** The two scripts as they were built, without configuration. */
export interface BannerCode {
  readonly head: string;
  readonly banner: string;
}

/** A host that no name server knows (RFC 6761). */
const NOWHERE = "http://banner.invalid";

export async function showBanner(page: Page, config: BannerConfig, code: BannerCode): Promise<void> {
  const { endpoint: _, ...silent } = { ...config };
  await page.route(`${NOWHERE}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const script = (body: string) => route.fulfill({ contentType: "text/javascript; charset=utf-8", body });
    if (pathname === "/head.js") return await script(headScript(silent, code.head));
    if (pathname === "/banner.js") return await script(bannerScript(silent, code.banner));
    if (pathname !== "/") return await route.fulfill({ status: 404 });
    const way = config.wayBack === "own" ? '<a href="#" data-kept-open>·</a>' : "";
    await route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html><html lang="${config.language}"><meta charset="utf-8"><title>Banner</title><script src="/head.js"></script><script src="/banner.js" defer></script><body>${way}</body></html>`,
    });
  });
  await page.goto(`${NOWHERE}/`);
}
