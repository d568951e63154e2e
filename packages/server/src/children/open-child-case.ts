/** A case begins: an operator knows of a child, or a parent tells of one. From the moment of knowledge use stops (R-9.c). */
import type { ChildCase, ChildPerson, ParentWish } from "@kept/contract/children";
import { meetCaseClocks, startCaseClocks } from "../clocks/case-clocks.ts";
import { resolvePerson } from "../people/people.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { identifierIndex, newReference } from "../requests/person.ts";
import type { ChildParts } from "./child-parts.ts";
import { type CaseWords, openWords, sealWords } from "./child-words.ts";
import { beginErasure } from "./end-child-case.ts";
import { setFreeze } from "./freeze-person.ts";
import { type CaseRow, lockCase, updateCase } from "./queries.ts";
import { parentMail } from "./send-parent-mail.ts";

interface NewCase extends CaseWords {
  readonly state: "claimed" | "frozen";
  readonly source: ChildCase["source"];
  readonly language: "en" | "de";
  readonly knownAt?: string | undefined;
}

export interface Claim {
  /** Null: a letter does not say who the child is here. */
  readonly person: ChildPerson | null;
  /** Of the parent. */
  readonly email: string;
  readonly wish: ParentWish;
  readonly text: string;
  readonly language: "en" | "de";
  /** When it reached the operator; default: now. */
  readonly knownAt?: string;
}

/** Messages that one address gets by itself within a day: nobody's mailbox can be flooded through the form. */
const MESSAGES_A_DAY = 5;

/** An operator knows. Frozen in the same transaction. */
export async function openChildCase(
  ctx: Ctx,
  parts: ChildParts,
  input: Pick<NewCase, "source" | "language" | "knownAt" | "evidence"> & { readonly person: ChildPerson },
): Promise<string> {
  return await ctx.transaction(async (tx) => {
    const id = await insertCase(tx, parts, { ...input, state: "frozen", parent: null, wish: null });
    await freeze(tx, parts, await lockCase(tx, id));
    return id;
  });
}

/** A parent says so. A claim freezes nobody: whoever means ill could silence others with it. Answers the id of the case. */
export async function claimChild(tx: TxCtx, parts: ChildParts, claim: Claim): Promise<string> {
  const { person, language, email, wish, text, knownAt } = claim;
  const writes = (await countRecent(tx, email)) < MESSAGES_A_DAY;
  const words = { person, parent: email, wish, evidence: text } as const;
  const id = await insertCase(tx, parts, { ...words, state: "claimed", source: "parent", language, knownAt });
  await tx.outbox.add(id, {
    entry: { type: "child.claimed", subject: { case: id }, data: { wish } },
    jobs: writes ? [parentMail(tx, id, "received")] : [],
  });
  return id;
}

async function countRecent(tx: TxCtx, email: string): Promise<number> {
  const rows = await tx.db
    .selectFrom("child_case")
    .select("id")
    .where("email_index", "=", identifierIndex(tx.keys, { kind: "email", value: email }))
    .where("created_at", ">", new Date(isoInstant(addDuration(tx.clock.now(), "-P1D"))))
    .limit(MESSAGES_A_DAY)
    .execute();
  return rows.length;
}

/** Answers the id. Its clocks count from when it was known, never from a time to come. */
export async function insertCase(tx: TxCtx, parts: ChildParts, input: NewCase): Promise<string> {
  const id = tx.ids.next("chd");
  const now = isoInstant(tx.clock.now());
  const isPast = input.knownAt !== undefined && Date.parse(input.knownAt) <= Date.parse(now);
  const knownAt = isPast ? new Date(input.knownAt ?? now).toISOString() : now;
  const reference = newReference();
  const { person, parent, wish, evidence } = input;
  await tx.db
    .insertInto("child_case")
    .values({
      id,
      reference,
      state: input.state,
      source: input.source,
      language: input.language,
      person_id: null,
      sealed: sealWords(tx.keys, id, { person, parent, wish, evidence }),
      known_at: knownAt,
      created_at: now,
      erasure_request: null,
      outcome: null,
      wish,
      email_index: parent === null ? null : identifierIndex(tx.keys, { kind: "email", value: parent }),
      is_known: person !== null,
      erasure_ended: null,
    })
    .execute();
  await startCaseClocks(tx, parts.kept, {
    id,
    reference,
    noun: "child",
    occasion: "child-discovered",
    regimes: parts.kept.regimes,
    arrivedAt: Date.parse(knownAt),
  });
  return id;
}

/** Throws `child_case_state_wrong` when it is no claim any more, `child_unknown` when nobody said who the child is here. */
export async function confirmChildCase(
  ctx: Ctx,
  parts: ChildParts,
  id: string,
  input: { readonly person?: ChildPerson | undefined },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    if (row.state !== "claimed") throw problem("child_case_state_wrong");
    if (input.person !== undefined) {
      const words = openWords(tx.keys, row);
      const sealed = sealWords(tx.keys, id, { ...words, person: input.person });
      await updateCase(tx, id, { sealed, is_known: true });
    }
    await freeze(tx, parts, await lockCase(tx, id));
  });
}

/** No purpose may use their data from here on but those that a law demands; recipients are told by the choices' own way. */
export async function freeze(tx: TxCtx, parts: ChildParts, row: CaseRow): Promise<void> {
  const now = isoInstant(tx.clock.now());
  const { person, parent } = openWords(tx.keys, row);
  if (person === null) throw problem("child_unknown");
  const { personId } = await resolvePerson(tx, [person], "operator");
  await setFreeze(tx, parts, personId, "frozen");
  const windowEndsAt = isoInstant(addDuration(tx.clock.now(), parts.kept.children.consentWindow));
  await updateCase(tx, row.id, { state: "frozen", person_id: personId, window_ends_at: windowEndsAt });
  await meetCaseClocks(tx, row.id, "freeze");
  const isOver = Date.parse(windowEndsAt) <= Date.parse(now);
  await tx.outbox.add(row.id, {
    entry: {
      type: "child.discovered",
      subject: { case: row.id, person: personId },
      data: { source: row.source, knownAt: row.known_at.toISOString(), windowEndsAt },
    },
    jobs: parent === null || isOver ? [] : [parentMail(tx, row.id, "frozen")],
  });
  if (isOver) await beginErasure(tx, parts, await lockCase(tx, row.id));
}
