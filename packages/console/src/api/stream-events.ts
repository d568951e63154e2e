/** Listens to a streaming endpoint; the browser reconnects by itself. */
import type { Endpoint } from "@kept/contract/endpoint";
import { successStatus } from "@kept/contract/endpoint";
import { type Answer, type CallInput, endpointUrl } from "./call.ts";

export interface StreamListener<D> {
  readonly onEvent: (data: D) => void;
  /** `false` while the connection is down. */
  readonly onConnection: (open: boolean) => void;
}

/**
 * @param names the names of the events to listen to
 * @returns closes the stream
 */
export function streamEvents<const E extends Endpoint>(
  endpoint: E,
  input: Omit<CallInput<E>, "body" | "signal">,
  names: readonly string[],
  listener: StreamListener<Answer<E>>,
): () => void {
  const schema = endpoint.responses[successStatus(endpoint)];
  const source = new EventSource(endpointUrl(endpoint, input));
  const receive = (message: MessageEvent<string>) => {
    const parsed = schema?.safeParse(JSON.parse(message.data));
    // An event of a newer server is nothing to stop for: the page reads the whole state again anyway.
    if (parsed?.success === true) listener.onEvent(parsed.data as Answer<E>);
  };
  for (const name of names) source.addEventListener(name, receive);
  source.addEventListener("open", () => listener.onConnection(true));
  source.addEventListener("error", () => listener.onConnection(false));
  return () => source.close();
}
