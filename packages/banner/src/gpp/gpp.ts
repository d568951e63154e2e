/** The add-on's script: `__gpp` from the first moment on, answered once the banner runs. Load it after the head snippet. */
import { pageConsent } from "../bindings/page-consent.ts";
import { bridgeFrames } from "../page/frame-bridge.ts";
import type { KeptPage } from "../page/start-banner.ts";
import { createGpp, type GppCommand, SUPPORTED } from "./page-api.ts";

interface GppWindow {
  __gpp?: GppCommand;
  kept?: KeptPage;
}

const page = window as unknown as GppWindow;
const queue: Parameters<GppCommand>[] = [];
// Until then calls wait in a queue; "ping" is answered at once, because vendors look for it.
page.__gpp = (...call) => {
  const [command, callback] = call;
  if (command === "ping")
    callback?.(
      {
        gppVersion: "1.1",
        cmpStatus: "stub",
        cmpDisplayStatus: "hidden",
        signalStatus: "not ready",
        cmpId: 0,
        supportedAPIs: SUPPORTED,
        sectionList: [],
        applicableSections: [0],
        gppString: "",
        parsedSections: {},
      },
      true,
    );
  else queue.push(call);
};

bridgeFrames("__gpp", ({ command, parameter }, answer) => page.__gpp?.(command, answer, parameter));

void pageConsent().then((consent) => {
  const settings = page.kept?.banner.gpp;
  if (settings === undefined) return;
  page.__gpp = createGpp(consent, settings, page.kept?.signal === true);
  for (const call of queue.splice(0)) page.__gpp(...call);
});
