/** Gathers small pieces of output. */
import type { Output } from "./print.ts";

export interface ChunkWriter {
  text(part: string): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
}

/** A write for every row would cost more than reading it. */
export function createChunkWriter(output: Output): ChunkWriter {
  const enough = 64 * 1024;
  let parts: string[] = [];
  let length = 0;
  const end = async () => {
    const text = parts.join("");
    parts = [];
    length = 0;
    if (text !== "") await output.out(text);
  };
  return {
    end,
    async text(part: string) {
      parts.push(part);
      length += part.length;
      if (length >= enough) await end();
    },
  };
}
