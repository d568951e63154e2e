/** The export format: JSON lines, one record each. */
import * as z from "zod";
import type { LedgerRecord } from "./verify-ledger.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const recordSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("header"),
    format: z.literal("kept-ledger/1"),
    origin: z.string(),
    verifierKey: z.string(),
  }),
  z.object({
    kind: z.literal("entry"),
    index: z.int().nonnegative(),
    commitment: hash,
    leafHash: hash,
    salt: z
      .string()
      .regex(/^[0-9a-f]*$/)
      .nullable(),
    content: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("checkpoint"),
    size: z.int().nonnegative(),
    rootHash: hash,
    note: z.string(),
    at: z.string(),
  }),
]);

/** A line that is no record; `line` counts from 1. */
export class LedgerFileError extends Error {
  readonly code = "ledger_file_malformed";
  readonly line: number;
  constructor(line: number) {
    super(`Line ${line} is not a record of a ledger export: export it again, or look whether the file was cut off.`);
    this.line = line;
  }
}

export function formatRecord(record: LedgerRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads an export line by line, so that its size does not matter.
 * @throws LedgerFileError
 */
export async function* parseRecords(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<LedgerRecord> {
  const decoder = new TextDecoder();
  let rest = "";
  let line = 0;
  for await (const chunk of chunks) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      line += 1;
      if (text !== "") yield parseRecord(text, line);
    }
  }
  if (rest !== "") yield parseRecord(rest, line + 1);
}

function parseRecord(text: string, line: number): LedgerRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LedgerFileError(line);
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw new LedgerFileError(line);
  return parsed.data;
}
