/** The script that sites load where the Transparency and Consent Framework is switched on: the banner with its screens. */
import type { BannerConfig } from "../core/banner-config.ts";
import type { AddOn } from "../page/add-on.ts";
import { startBanner } from "../page/start-banner.ts";
import { STYLE } from "../page/style.ts";
import { createTcf } from "./create-tcf.ts";
import type { TcfStub } from "./stub.ts";
import { introduceTcf, TCF_STYLE, type TcfScreen, tcfScreen } from "./tcf-screen.ts";

declare const __KEPT_BANNER__: BannerConfig;

/** Name of the entry that keeps the string; the registry declares it as the service's own. */
const ENTRY = "kept-tc";

const store = {
  read: () => {
    try {
      return localStorage.getItem(ENTRY);
    } catch {
      return null;
    }
  },
  write: (text: string) => {
    try {
      localStorage.setItem(ENTRY, text);
    } catch {
      // No storage: the next page says what the choice says by itself.
    }
  },
};

startBanner(__KEPT_BANNER__, (consent, config, root): AddOn | null => {
  const settings = config.tcf;
  if (settings === undefined) return null;
  const tcf = createTcf({ consent, settings, language: config.language, store });
  const page = window as unknown as { __tcfapi?: TcfStub };
  const waiting = page.__tcfapi?.waiting ?? [];
  page.__tcfapi = tcf.command;
  for (const call of waiting.splice(0)) tcf.command(...call);
  if (!settings.gdprApplies) return null;
  root.sheet.replaceSync(STYLE + TCF_STYLE);
  let screen: TcfScreen | null = null;
  return {
    introduce: (open) =>
      introduceTcf(settings, () => {
        open();
        screen?.reveal();
      }),
    detail: (boxes) => {
      screen = tcfScreen(config, settings, tcf.answer(), boxes);
      tcf.show(true);
      return screen.node;
    },
    saving: () => tcf.prepare(screen?.read() ?? null),
    closed: () => {
      screen = null;
      tcf.show(false);
    },
  };
});
