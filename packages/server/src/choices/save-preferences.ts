/** What a person set in the preference centre, as acts: only what differs from where it stands becomes one. */
import { randomUUID } from "node:crypto";
import type { PurposeStanding, Standing } from "@kept/contract/choices";
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { readState } from "./queries.ts";
import { describeStanding } from "./read-standing.ts";
import { type NewAct, recordActs } from "./record-acts.ts";

/** One purpose as the form sent it. */
export interface Preference {
  readonly purpose: string;
  readonly isAllowed: boolean;
  readonly channels: readonly string[];
  readonly topics: readonly string[];
}

/** How one says yes and no to a purpose, which depends on what it rests on. */
export interface Words {
  readonly yes: "given" | "opted-in" | "objection-ended";
  readonly no: "withdrawn" | "opted-out" | "objected";
}

/** Null where there is nothing to say: a duty, or a purpose without a basis. */
export function wordsFor(parts: ChoiceParts, name: string, regime: Regime): Words | null {
  const purpose = parts.policy.purposes[name];
  const basis = purpose === undefined ? undefined : basisOf(purpose, regime);
  if (purpose === undefined || basis === undefined) return null;
  const { needsConsent, objectable } = legalBasis(basis);
  if (needsConsent) return { yes: "given", no: "withdrawn" };
  if (!objectable) return null;
  return purpose.sale ? { yes: "opted-in", no: "opted-out" } : { yes: "objection-ended", no: "objected" };
}

/** Saves preferences of a person; answers whether anything changed. */
export async function savePreferences(
  ctx: Ctx,
  parts: ChoiceParts,
  personId: string,
  preferences: readonly Preference[],
  notice: { readonly hash: string; readonly language: string },
  method: "save" | "reject-all",
): Promise<boolean> {
  const at = isoInstant(ctx.clock.now());
  return await ctx.transaction(async (tx) => {
    const standing = describeStanding(parts, await readState(tx, personId), "person", at);
    const acts = preferences.flatMap((preference) => actsOf(parts, standing, preference));
    if (acts.length === 0) return false;
    const { receipt } = await recordActs(tx, parts, personId, acts, {
      surface: "centre",
      method,
      at,
      language: notice.language,
      noticeHash: notice.hash,
      // The page says so where a signal stands against a yes.
      told: standing.gpc.seen,
    });
    return receipt !== null;
  });
}

function actsOf(parts: ChoiceParts, standing: Standing, wanted: Preference): readonly NewAct[] {
  const words = wordsFor(parts, wanted.purpose, standing.regime);
  const now = standing.purposes.find(({ purpose }) => purpose === wanted.purpose);
  if (words === null || now === undefined) return [];
  const act = (name: NewAct["act"], part: Pick<NewAct, "channel" | "topic"> = {}): NewAct => ({
    id: randomUUID(),
    act: name,
    purpose: wanted.purpose,
    ...part,
  });
  if (!wanted.isAllowed) return now.allowed || isUndecided(now) ? [act(denialOf(words, now))] : [];
  const acts = now.allowed || isLimited(now) ? [] : [act(words.yes)];
  const saidYes = acts.length > 0;
  if (words.yes !== "given") return acts;
  // A new yes without a tick means every part; with ticks, the parts without one are refused anew, and the no wins at
  // the same instant. Whoever has said yes before and takes every tick away takes every part back.
  const means = (ticked: readonly string[], part: string): boolean =>
    ticked.includes(part) || (saidYes && ticked.length === 0);
  const no = saidYes ? "refused" : "withdrawn";
  for (const [channel, isOn] of Object.entries(now.channels)) {
    const isWanted = means(wanted.channels, channel);
    if (!isWanted && (isOn || saidYes)) acts.push(act(no, { channel }));
    if (isWanted && !isOn && !saidYes) acts.push(act("given", { channel }));
  }
  for (const [topic, isOn] of Object.entries(now.topics)) {
    const isWanted = means(wanted.topics, topic);
    const isNew = acts.some((each) => each.act === "given");
    if (!isWanted && (isOn || isNew)) acts.push(act(no, { topic }));
    if (isWanted && !isOn && !saidYes) acts.push(act("given", { topic }));
  }
  return acts;
}

/** Nothing was said about it yet, so that a no is news. */
function isUndecided(now: PurposeStanding): boolean {
  return now.act === null;
}

/** Denied by something that no yes lifts: saying it again would change nothing. */
function isLimited(now: PurposeStanding): boolean {
  return now.reason === "frozen" || now.reason.startsWith("age_") || now.reason === "dependency_denied";
}

function denialOf(words: Words, now: PurposeStanding): NewAct["act"] {
  return words.no === "withdrawn" && !now.allowed ? "refused" : words.no;
}
