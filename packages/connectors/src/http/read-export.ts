/** Reads an export line by line with bounded memory, and makes sure at its end that it is whole and genuine. */
import { createHash } from "node:crypto";
import type { AccessRow } from "@kept/engine/rights";
import { checkExportLine } from "./check-messages.ts";
import { readJson, ShapeProblem } from "./check-shape.ts";
import { matchesContentDigest } from "./content-digest.ts";
import { SignatureProblem } from "./message-signatures.ts";
import { secondsNow } from "./nonce-memory.ts";
import { type ExportEnd, type ExportPlan, LIMITS } from "./protocol.ts";
import type { OpenAnswer, ServiceClient } from "./service-client.ts";
import { ExportIncomplete, meaningOfError, systemError } from "./service-failure.ts";
import { checkExchange } from "./sign-exchange.ts";

const NEWLINE = 0x0a;

/**
 * Hands over the plan, then yields every row. Rows come before the end can be proven, as in any stream: whoever writes
 * them throws away what was written when this rejects. Rejects with SystemError.
 */
export async function* readExport(
  client: ServiceClient,
  open: OpenAnswer,
  mode: "plan" | "full",
  onPlan: (plan: ExportPlan) => void | Promise<void>,
): AsyncGenerator<AccessRow> {
  const lines = readLines(open.answer.body)[Symbol.asyncIterator]();
  const next = async () => await guard(client.system, async () => await lines.next());
  const parse = async <T>(work: () => T) => await guard(client.system, async () => work());
  try {
    const hash = createHash("sha256");
    const promised = await takePlan();
    await onPlan(promised.plan);
    for (;;) {
      const bytes = await take();
      const line = await parse(() => readJson(bytes, checkExportLine));
      if (line.line === "end") {
        await parse(() => checkEnd(client, open, line, hash.digest(), promised.rows));
        const after = await next();
        if (after.done !== true) await parse(() => fail("The export goes on after its last line."));
        if (mode === "full") await parse(() => promised.requireAll());
        return;
      }
      if (line.line !== "row") return await parse(() => fail("The export holds more than one plan."));
      hash.update(bytes).update("\n");
      if (mode === "plan") return await parse(() => fail("The export holds rows though only its plan was asked for."));
      await parse(() => promised.note(line));
      yield { table: line.table, level: line.level, values: line.values };
    }

    async function takePlan(): Promise<Promised> {
      const bytes = await take();
      const line = await parse(() => readJson(bytes, checkExportLine));
      if (line.line !== "plan") return await parse(() => fail("The export does not begin with its plan."));
      hash.update(bytes).update("\n");
      return createPromised(line.plan);
    }
    async function take(): Promise<Uint8Array> {
      const { done, value } = await next();
      return done === true ? await parse(() => fail("The export ends before its last line.")) : value;
    }
  } finally {
    open.answer.close();
  }
}

async function guard<T>(system: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw systemError(system, meaningOfError(error));
  }
}

function fail(message: string): never {
  throw new ExportIncomplete(message);
}

/** Holds rows against what the plan says of their table. */
interface Promised {
  readonly plan: ExportPlan;
  /** Row lines noted so far. */
  readonly rows: () => number;
  note(row: AccessRow): void;
  requireAll(): void;
}

function createPromised(plan: ExportPlan): Promised {
  const tables = new Map(
    plan.tables.map((table) => [`${table.level} ${table.name}`, { ...table, shown: new Set(table.columns), seen: 0 }]),
  );
  let rows = 0;
  return {
    plan,
    rows: () => rows,
    note(row) {
      const table = tables.get(`${row.level} ${row.table}`);
      if (table === undefined) return fail("The export holds a row of a table that its plan does not name.");
      if (Object.keys(row.values).some((column) => !table.shown.has(column))) {
        return fail("The export holds a row with a column that its plan does not name.");
      }
      table.seen += 1;
      rows += 1;
    },
    requireAll() {
      for (const table of tables.values()) {
        if (table.seen !== table.rows) fail("The export holds more or fewer rows than its plan promised.");
      }
    },
  };
}

function checkEnd(client: ServiceClient, open: OpenAnswer, end: ExportEnd, sha256: Buffer, rows: () => number): void {
  const headers = {
    get: (name: string) => (name === "content-digest" ? end.contentDigest : open.signable.headers.get(name)),
  };
  checkExchange("answer", { ...open.signable, headers }, end, client.key, secondsNow());
  if (!matchesContentDigest(end.contentDigest, sha256)) {
    throw new SignatureProblem("signature_invalid", "The digest in the last line is not the digest of the lines.");
  }
  if (end.rows !== rows()) fail("The last line counts other rows than there were.");
}

/** Splits a stream at line feeds. A last line without one counts as cut off. */
async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      pieces.push(chunk.subarray(start, end));
      if (size + end - start > LIMITS.line) throw new ShapeProblem("A line of the export", "is too long");
      yield pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
      pieces = [];
      size = 0;
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > LIMITS.line) throw new ShapeProblem("A line of the export", "is too long");
  }
  if (size > 0) fail("The export ends in the middle of a line.");
}
