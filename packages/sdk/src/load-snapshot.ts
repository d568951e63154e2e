/** Reads a snapshot, line by line, and believes it only when its signature holds. */
import { createHash, createPublicKey, verify } from "node:crypto";
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

const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/**
 * @param snapshotKey the server's key, base64url; without it the snapshot's own is taken (the connection proves the server)
 * @throws SnapshotRefused, GateTooSmall
 */
export async function loadSnapshot(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly maxBytes: number; readonly snapshotKey?: string | undefined },
): Promise<LoadedSnapshot> {
  const hash = createHash("sha256");
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
      check(line, hash.digest("hex"), options.snapshotKey);
      return { policy, table };
    }
    hash.update(`${text}\n`, "utf8");
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
  const keys = Buffer.from(line.keys, "base64");
  const cells = Buffer.from(line.cells, "base64");
  const places = policy.places.length;
  const people = keys.length / 8;
  if (cells.length !== people * places * 2) throw new SnapshotRefused("A line of the snapshot is not whole.");
  const numbers = line.answers.map((answer) => table.intern(answer));
  const row = new Array<number>(places);
  for (let person = 0; person < people; person += 1) {
    for (let place = 0; place < places; place += 1) {
      const number = numbers[cells.readUInt16LE((person * places + place) * 2)];
      if (number === undefined) throw new SnapshotRefused("A line of the snapshot names an answer that it lacks.");
      row[place] = number;
    }
    table.set(keys.readUInt32BE(person * 8), keys.readUInt32BE(person * 8 + 4), row);
  }
}

function check(line: Extract<SnapshotLine, { line: "end" }>, sha256: string, trusted: string | undefined): void {
  if (line.sha256 !== sha256) throw new SnapshotRefused("The snapshot is not what was signed.");
  if (trusted !== undefined && trusted !== line.publicKey)
    throw new SnapshotRefused("Another key signed the snapshot.");
  const raw = Buffer.from(line.publicKey, "base64url");
  if (raw.length !== 32) throw new SnapshotRefused("The snapshot's key is none.");
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: "der", type: "spki" });
  if (!verify(null, Buffer.from(sha256, "ascii"), key, Buffer.from(line.signature, "base64url"))) {
    throw new SnapshotRefused("The snapshot's signature does not hold.");
  }
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
