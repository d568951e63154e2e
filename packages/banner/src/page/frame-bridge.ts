/** What the IAB's interfaces share: a frame by which others find the page, and messages by which they ask it. */

interface Call {
  readonly command: string;
  readonly version?: number;
  readonly parameter?: unknown;
  readonly callId: unknown;
}

/**
 * @param api `__tcfapi` or `__gpp`: the frame is its Locator, messages are its Call and Return
 * @param run answers a call by its callback, once or more often
 */
export function bridgeFrames(
  api: string,
  run: (call: Call, answer: (value: unknown, success: boolean) => void) => void,
) {
  const name = `${api}Locator`;
  // Another one is there already: whoever came first answers.
  if (!(name in window.frames)) {
    const locator = document.createElement("iframe");
    locator.name = name;
    locator.hidden = true;
    locator.title = name;
    (document.body ?? document.documentElement).append(locator);
  }
  addEventListener("message", ({ data, source }) => {
    const call = readMessage(data)?.[`${api}Call`] as Call | undefined;
    if (call === undefined || source === null) return;
    run(call, (returnValue, success) => {
      const answer = { [`${api}Return`]: { returnValue, success, callId: call.callId } };
      (source as Window).postMessage(typeof data === "string" ? JSON.stringify(answer) : answer, "*");
    });
  });
}

function readMessage(data: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof data !== "string") return data as Readonly<Record<string, unknown>> | null;
  // Pages send themselves all kinds of texts.
  if (!data.startsWith("{")) return null;
  try {
    return JSON.parse(data) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}
