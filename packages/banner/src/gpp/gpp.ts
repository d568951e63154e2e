/** The add-on's script: `__gpp` from the first moment on, answered once the banner runs. Load it after the head snippet. */
import { pageConsent } from "../bindings/page-consent.ts";
import type { KeptPage } from "../page/banner.ts";
import { createGpp, type GppCommand, SUPPORTED } from "./page-api.ts";

interface GppWindow {
  __gpp?: GppCommand;
  kept?: KeptPage;
}

interface Message {
  readonly __gppCall?: { readonly command: string; readonly parameter?: unknown; readonly callId: unknown };
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

// Frames find the page by a frame of this name, and ask by message.
const locator = document.createElement("iframe");
locator.name = "__gppLocator";
locator.hidden = true;
(document.body ?? document.documentElement).append(locator);
addEventListener("message", ({ data, source }) => {
  const call = readMessage(data)?.__gppCall;
  if (call === undefined || source === null) return;
  page.__gpp?.(
    call.command,
    (returnValue, success) => {
      const answer = { __gppReturn: { returnValue, success, callId: call.callId } };
      (source as Window).postMessage(typeof data === "string" ? JSON.stringify(answer) : answer, "*");
    },
    call.parameter,
  );
});

function readMessage(data: unknown): Message | null {
  if (typeof data !== "string") return data as Message;
  try {
    return JSON.parse(data) as Message;
  } catch {
    return null;
  }
}

void pageConsent().then((consent) => {
  const settings = page.kept?.banner.gpp;
  if (settings === undefined) return;
  page.__gpp = createGpp(consent, settings, page.kept?.signal === true);
  for (const call of queue.splice(0)) page.__gpp(...call);
});
