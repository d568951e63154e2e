/** `__tcfapi` from the first moment on: comes with the head snippet, and keeps calls until the banner answers them. */
import { bridgeFrames } from "../page/frame-bridge.ts";
import type { TcfCommand } from "./create-tcf.ts";

/** A stub keeps its calls in here, where the banner finds them. */
export interface TcfStub extends TcfCommand {
  readonly waiting?: Parameters<TcfCommand>[];
}

const page = window as unknown as { __tcfapi?: TcfStub };

if (page.__tcfapi === undefined) {
  const waiting: Parameters<TcfCommand>[] = [];
  const stub: TcfCommand = (...call) => {
    const [command, , callback] = call;
    // Vendors look for the platform by this one.
    if (command === "ping") callback?.({ cmpLoaded: false, cmpStatus: "stub", apiVersion: "2.3" }, true);
    else waiting.push(call);
  };
  page.__tcfapi = Object.assign(stub, { waiting });
  bridgeFrames("__tcfapi", ({ command, version, parameter }, answer) =>
    page.__tcfapi?.(command, version ?? 2, answer, parameter),
  );
}
