/** Watches a request while it is open: reads the page's data again on every change and keeps the progress of runs. */
import { streamRequestEvents } from "@kept/contract/request-endpoints";
import { useEffect, useState } from "react";
import { useRevalidator } from "react-router";
import { streamEvents } from "../api/stream-events.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

export interface LiveRequest {
  /** False while the stream is down; null when nothing is watched. */
  readonly connected: boolean | null;
  readonly progress: Readonly<Record<string, Progress>>;
}

/** Many steps change in one moment; the page is read once for all of them. */
const SETTLE_MILLISECONDS = 250;
/** The names of the stream's events are the types of its data. */
const EVENTS = ["state", "step", "progress"];

export function useRequestEvents(requestId: string, open: boolean): LiveRequest {
  const { revalidate } = useRevalidator();
  const [connected, setConnected] = useState<boolean | null>(null);
  const [progress, setProgress] = useState<LiveRequest["progress"]>({});
  useEffect(() => {
    setProgress({});
    if (!open) return setConnected(null);
    const opened = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = streamEvents(streamRequestEvents, { params: { requestId } }, EVENTS, {
      onConnection: setConnected,
      onEvent: (event) => {
        if (event.type === "progress") {
          const { system, done, total, what } = event;
          setProgress((before) => ({ ...before, [system]: { done, total, what } }));
          return;
        }
        // The stream begins with the present state, which the page has just read.
        if (Date.parse(event.at) < opened) return;
        clearTimeout(timer);
        timer = setTimeout(() => void revalidate(), SETTLE_MILLISECONDS);
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [requestId, open, revalidate]);
  return { connected, progress };
}
