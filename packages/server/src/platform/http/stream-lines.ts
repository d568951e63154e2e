/** An answer that is written line by line, as it is read: JSON lines, unless said otherwise. */
export function streamLines(lines: AsyncGenerator<string>, type = "application/x-ndjson"): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await lines.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": type, "cache-control": "no-store" } });
}
