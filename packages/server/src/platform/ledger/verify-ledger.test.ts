import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../testing/create-test-ctx.ts";
import { canonicalJson } from "./canonical-json.ts";
import { ledgerOrigin, openCheckpoint, signCheckpoint, verifierKey } from "./checkpoint.ts";
import { eraseContent } from "./erase-content.ts";
import { formatRecord, LedgerFileError, parseRecords } from "./ledger-file.ts";
import { hashLeaf } from "./merkle.ts";
import { readCheckpoint, readRecords } from "./read-ledger.ts";
import { commit, LedgerDamagedError } from "./sequencer.ts";
import { type LedgerRecord, verifyLedger } from "./verify-ledger.ts";

let t: TestCtx;
let origin: string;
beforeAll(async () => {
  t = await createTestCtx();
  origin = ledgerOrigin(t.ctx.keys);
  for (let number = 0; number < 12; number += 1) {
    await t.ctx.transaction((tx) =>
      tx.outbox.add(`key_${number}`, {
        entry: { type: "operator.signed-out", subject: { operator: `opr_${number}` }, data: {} },
      }),
    );
    if (number % 3 === 2) await t.drain();
  }
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});

async function records(): Promise<LedgerRecord[]> {
  return await collect(readRecords(t.ctx.db, { origin, verifierKey: verifierKey(t.ctx.keys, origin) }));
}

const isEntry = (record: LedgerRecord) => record.kind === "entry";

/** The codes that a change to the untouched ledger leads to. */
async function codesAfter(change: (all: LedgerRecord[]) => LedgerRecord[], options = {}): Promise<readonly string[]> {
  const report = await verifyLedger(change(await records()), options);
  expect(report.valid).toBe(report.faults.length === 0);
  return [...new Set(report.faults.map((fault) => fault.code))];
}

function changeEntry(index: number, change: (entry: LedgerRecord & { kind: "entry" }) => LedgerRecord) {
  return (all: LedgerRecord[]) =>
    all.map((record) => (isEntry(record) && record.index === index ? change(record) : record));
}

describe("verification", () => {
  test("finds nothing in an untouched ledger, from the database or a file", async () => {
    const report = await verifyLedger(await records(), { verifierKey: verifierKey(t.ctx.keys, origin) });
    expect(report).toMatchObject({ valid: true, entries: 12, checkpoints: 4, erased: 0, faults: [] });
    const file = (await records()).map(formatRecord).join("");
    // Cut at odd places, as a network does.
    const chunks = file.match(/[\s\S]{1,97}/g) ?? [];
    expect(await verifyLedger(parseRecords(toAsync(chunks)))).toEqual(report);
  });

  test("finds a changed content and says where", async () => {
    const forge = changeEntry(4, (entry) => ({ ...entry, content: (entry.content ?? "").replace("opr_4", "opr_5") }));
    const report = await verifyLedger(forge(await records()));
    expect(report.faults).toEqual([expect.objectContaining({ code: "content_changed", at: 4 })]);
  });

  test("finds a forged entry with a fitting commitment and leaf", async () => {
    const forge = changeEntry(4, (entry) => {
      const content = (entry.content ?? "").replace("opr_4", "opr_5");
      const commitment = commit(Buffer.from(entry.salt ?? "", "hex"), content);
      return {
        ...entry,
        content,
        commitment: Buffer.from(commitment).toString("hex"),
        leafHash: Buffer.from(hashLeaf(commitment)).toString("hex"),
      };
    });
    expect(await codesAfter(forge)).toEqual(["checkpoint_root_differs"]);
  });

  test("finds a dropped, a repeated and two exchanged entries", async () => {
    expect(await codesAfter((all) => all.filter((record) => !isEntry(record) || record.index !== 5))).toContain(
      "entry_missing",
    );
    expect(
      await codesAfter((all) =>
        all.flatMap((record) => (isEntry(record) && record.index === 5 ? [record, record] : [record])),
      ),
    ).toContain("entry_misplaced");
    const exchange = (all: LedgerRecord[]) => {
      const [a, b] = [
        all.findIndex((r) => isEntry(r) && r.index === 3),
        all.findIndex((r) => isEntry(r) && r.index === 4),
      ];
      return all.with(a, all[b] as LedgerRecord).with(b, all[a] as LedgerRecord);
    };
    expect(await codesAfter(exchange)).toEqual(expect.arrayContaining(["entry_missing", "checkpoint_root_differs"]));
  });

  test("finds renumbered entries by the root", async () => {
    const renumber = (all: LedgerRecord[]) => {
      const without = all.filter((record) => !isEntry(record) || record.index !== 5);
      return without.map((record) =>
        isEntry(record) && record.index > 5 ? { ...record, index: record.index - 1 } : record,
      );
    };
    expect(await codesAfter(renumber)).toContain("checkpoint_beyond_end");
  });

  test("finds a cut end by the checkpoint, and by an earlier checkpoint when both were cut", async () => {
    expect(await codesAfter((all) => all.filter((record) => !isEntry(record) || record.index < 10))).toContain(
      "checkpoint_beyond_end",
    );
    const cutBoth = (all: LedgerRecord[]) =>
      all.filter((r) => (isEntry(r) ? r.index < 9 : r.kind === "header" || (r.kind === "checkpoint" && r.size <= 9)));
    expect(await codesAfter(cutBoth)).toEqual([]);
    const last = await readCheckpoint(t.ctx.db);
    const earlier = { size: last?.size ?? 0, rootHash: Buffer.from(last?.root ?? []).toString("hex") };
    expect(await codesAfter(cutBoth, { earlier })).toEqual(["entry_missing"]);
  });

  test("finds entries under no checkpoint, and a checkpoint that another key signed", async () => {
    expect(await codesAfter((all) => all.filter((r) => r.kind !== "checkpoint" || r.size < 12))).toEqual([
      "entries_unsigned",
    ]);
    await using other = await createTestCtx({ settings: { secret: Buffer.alloc(32, 9) } });
    const resign = (all: LedgerRecord[]) =>
      all.map((record) =>
        record.kind === "checkpoint"
          ? {
              ...record,
              note: signCheckpoint(other.ctx.keys, {
                origin,
                size: record.size,
                root: Buffer.from(record.rootHash, "hex"),
              }),
            }
          : record,
      );
    expect(await codesAfter(resign)).toEqual(["checkpoint_unsigned"]);
    expect(await codesAfter((all) => all, { verifierKey: verifierKey(other.ctx.keys, origin) })).toEqual([
      "key_differs",
      "checkpoint_unsigned",
    ]);
  });

  test("finds content that is gone without a record of its erasure", async () => {
    expect(await codesAfter(changeEntry(2, (entry) => ({ ...entry, content: null, salt: null })))).toEqual([
      "content_missing",
    ]);
  });

  test("names the line of a file that is none", async () => {
    const broken = parseRecords(toAsync(['{"kind":"header"}\n']));
    await expect(collect(broken)).rejects.toThrow(LedgerFileError);
    await expect(collect(parseRecords(toAsync(["not json\n"])))).rejects.toThrow("Line 1");
  });
});

