/**
 * The stream that keeps gates up to date. It follows the ledger, whose order is that of commits: nothing is missed, on
 * whichever server the choice was made, and a gate goes on from any position.
 */
import type { DecisionChange } from "@kept/contract/decisions";
import { gateKeyText } from "@kept/contract/gate-key";
import { followMerged, listFormerIds } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { StreamEvent } from "../platform/http/bind.ts";
import { problem } from "../platform/http/problems.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { answersOf, listPlaces } from "./gate-answers.ts";
import { readStates } from "./queries.ts";
import { readPosition } from "./write-snapshot.ts";

/** How often the ledger is looked at. With the relay's way there, a change is told well within a second. */
const LOOK_MILLISECONDS = 200;
/** A sign of life, by which gates know that they are up to date. */
const ALIVE_MILLISECONDS = 2_000;
const PAGE = 500;

/** @throws problem `snapshot_outdated` when the ledger never had that position */
export async function watchChanges(
  ctx: Ctx,
  parts: ChoiceParts,
  after: number | undefined,
  signal: AbortSignal,
): Promise<AsyncGenerator<StreamEvent<DecisionChange>>> {
  const latest = await readPosition(ctx);
  const from = after ?? latest;
  if (from > latest) throw problem("snapshot_outdated");
  return follow(ctx, parts, from, signal);
}

async function* follow(
  ctx: Ctx,
  parts: ChoiceParts,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent<DecisionChange>> {
  let position = from;
  let aliveAt = 0;
  while (!signal.aborted) {
    const latest = await readPosition(ctx);
    while (position < latest && !signal.aborted) {
      const { people, position: next } = await readChanges(ctx, parts, position, latest);
      position = next;
      if (people.length === 0) continue;
      aliveAt = Date.now();
      yield { id: String(position), event: "changed", data: { ...envelope(parts, position), people } };
    }
    if (Date.now() - aliveAt >= ALIVE_MILLISECONDS) {
      aliveAt = Date.now();
      yield { id: String(position), event: "alive", data: { ...envelope(parts, position), people: [] } };
    }
    await wait(LOOK_MILLISECONDS, signal);
  }
}

function envelope(parts: ChoiceParts, position: number) {
  return { position, policyVersion: parts.policy.version };
}

async function readChanges(
  ctx: Ctx,
  parts: ChoiceParts,
  after: number,
  upTo: number,
): Promise<{ readonly people: DecisionChange["people"]; readonly position: number }> {
  const rows = await ctx.db
    .selectFrom("ledger_entry")
    .select(["index", "key"])
    .where("type", "in", [
      "choice.recorded",
      "choice.people-merged",
      "choice.people-separated",
      "choice.age-set",
      "sale.recorded",
    ])
    .where("index", ">", after)
    .where("index", "<=", upTo)
    .orderBy("index")
    .limit(PAGE)
    .execute();
  const ids = [...new Set(rows.flatMap(({ key }) => (key?.startsWith("per_") === true ? [key] : [])))];
  const follow = await followMerged(ctx, ids);
  const stay = [...new Set(ids.map(follow))];
  const former = await listFormerIds(ctx, stay);
  const states = await readStates(ctx, stay);
  const at = isoInstant(ctx.clock.now());
  const places = listPlaces(parts.policy);
  const answers = new Map([...states].map(([id, state]) => [id, answersOf(parts.policy, places, state, at)]));
  // A gate may have kept any id under which a person was ever known.
  const people = [
    ...stay.map((id) => [id, id] as const),
    ...former.map((row) => [row.person_id, row.merged_into] as const),
  ].map(([id, now]) => ({ key: gateKeyText(id), answers: [...(answers.get(now ?? id) ?? [])] }));
  return { people, position: rows.length < PAGE ? upTo : (rows.at(-1)?.index ?? upTo) };
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
