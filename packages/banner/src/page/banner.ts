/** The script that sites load: the banner and nothing else. */
import type { BannerConfig } from "../core/banner-config.ts";
import { startBanner } from "./start-banner.ts";

/** Put in front of the script by whoever serves it. */
declare const __KEPT_BANNER__: BannerConfig;

startBanner(__KEPT_BANNER__);
