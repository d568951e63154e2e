/** The ledger's endpoints: entries for operators, checkpoints and proofs for everybody. */
import * as contract from "@kept/contract/ledger";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { bind } from "../platform/http/bind.ts";
import { problem } from "../platform/http/problems.ts";
import { ledgerOrigin, signCheckpoint, verifierKey } from "../platform/ledger/checkpoint.ts";
import { formatRecord } from "../platform/ledger/ledger-file.ts";
import { EMPTY_ROOT } from "../platform/ledger/merkle.ts";
import {
  type EntryRow,
  hex,
  listEntries,
  proveConsistency,
  proveInclusion,
  readCheckpoint,
  readRecords,
} from "../platform/ledger/read-ledger.ts";
import type { LedgerContent } from "../platform/ledger/sequencer.ts";
import type { Slice } from "../platform/slice.ts";

export function createLedgerSlice(): Slice {
  return {
    name: "ledger",
    routes: [
      bind(contract.listEntries, async (ctx, { query }) => {
        const rows = await listEntries(ctx.db, query);
        const last = rows.at(-1);
        const more = rows.length === query.limit && last !== undefined && last.index > 0;
        return { entries: rows.map(describeEntry), next: more ? last.index : null };
      }),
      bind(contract.getCheckpoint, (ctx) => describeCheckpoint(ctx)),
      bind(contract.getInclusionProof, async (ctx, { params, query }) => {
        const size = await sizeOrLatest(ctx, query.size);
        if (params.index >= size) throw problem("ledger_entry_not_found");
        const { leaf, root, path } = await proveInclusion(ctx.db, params.index, size);
        return { index: params.index, size, leafHash: hex(leaf), rootHash: hex(root), path: path.map(hex) };
      }),
      bind(contract.getConsistencyProof, async (ctx, { query }) => {
        const to = await sizeOrLatest(ctx, query.to);
        if (query.from > to) throw problem("ledger_size_unknown");
        const { fromRoot, toRoot, path } = await proveConsistency(ctx.db, query.from, to);
        return { from: query.from, to, fromRoot: hex(fromRoot), toRoot: hex(toRoot), path: path.map(hex) };
      }),
      bind(contract.exportLedger, async (ctx) => exportLedger(ctx)),
    ],
  };
}

async function sizeOrLatest(ctx: Ctx, size: number | undefined): Promise<number> {
  const latest = (await readCheckpoint(ctx.db))?.size ?? 0;
  if (size !== undefined && size > latest) throw problem("ledger_size_unknown");
  return size ?? latest;
}

async function describeCheckpoint(ctx: Ctx) {
  const origin = ledgerOrigin(ctx.keys);
  const latest = await readCheckpoint(ctx.db);
  const key = verifierKey(ctx.keys, origin);
  if (latest !== null) {
    return {
      origin,
      size: latest.size,
      rootHash: hex(latest.root),
      at: latest.at,
      note: latest.note,
      verifierKey: key,
    };
  }
  const empty = { origin, size: 0, root: EMPTY_ROOT };
  const note = signCheckpoint(ctx.keys, empty);
  return { origin, size: 0, rootHash: hex(EMPTY_ROOT), at: isoInstant(ctx.clock.now()), note, verifierKey: key };
}

function describeEntry(row: EntryRow) {
  const content = row.content === null ? null : (JSON.parse(row.content) as LedgerContent);
  const known = Object.hasOwn(contract.entryCatalogue, row.type);
  return {
    index: row.index,
    title: known ? contract.entryCatalogue[row.type as contract.EntryType].title : row.type,
    commitment: hex(row.commitment),
    leafHash: hex(row.leafHash),
    salt: row.salt === null ? null : hex(row.salt),
    content: content === null ? null : { ...content, subject: { ...content.subject }, data: { ...content.data } },
  };
}

function exportLedger(ctx: Ctx): Response {
  const origin = ledgerOrigin(ctx.keys);
  const records = readRecords(ctx.db, { origin, verifierKey: verifierKey(ctx.keys, origin) });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await records.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(formatRecord(next.value)));
    },
    async cancel() {
      await records.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/x-ndjson",
      "content-disposition": 'attachment; filename="kept-ledger.jsonl"',
      "cache-control": "no-store",
    },
  });
}
