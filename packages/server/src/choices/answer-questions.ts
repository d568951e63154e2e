/** The decision point: questions about people, answered from one look at the record. */
import type { Decision, PersonRef, Question } from "@kept/contract/decisions";
import { emptyState, foldEntries } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import type { PersonIdentifier } from "../people/people.ts";
import { findIdentifierOwners, followMerged } from "../people/queries.ts";
import { isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { identifierIndex } from "../requests/person.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { readStates, readStatesUpTo, type StoredState } from "./queries.ts";

/** The answers, in the order of the questions. Whoever is not known has chosen nothing, under the most protective regime. */
export async function answerQuestions(
  ctx: Ctx,
  parts: ChoiceParts,
  questions: readonly Question[],
): Promise<readonly Decision[]> {
  const now = isoInstant(ctx.clock.now());
  const ids = await findPeople(
    ctx,
    questions.map((question) => question.person),
  );
  const asked = questions.map((question, index) => {
    const at = question.at === undefined ? now : isoInstant(Temporal.Instant.from(question.at));
    return { question, id: ids[index] ?? null, at: at > now ? now : at };
  });
  const states = await readStates(
    ctx,
    asked.flatMap(({ id, at }) => (id === null || at < now ? [] : [id])),
  );
  const answers: Decision[] = [];
  for (const { question, id, at } of asked) {
    const state = id === null ? emptyState("default") : at < now ? await readPast(ctx, id, at) : states.get(id);
    if (state === undefined) throw new Error("The state of a person was not read.");
    const { allowed, reason, chain, until } = decide(parts.policy, state, question, at);
    answers.push({
      allowed,
      reason,
      chain: [...chain],
      regime: state.regime,
      policyVersion: parts.policy.version,
      until,
    });
  }
  return answers;
}

/** Kept's id of each reference; null where nobody is known by it. */
export async function findPeople(ctx: Ctx, refs: readonly PersonRef[]): Promise<readonly (string | null)[]> {
  const hashOf = (ref: PersonRef): string | null =>
    "kind" in ref ? identifierIndex(ctx.keys, ref satisfies PersonIdentifier) : null;
  const hashes = refs.map(hashOf);
  const wanted = hashes.filter((hash) => hash !== null);
  const owners = new Map(
    (wanted.length === 0 ? [] : await findIdentifierOwners(ctx, wanted)).map((row) => [row.index_hash, row.person_id]),
  );
  const follow = await followMerged(
    ctx,
    refs.flatMap((ref) => ("person" in ref ? [ref.person] : [])),
  );
  return refs.map((ref, index) => {
    if ("person" in ref) return follow(ref.person);
    if ("device" in ref) return ref.device;
    return owners.get(hashes[index] ?? "") ?? null;
  });
}

/** What was known at an instant: the regime of today, for where somebody was then is part of each record only. */
async function readPast(ctx: Ctx, personId: string, at: string): Promise<StoredState> {
  const { state, acts } = await readStatesUpTo(ctx, personId, at);
  return { ...state, entries: foldEntries({ ...state, entries: [] }, acts).entries as StoredState["entries"] };
}
