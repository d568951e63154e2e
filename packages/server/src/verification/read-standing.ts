/** How much shows who asks, how much is needed, and which ways are open: from the tables, for everybody alike. */
import { doubtRow } from "@kept/contract/doubts";
import {
  isEnough,
  levelAttainable,
  levelNeeded,
  levelReached,
  offeredTiers,
  type ProofLevel,
  type ProofTier,
  proofTier,
} from "@kept/contract/proof-tiers";
import { requestKind } from "@kept/contract/request-kinds";
import type { KeptConfig } from "../kept-config.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { openPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";
import { textedPhone } from "../requests/reach-person.ts";
import { type DoubtRecord, listDoubts, listProofs } from "./queries.ts";

export interface Standing {
  readonly needed: ProofLevel;
  readonly reached: ProofLevel;
  /** It may go on. */
  readonly isEnough: boolean;
  /** Tiers that have been shown and are still believed, in the order of the table. */
  readonly proven: readonly string[];
  readonly offers: readonly ProofTier[];
  readonly doubt: DoubtRecord | null;
  readonly documentPending: boolean;
}

/** The same for whoever asked by text message: their telephone takes the place of a mailbox. */
function tiersOf(ctx: Ctx | TxCtx, kept: KeptConfig, request: RequestRow): readonly ProofTier[] {
  const tiers = availableTiers(kept);
  if (textedPhone(request, openPerson(ctx, request.id, request.sealed_person)) === null || kept.sms === null)
    return tiers;
  return ["sms", ...tiers.filter((tier) => !(["link", "code", "sms"] as readonly string[]).includes(tier))];
}

/** Tiers that this configuration can offer. The mailbox always is one. */
export function availableTiers(kept: KeptConfig): readonly ProofTier[] {
  const { questions, phone, documents } = kept.verification;
  return [
    "link",
    "code",
    ...(kept.sms !== null && phone !== undefined ? (["sms"] as const) : []),
    ...(Object.keys(questions).length > 0 ? (["knowledge"] as const) : []),
    ...(documents ? (["document"] as const) : []),
  ];
}

export async function readStanding(ctx: Ctx | TxCtx, kept: KeptConfig, request: RequestRow): Promise<Standing> {
  const proofs = await listProofs(ctx, request.id);
  const doubt = (await listDoubts(ctx, request.id)).findLast(({ isOpen }) => isOpen) ?? null;
  const distrusts = doubt === null ? [] : doubtRow(doubt.ground).distrusts;
  const given = proofs.filter(({ state }) => state === "proven");
  // A doubt says nothing against what was shown after it, whatever it says of its kind.
  const isSince = (settled: Date | null) => doubt === null || (settled !== null && settled >= doubt.at);
  const proven = given
    .filter(({ tier, settled_at }) => isSince(settled_at) || !distrusts.includes(tier))
    .map(({ tier }) => tier);
  const configured = tiersOf(ctx, kept, request);
  // What was tried to its end is not offered again; what is needed does not become less by it, only a later doubt counts without.
  const spent = proofs.filter(({ tier, state }) => state === "failed" && proofTier(tier).isOnce);
  const without = (rows: typeof spent) => configured.filter((tier) => !rows.some((row) => row.tier === tier));
  const trusts = doubt === null ? null : { distrusts, allowsDocument: doubt.allows_document };
  const offers = offeredTiers({ available: without(spent), proven, doubt: trusts });
  const couldOffer = offeredTiers({
    available: without(spent.filter(({ settled_at }) => doubt !== null && !isSince(settled_at))),
    proven,
    doubt: trusts,
  });
  const reached = levelReached(proven);
  const { act, needsProof } = requestKind(request.kind);
  const wanted = levelNeeded({ act, needsProof, regimes: request.regimes, doubted: doubt !== null });
  const attainable = doubt === null ? levelAttainable(configured) : levelReached([...proven, ...couldOffer]);
  const needed = isEnough(attainable, wanted) ? wanted : attainable;
  const isShownAnew = doubt === null || given.some(({ settled_at }) => settled_at !== null && settled_at >= doubt.at);
  return {
    needed,
    reached,
    isEnough: isEnough(reached, needed) && isShownAnew,
    proven,
    offers,
    doubt,
    documentPending: proofs.some(({ tier, state }) => tier === "document" && state === "open"),
  };
}
