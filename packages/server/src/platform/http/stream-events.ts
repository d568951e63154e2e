/** Server-sent events from an async iterable: a heartbeat while nothing happens, an end when the caller goes. */
import type { StreamEvent } from "./bind.ts";

const HEARTBEAT_MILLISECONDS = 15_000;

/** The response that streams `events`; stops iterating when the caller disconnects or `signal` aborts. */
export function streamEvents(events: AsyncIterable<StreamEvent<unknown>>, signal: AbortSignal): Response {
  const iterator = events[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  const finish = async (): Promise<void> => {
    clearInterval(heartbeat);
    await iterator.return?.(undefined);
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const beat = (): void => controller.enqueue(encoder.encode(": still here\n\n"));
      // The first bytes make proxies and browsers see the stream as open.
      beat();
      heartbeat = setInterval(beat, HEARTBEAT_MILLISECONDS);
      heartbeat.unref();
      signal.addEventListener("abort", () => {
        clearInterval(heartbeat);
        try {
          controller.close();
        } catch {
          // It is closed already.
        }
        iterator.return?.(undefined).catch(() => {});
      });
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        // Closed already, unless it was aborted before the stream began.
        if (signal.aborted) {
          finish()
            .then(() => controller.close())
            .catch(() => {});
          return;
        }
        if (next.done === true) {
          clearInterval(heartbeat);
          controller.close();
        } else {
          controller.enqueue(encoder.encode(formatEvent(next.value)));
        }
      } catch (error) {
        clearInterval(heartbeat);
        if (!signal.aborted) controller.error(error);
      }
    },
    cancel: finish,
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // Reverse proxies that buffer would hold events back.
      "x-accel-buffering": "no",
    },
  });
}

function formatEvent(event: StreamEvent<unknown>): string {
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  // JSON has no raw line breaks, so the data is one line.
  return `${id}event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
}
