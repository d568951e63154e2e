/** Reads a snapshot, line by line, and believes it only when its signature holds. */
import { type SnapshotLine, SnapshotLineSchema } from "@kept/contract/decisions";
import { type AnswersTable, createAnswersTable } from "./answers-table.ts";

/** The snapshot is damaged, cut off, or signed by somebody else. The gate stays shut. */
export class SnapshotRefused extends Error {
  override readonly name = "SnapshotRefused";
}

export type PolicyLine = Extract<SnapshotLine, { line: "policy" }>;

export interface LoadedSnapshot {
  readonly policy: PolicyLine;
  readonly table: AnswersTable;
}

/**
 * @param snapshotKey the server's key, base64url; without it the snapshot's own is taken (the connection proves the server)
 * @throws SnapshotRefused, GateTooSmall
 */
export async function loadSnapshot(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly maxBytes: number; readonly snapshotKey?: string | undefined },
): Promise<LoadedSnapshot> {
  let sha256 = "";
  let policy: PolicyLine | null = null;
  let table: AnswersTable | null = null;
  for await (const text of splitLines(chunks)) {
    const parsed = SnapshotLineSchema.safeParse(parseJson(text));
    if (!parsed.success) throw new SnapshotRefused("A line of the snapshot cannot be read.");
    const line = parsed.data;
    if (line.line === "end") {
      if (policy === null || table === null || line.people !== table.people) {
        throw new SnapshotRefused("The snapshot is not whole.");
      }
      await check(line, sha256, options.snapshotKey);
      return { policy, table };
    }
    sha256 = await digest(sha256 + text);
    if (line.line === "policy") {
      policy = line;
      table = createAnswersTable(line.places.length, { maxBytes: options.maxBytes });
    } else if (table === null || policy === null) {
      throw new SnapshotRefused("The snapshot does not begin with its policy.");
    } else {
      fill(table, policy, line);
    }
  }
  throw new SnapshotRefused("The snapshot was cut off.");
}

function fill(table: AnswersTable, policy: PolicyLine, line: Extract<SnapshotLine, { line: "people" }>): void {
  const keys = readBase64(line.keys);
  const cells = readBase64(line.cells);
  const places = policy.places.length;
  const people = keys.byteLength / 8;
  if (cells.byteLength !== people * places * 2) throw new SnapshotRefused("A line of the snapshot is not whole.");
  const numbers = line.answers.map((answer) => table.intern(answer));
  const row = new Array<number>(places);
  for (let person = 0; person < people; person += 1) {
    for (let place = 0; place < places; place += 1) {
      const number = numbers[cells.getUint16((person * places + place) * 2, true)];
      if (number === undefined) throw new SnapshotRefused("A line of the snapshot names an answer that it lacks.");
      row[place] = number;
    }
    table.set(keys.getUint32(person * 8), keys.getUint32(person * 8 + 4), row);
  }
}

async function check(
  line: Extract<SnapshotLine, { line: "end" }>,
  sha256: string,
  trusted: string | undefined,
): Promise<void> {
  if (line.sha256 !== sha256) throw new SnapshotRefused("The snapshot is not what was signed.");
  if (trusted !== undefined && trusted !== line.publicKey)
    throw new SnapshotRefused("Another key signed the snapshot.");
  const raw = readBase64(line.publicKey);
  if (raw.byteLength !== 32) throw new SnapshotRefused("The snapshot's key is none.");
  const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  const holds = await crypto.subtle.verify("Ed25519", key, readBase64(line.signature), encoder.encode(sha256));
  if (!holds) throw new SnapshotRefused("The snapshot's signature does not hold.");
}

const encoder = new TextEncoder();

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads base64, also in its form for addresses. */
function readBase64(text: string): DataView<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return new DataView(bytes.buffer);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Lines of a byte stream, without their ends; a last line without an end counts. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