test("erasing a content keeps the tree valid and every other entry", async () => {
  await using other = await createTestCtx();
  for (const subject of ["per_1", "per_2", "per_1"]) {
    await other.ctx.transaction((tx) =>
      tx.outbox.add(subject, { entry: { type: "operator.signed-out", subject: { person: subject }, data: {} } }),
    );
  }
  await other.drain();
  const before = await readCheckpoint(other.ctx.db);
  expect(await other.ctx.transaction((tx) => eraseContent(tx, "per_1", "erasure"))).toEqual([0, 2]);
  await other.drain();
  const all = await collect(readRecords(other.ctx.db, { origin, verifierKey: verifierKey(other.ctx.keys, origin) }));
  expect(JSON.stringify(all)).not.toContain("per_1");
  const earlier = { size: 3, rootHash: Buffer.from(before?.root ?? []).toString("hex") };
  expect(await verifyLedger(all, { earlier })).toMatchObject({ valid: true, entries: 4, erased: 2 });
  expect(await other.ledgerTypes("per_1")).toEqual([]);
});

test("nothing is appended to a ledger that was tampered with", async () => {
  await using other = await createTestCtx();
  await other.ctx.transaction((tx) => tx.outbox.add("k", { entry: { type: "operator.signed-out", data: {} } }));
  await other.drain();
  await other.ctx.db.deleteFrom("ledger_entry").where("index", "=", 0).execute();
  await other.ctx.transaction((tx) => tx.outbox.add("k", { entry: { type: "operator.signed-out", data: {} } }));
  await expect(other.drain()).rejects.toThrow(LedgerDamagedError);
});

test("a checkpoint says what was signed, and no other text", () => {
  const note = signCheckpoint(t.ctx.keys, { origin, size: 7, root: Buffer.alloc(32, 3) });
  const key = verifierKey(t.ctx.keys, origin);
  expect(openCheckpoint(note, key)).toEqual({ ok: true, checkpoint: { origin, size: 7, root: Buffer.alloc(32, 3) } });
  expect(openCheckpoint(note.replace("\n7\n", "\n8\n"), key)).toEqual({ ok: false, reason: "signature-invalid" });
  expect(openCheckpoint(note, "not a key")).toEqual({ ok: false, reason: "key-malformed" });
  expect(openCheckpoint("hello", key)).toEqual({ ok: false, reason: "malformed" });
});

test("canonical JSON is one text for one value", () => {
  expect(canonicalJson({ b: [1, "é", null, true], a: { "€": 1e21, "\r": 0.1 } })).toBe(
    '{"a":{"\\r":0.1,"€":1e+21},"b":[1,"é",null,true]}',
  );
  expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
  expect(() => canonicalJson("\ud800")).toThrow(TypeError);
});

async function* toAsync(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
