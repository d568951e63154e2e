/**
 * What a parent does by the link in their mailbox: shows that the address is theirs, sees what is held, allows it, has it erased, takes a
 * consent back. The link proves the address that told of the child and nothing more, so a consent waits for an operator's
 * check (16 CFR 312.5(b)), seeing needs one before it, and an erasure only goes on where an operator has looked at the case already.
 */
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { ChildParts } from "./child-parts.ts";
import { openWords, sealWords } from "./child-words.ts";
import { beginErasure } from "./end-child-case.ts";
import { freeze, insertCase } from "./open-child-case.ts";
import { type CaseRow, lockCase, updateCase } from "./queries.ts";
import { beginAccess, isShowing } from "./show-parent.ts";

export const PARENT_ACTS = ["confirm", "see", "consent", "erase", "withdraw"] as const;
export type ParentAct = (typeof PARENT_ACTS)[number];

/** What the parent may do now; `isShown`: they have asked to see it, and wait for the answer. */
export function parentMay(row: CaseRow, isShown: boolean): readonly ParentAct[] {
  if (row.sealed === null) return [];
  if (row.state === "claimed") return row.parent_confirmed_at === null ? ["confirm"] : [];
  const see = row.parent_verified_at === null || isShown ? [] : (["see"] as const);
  if (row.state === "frozen") return [...see, ...(row.consent_said_at === null ? (["consent"] as const) : []), "erase"];
  return row.outcome === "consented" ? [...see, "withdraw"] : [];
}

/** Throws `child_case_state_wrong` for what cannot be done now. Answers the id of the case that goes on. */
export async function actForParent(
  tx: TxCtx,
  parts: ChildParts,
  id: string,
  act: ParentAct,
  signature: string,
): Promise<string> {
  const row = await lockCase(tx, id);
  if (!parentMay(row, await isShowing(tx, row)).includes(act)) throw problem("child_case_state_wrong");
  await confirmParent(tx, row);
  if (act === "see") await beginAccess(tx, parts, row);
  if (act === "consent") await sayConsent(tx, row, signature);
  if (act === "erase") await beginErasure(tx, parts, row);
  return act === "withdraw" ? await withdrawConsent(tx, parts, row.id) : id;
}

/** Whoever acts by the link reads that mailbox. */
async function confirmParent(tx: TxCtx, row: CaseRow): Promise<void> {
  if (row.parent_confirmed_at !== null) return;
  await updateCase(tx, row.id, { parent_confirmed_at: isoInstant(tx.clock.now()) });
  await tx.outbox.add(row.id, { entry: { type: "child.parent-confirmed", subject: { case: row.id }, data: {} } });
}

async function sayConsent(tx: TxCtx, row: CaseRow, signature: string): Promise<void> {
  const sealed = sealWords(tx.keys, row.id, { ...openWords(tx.keys, row), signature });
  await updateCase(tx, row.id, { sealed, consent_said_at: isoInstant(tx.clock.now()) });
  await tx.outbox.add(row.id, { entry: { type: "child.consent-said", subject: { case: row.id }, data: {} } });
}

/**
 * A consent that is taken back ends what rested on it: a new case, frozen, and its erasure with it. Throws
 * `child_case_state_wrong` where there is none, `child_case_over` once it is forgotten.
 */
export async function withdrawConsent(tx: TxCtx, parts: ChildParts, id: string): Promise<string> {
  const row = await lockCase(tx, id);
  if (row.outcome !== "consented") throw problem("child_case_state_wrong");
  const words = openWords(tx.keys, row);
  const language = row.language === "de" ? "de" : "en";
  const next = await insertCase(tx, parts, { ...words, state: "frozen", source: "parent", wish: "delete", language });
  await updateCase(tx, id, { sealed: null, person_id: null, email_index: null });
  // Should it turn out to be no child after all, what the parent asked to see ends with it.
  await updateCase(tx, next, { access_request: row.access_request });
  await tx.outbox.add(id, {
    entry: { type: "child.consent-withdrawn", subject: { case: id }, data: { next } },
  });
  await freeze(tx, parts, await lockCase(tx, next));
  const frozen = await lockCase(tx, next);
  if (frozen.state === "frozen") await beginErasure(tx, parts, frozen);
  return next;
}
