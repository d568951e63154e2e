/** The snapshot for the SDK's gate: answers about everybody, page by page, signed at the end. */
import { createHash } from "node:crypto";
import type { SnapshotLine } from "@kept/contract/decisions";
import { gateKey } from "@kept/contract/gate-key";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { readCheckpoint } from "../platform/ledger/read-ledger.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { answersOf, describePolicyLine, listPlaces } from "./gate-answers.ts";
import { readStates } from "./queries.ts";

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
  // Most people have chosen nothing, and then only their regime matters.
  const silent = new Map<Regime, readonly string[]>();
  let after = "per_";
  let people = 0;
  for (;;) {
    const rows = await ctx.db
      .selectFrom("person")
      .select(["person_id", "merged_into"])
      .where("person_id", ">", after)
      .where("person_id", "<", "per_~")
      .orderBy("person_id")
      .limit(PAGE)
      .execute();
    const ids = rows.map((row) => row.person_id);
    const last = ids.at(-1);
    if (last === undefined) break;
    // Whoever asks by a former id gets the answers of the person it leads to.
    const states = await readStates(
      ctx,
      rows.map((row) => row.merged_into ?? row.person_id),
    );
    const index = new Map<string, number>();
    const keys = Buffer.alloc(ids.length * 8);
    const cells = Buffer.alloc(ids.length * places.length * 2);
    for (const [row, { person_id: id, merged_into: stays }] of rows.entries()) {
      const state = states.get(stays ?? id);
      if (state === undefined) throw new Error("The state of a person was not read.");
      const isSilent = state.entries.length === 0 && state.bornBy === null;
      const answers = (isSilent ? silent.get(state.regime) : undefined) ?? answersOf(policy, places, state, at);
      if (isSilent) silent.set(state.regime, answers);
      const [high, low] = gateKey(id);
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
    people += ids.length;
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
