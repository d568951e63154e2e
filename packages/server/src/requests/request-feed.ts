/** Progress of requests within this process, for whoever watches. The tables stay the truth: a missed event is no loss. */
import type { RequestEvent } from "@kept/contract/requests";

export interface RequestFeed {
  publish(event: RequestEvent): void;
  /** Calls `listener` with every event of the request until the returned function is called. */
  subscribe(requestId: string, listener: (event: RequestEvent) => void): () => void;
}

export function createRequestFeed(): RequestFeed {
  const listeners = new Map<string, Set<(event: RequestEvent) => void>>();
  return {
    publish(event) {
      for (const listener of listeners.get(event.requestId) ?? []) listener(event);
    },
    subscribe(requestId, listener) {
      const own = listeners.get(requestId) ?? new Set();
      listeners.set(requestId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(requestId);
      };
    },
  };
}
