/** Doors through which scripts reach the network without an element. */
import { refuse, report } from "./gate.ts";
import { cleanStyle } from "./hold.ts";
import { type Loose, patch } from "./patch.ts";

export const refused = (): Error => new TypeError("Blocked by Kept");

export function guardCalls(w: Loose): void {
  // What a worker loads is out of our sight: only addresses that the site declared run there.
  const stops = (what: string, target: unknown) => report(refuse(target, null, /work|reg/i.test(what)), what, target);
  for (const [owner, door] of [
    [w, "fetch"],
    [w.Navigator.prototype, "sendBeacon"],
    [w.ServiceWorkerContainer?.prototype, "register"],
  ]) {
    patch(owner, door, ([to]) => stops(door, to?.url ?? to) && [door !== "sendBeacon" && Promise.reject(refused())]);
  }
  patch(w.XMLHttpRequest.prototype, "open", (call) => {
    // An address that ends in an error without asking anybody.
    if (stops("xhr", call[1])) call[1] = "about:blank";
  });
  for (const name of ["EventSource", "WebSocket", "Worker", "SharedWorker", "Audio"]) {
    patch(w, name, (call) => {
      if (call.length && stops(name, call[0])) throw refused();
    });
  }
  patch(w, "FontFace", (call) => {
    call[1] = cleanStyle(call[1]);
  });
  // A page that sends itself elsewhere before anybody has touched it: a refresh in a meta element, a form that posts alone.
  w.navigation?.addEventListener("navigate", (event: Loose) => {
    if (!w.navigator.userActivation?.hasBeenActive && stops("navigate", event.destination.url)) event.preventDefault();
  });
}
