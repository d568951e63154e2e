/** Reads a long JSON list value by value, so that no more than one of them is held. */

/** The text is no JSON list. */
export class NoList extends Error {
  override readonly name = "NoList";
}

/** What matters between the values of a list; everything else is passed over at once. */
const MARK = /["\\[\]{},]/g;

/**
 * The JSON text of each value, however the list is laid out. The values themselves are not checked: parse them. Rejects with
 * {@link NoList} when the text is anything but one list, also after values have been given.
 */
export async function* readList(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  /** Where in `text` the search goes on, and where the present value begins. */
  let at = 0;
  let start = 0;
  let depth = 0;
  let state: "before" | "first" | "more" | "after" = "before";
  let inString = false;
  for await (const chunk of chunks) {
    text = text.slice(start) + decoder.decode(chunk, { stream: true });
    at -= start;
    start = 0;
    while (at <= text.length) {
      MARK.lastIndex = at;
      const found = MARK.exec(text);
      at = found === null ? text.length : found.index + 1;
      if (found === null) break;
      const [mark] = found;
      if (inString) {
        // What is escaped may come with the next chunk.
        if (mark === "\\") at += 1;
        else if (mark === '"') inString = false;
        continue;
      }
      if (depth === 0) {
        if (state !== "before" || mark !== "[" || text.slice(0, found.index).trim() !== "") throw new NoList();
        state = "first";
        depth = 1;
        start = at;
      } else if (mark === "\\") throw new NoList();
      else if (mark === '"') inString = true;
      else if (mark === "[" || mark === "{") depth += 1;
      else if (depth > 1) depth -= mark === "," ? 0 : 1;
      else {
        const value = text.slice(start, found.index).trim();
        if (mark === "}" || (value === "" && (mark === "," || state === "more"))) throw new NoList();
        if (value !== "") yield value;
        state = mark === "," ? "more" : "after";
        depth = mark === "," ? 1 : 0;
        start = at;
      }
    }
  }
  if (state !== "after" || text.slice(start).trim() !== "") throw new NoList();
}
