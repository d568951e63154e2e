/** How a banner is put on the pages of the kit. One for each column of the table; a peer's is as its documentation says. */
import type { BannerConfig } from "@kept/banner/core/banner-config";
import type { Page } from "playwright-core";

export interface SetUp {
  readonly name: string;
  /** Markup that comes first in the head. */
  readonly head: string;
  /** Files that it loads from the site, by path: type and content. */
  readonly files: Readonly<Record<string, readonly [type: string, content: string]>>;
  /** The site's own host does this with its answers. */
  readonly guard?: { readonly config: BannerConfig; readonly policy: boolean; readonly rewrite: boolean };
  /** Selector of the button that refuses: when it can be used, the banner is there. */
  readonly usable?: string;
  /** What a visitor does. Left out: the banner has no such thing, or it is not measured. */
  readonly accept?: (page: Page) => Promise<void>;
  readonly reject?: (page: Page) => Promise<void>;
  readonly withdraw?: (page: Page) => Promise<void>;
}

/** No banner at all: what a kit that can find leaks must find. */
export const nothing: SetUp = { name: "no banner", head: "", files: {} };
