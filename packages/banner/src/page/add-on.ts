/** What may come with the banner and stand in both layers, when it is switched on. */
import type { BannerConfig } from "../core/banner-config.ts";
import type { Consent } from "../core/consent.ts";
import type { Root } from "./root.ts";

export interface AddOn {
  /** Stands below the introduction of the first layer. */
  introduce(openDetails: () => void): Node;
  /**
   * Stands below the purposes of the second layer.
   * @param boxes switches of the site's own purposes
   */
  detail(boxes: ReadonlyMap<string, HTMLInputElement>): Node;
  /** What the second layer says is about to be saved. */
  saving(): void;
  /** The second layer is closed. */
  closed(): void;
}

/** Null: there is nothing to add for this visitor. */
export type MakeAddOn = (consent: Consent, config: BannerConfig, root: Root) => AddOn | null;
