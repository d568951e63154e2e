/** The snapshot for the SDK's gate: answers about everybody, page by page, signed at the end. */
import { createHash } from "node:crypto";
import type { SnapshotLine } from "@kept/contract/decisions";
import { gateKey } from "@kept/contract/gate-key";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { readCheckpoint } from "../platform/ledger/read-ledger.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { describePolicyLine, listPlaces } from "./gate-answers.ts";
import { createAnswerMemory, readAnswersPage } from "./snapshot-pages.ts";

const PAGE = 2_000;
export const SNAPSHOT_PURPOSE = "decisions.snapshot";

/**
 * Its lines. The position is read first: what changes while people are read is told again by the stream, and telling an
 * answer twice changes nothing.
 */
export async function* writeSnapshot(ctx: Ctx, parts: ChoiceParts): AsyncGenerator<string> {
  const { policy } = parts;
  const at = isoInstant(ctx.clock.now());
  let sha256 = "";
  const put = (line: SnapshotLine): string => {
    const text = JSON.stringify(line);
    sha256 = createHash("sha256").update(sha256).update(text, "utf8").digest("hex");
    return `${text}\n`;
  };
  const position = await readPosition(ctx);
  yield put(describePolicyLine(policy, position, at));
  const places = listPlaces(policy);
  const memory = createAnswerMemory(policy, places, at);
  let after = "per_";
  let people = 0;
  for (;;) {
    const page = await readAnswersPage(ctx, memory, after, PAGE);
    const last = page.at(-1)?.personId;
    if (last === undefined) break;
    const index = new Map<string, number>();
    const keys = Buffer.alloc(page.length * 8);
    const cells = Buffer.alloc(page.length * places.length * 2);
    for (const [row, { personId, answers }] of page.entries()) {
      const [high, low] = gateKey(personId);
      keys.writeUInt32BE(high, row * 8);
      keys.writeUInt32BE(low, row * 8 + 4);
      for (const [place, answer] of answers.entries()) {
        const number = index.get(answer) ?? index.size;
        index.set(answer, number);
        cells.writeUInt16LE(number, (row * places.length + place) * 2);
      }
    }
    yield put({
      line: "people",
      answers: [...index.keys()],
      keys: keys.toString("base64"),
      cells: cells.toString("base64"),
    });
    people += page.length;
    after = last;
  }
  yield `${JSON.stringify({
    line: "end",
    people,
    sha256,
    publicKey: Buffer.from(ctx.keys.publicKey(SNAPSHOT_PURPOSE)).toString("base64url"),
    signature: Buffer.from(ctx.keys.sign(SNAPSHOT_PURPOSE, Buffer.from(sha256, "ascii"))).toString("base64url"),
  } satisfies SnapshotLine)}\n`;
}

/** Index of the ledger's last entry; -1 when it has none. */
export async function readPosition(ctx: Ctx): Promise<number> {
  return ((await readCheckpoint(ctx.db))?.size ?? 0) - 1;
}
