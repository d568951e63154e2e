/** The body of an export: lines made as they are asked for, hashed as they go, and closed by a signed last line. */
import { createHash } from "node:crypto";
import type { AccessRow } from "@kept/engine/rights";
import { writeContentDigest } from "./content-digest.ts";
import type { SignatureFields } from "./message-signatures.ts";
import type { ExportEnd, ExportLine } from "./protocol.ts";
import type { ServedExport } from "./served-rights.ts";

const CHUNK_BYTES = 65_536;

export interface ExportBodyOptions {
  /** Signs the answer as if this digest were its Content-Digest. */
  readonly sign: (contentDigest: string) => SignatureFields;
  /** Hears of what ended the export early. */
  readonly onError: (error: unknown) => void;
}

/** A stream that pulls rows only as fast as they are taken. A failure cuts it, so that no last line is ever sent. */
export function exportBody(
  { plan, rows, close }: ServedExport,
  mode: "plan" | "full",
  { sign, onError }: ExportBodyOptions,
): ReadableStream<Uint8Array> {
  const hash = createHash("sha256");
  let count = 0;
  const source = iterate(mode === "full" ? rows : []);
  let first = true;
  let isClosed = false;
  const closeOnce = (): void => {
    if (!isClosed) close?.();
    isClosed = true;
  };
  const line = (value: ExportLine): Buffer => Buffer.from(`${JSON.stringify(value)}\n`, "utf8");

  async function nextChunk(): Promise<{ readonly chunk: Uint8Array; readonly isLast: boolean }> {
    const lines: Buffer[] = [];
    let size = 0;
    const add = (bytes: Buffer): void => {
      hash.update(bytes);
      lines.push(bytes);
      size += bytes.length;
    };
    if (first) add(line({ line: "plan", plan }));
    first = false;
    while (size < CHUNK_BYTES) {
      const next = await source.next();
      if (next.done === true) {
        const contentDigest = writeContentDigest(hash.digest());
        const end: ExportEnd = { line: "end", rows: count, contentDigest, ...sign(contentDigest) };
        return { chunk: Buffer.concat([...lines, line(end)]), isLast: true };
      }
      count += 1;
      const { table, level, values } = next.value;
      add(line({ line: "row", table, level, values }));
    }
    return { chunk: Buffer.concat(lines), isLast: false };
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { chunk, isLast } = await nextChunk();
          controller.enqueue(chunk);
          if (!isLast) return;
          closeOnce();
          controller.close();
        } catch (error) {
          closeOnce();
          onError(error);
          // The error itself stays here: what it says may be personal.
          controller.error(new Error("The export failed."));
        }
      },
      async cancel() {
        await source.return?.(undefined);
        closeOnce();
      },
    },
    // Nothing is made before somebody takes it.
    { highWaterMark: 0 },
  );
}

async function* iterate(rows: Iterable<AccessRow> | AsyncIterable<AccessRow>): AsyncGenerator<AccessRow> {
  yield* rows;
}
