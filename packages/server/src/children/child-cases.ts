/** A child is discovered: frozen at once, a parent may consent for a while, and then everything is erased (R-9.c). */
import { randomUUID } from "node:crypto";
import type { ChildCase, ChildPerson } from "@kept/contract/children";
import type { Kysely, Selectable } from "kysely";
import { recordActs } from "../choices/record-acts.ts";
import { describeCaseClock, listCaseClocks, meetCaseClocks, startCaseClocks } from "../clocks/case-clocks.ts";
import { resolvePerson } from "../people/people.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { openRequest, regionFacts } from "../requests/open-request.ts";
import { newReference } from "../requests/person.ts";
import { receiveRequest } from "../requests/receive-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { ChildParts } from "./child-parts.ts";
import type { ChildTables } from "./tables.ts";

type CaseRow = Selectable<ChildTables["child_case"]>;

interface CaseWords {
  readonly person: ChildPerson;
  /** Address of the parent who wrote. */
  readonly parent: string | null;
  readonly wish: string | null;
  readonly evidence: string;
}

interface NewCase extends CaseWords {
  readonly state: "claimed" | "frozen";
  readonly source: ChildCase["source"];
  readonly language: "en" | "de";
  readonly knownAt?: string | undefined;
}

const SEAL = "child.case";

/** An operator knows. Frozen in the same transaction. */
export async function openChildCase(
  ctx: Ctx,
  parts: ChildParts,
  input: Omit<NewCase, "state" | "parent" | "wish">,
): Promise<string> {
  return await ctx.transaction(async (tx) => {
    const id = await insertCase(tx, parts, { ...input, state: "frozen", parent: null, wish: null });
    await freeze(tx, parts, await lockCase(tx, id));
    return id;
  });
}

/** A parent says so. A claim freezes nobody: whoever means ill could silence others with it. */
export async function claimChild(
  ctx: Ctx,
  parts: ChildParts,
  input: Pick<NewCase, "person" | "language"> & {
    readonly email: string;
    readonly wish: string;
    readonly text: string;
  },
): Promise<void> {
  const { person, language, email, wish, text } = input;
  const words = { person, parent: email, wish, evidence: text } as const;
  await ctx.transaction(async (tx) => {
    const id = await insertCase(tx, parts, { ...words, state: "claimed", source: "parent", language });
    await tx.outbox.add(id, { entry: { type: "child.claimed", subject: { case: id }, data: { wish } } });
  });
}

async function insertCase(tx: TxCtx, parts: ChildParts, input: NewCase): Promise<string> {
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
      sealed: sealJson(tx.keys, SEAL, `child_case/${id}`, { person, parent, wish, evidence } satisfies CaseWords),
      known_at: knownAt,
      created_at: now,
      erasure_request: null,
      outcome: null,
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

/** Throws `child_case_state_wrong` when it is no claim any more. */
export async function confirmChildCase(ctx: Ctx, parts: ChildParts, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    if (row.state !== "claimed") throw problem("child_case_state_wrong");
    await freeze(tx, parts, row);
  });
}

/** No purpose may use their data from here on but those that a law demands; recipients are told by the choices' own way. */
async function freeze(tx: TxCtx, parts: ChildParts, row: CaseRow): Promise<void> {
  const now = isoInstant(tx.clock.now());
  const { personId } = await resolvePerson(tx, [openWords(tx, row).person], "operator");
  await setFreeze(tx, parts, personId, "frozen");
  const windowEndsAt = isoInstant(addDuration(tx.clock.now(), parts.kept.children.consentWindow));
  await tx.db
    .updateTable("child_case")
    .set({ state: "frozen", person_id: personId, window_ends_at: windowEndsAt })
    .where("id", "=", row.id)
    .execute();
  await meetCaseClocks(tx, row.id, "freeze");
  await tx.outbox.add(row.id, {
    entry: {
      type: "child.discovered",
      subject: { case: row.id, person: personId },
      data: { source: row.source, knownAt: row.known_at.toISOString(), windowEndsAt },
    },
  });
  if (Date.parse(windowEndsAt) <= Date.parse(now)) await beginErasure(tx, parts, await lockCase(tx, row.id));
}

async function setFreeze(tx: TxCtx, parts: ChildParts, personId: string, act: "frozen" | "unfrozen"): Promise<void> {
  const at = isoInstant(tx.clock.now());
  const context = { surface: "api", method: "written", at } as const;
  await recordActs(tx, parts.choices, personId, [{ id: randomUUID(), act, purpose: "*" }], context);
}

/** Throws `child_case_state_wrong` unless it is frozen. */
export async function eraseChild(ctx: Ctx, parts: ChildParts, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    if (row.state !== "frozen") throw problem("child_case_state_wrong");
    await beginErasure(tx, parts, row);
  });
}

/** A request like any other: planned, shown, approved, verified, told to recipients. Nobody but a parent is written to. */
async function beginErasure(tx: TxCtx, parts: ChildParts, row: CaseRow): Promise<void> {
  const { person, parent } = openWords(tx, row);
  const request = await openRequest(tx, parts.requests, {
    kind: "erasure",
    state: "planning",
    channel: "operator",
    language: row.language === "de" ? "de" : "en",
    person: { identifiers: [person], keys: [], replyTo: parent },
    scope: { tables: [], categories: [], purposes: [] },
    arrivedAt: row.known_at.toISOString(),
  });
  const data = { kind: "erasure", channel: "operator", ...regionFacts(request) };
  await recordEvent(tx, request.id, { type: "request.submitted", data });
  await receiveRequest(tx, parts.requests, request.id, "child-discovered");
  await tx.db
    .updateTable("child_case")
    .set({ state: "erasing", erasure_request: request.id })
    .where("id", "=", row.id)
    .execute();
  await tx.outbox.add(row.id, {
    entry: {
      type: "child.erasure-begun",
      subject: { case: row.id, request: request.id },
      data: { request: request.id },
    },
  });
}

/** A parent consented, or it is no child. Throws `child_case_state_wrong` once it is being erased. */
export async function endChildCase(
  ctx: Ctx,
  parts: ChildParts,
  id: string,
  input: { readonly outcome: "consented" | "not_a_child"; readonly how: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    if (row.state !== "claimed" && row.state !== "frozen") throw problem("child_case_state_wrong");
    if (row.person_id !== null) await setFreeze(tx, parts, row.person_id, "unfrozen");
    await close(tx, row, input.outcome, input.how);
  });
}

/** Nothing is kept by which the child could be found again. */
async function close(tx: TxCtx, row: CaseRow, outcome: ChildCase["outcome"], how: string): Promise<void> {
  await tx.db
    .updateTable("child_case")
    .set({ state: "closed", outcome, closed_at: isoInstant(tx.clock.now()), sealed: null, person_id: null })
    .where("id", "=", row.id)
    .execute();
  await meetCaseClocks(tx, row.id);
  await tx.outbox.add(row.id, {
    entry: { type: "child.case-ended", subject: { case: row.id }, data: { outcome: outcome ?? "", how } },
  });
}

/** Windows that are over lead to erasure, and erasures that are done end their case. */
export async function followChildCases(ctx: Ctx, parts: ChildParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const over = await ctx.db
    .selectFrom("child_case")
    .select("id")
    .where("state", "=", "frozen")
    .where("window_ends_at", "<=", now)
    .limit(200)
    .execute();
  for (const { id } of over) {
    await ctx.transaction(async (tx) => {
      const row = await lockCase(tx, id);
      if (row.state === "frozen") await beginErasure(tx, parts, row);
    });
  }
  const erased = await ctx.db
    .selectFrom("child_case")
    .innerJoin("request", "request.id", "child_case.erasure_request")
    .select("child_case.id")
    .where("child_case.state", "=", "erasing")
    .where("request.state", "in", ["done", "nothing_found"])
    .limit(200)
    .execute();
  for (const { id } of erased) {
    await ctx.transaction(async (tx) => {
      const row = await lockCase(tx, id);
      if (row.state === "erasing") await close(tx, row, "erased", "verified");
    });
  }
}

export async function listChildCases(ctx: Ctx, onlyOpen: boolean): Promise<{ cases: ChildCase[] }> {
  let select = ctx.db.selectFrom("child_case").selectAll().orderBy("id", "desc").limit(200);
  if (onlyOpen) select = select.where("state", "!=", "closed");
  const rows = await select.execute();
  return { cases: await Promise.all(rows.map((row) => describeCase(ctx, row))) };
}

/** Throws `child_case_not_found`. */
export async function readChildCase(ctx: Ctx, id: string): Promise<ChildCase> {
  return await describeCase(ctx, await requireCase(ctx, id));
}

/** Every look is a ledger entry. Throws `child_case_not_found` or `child_case_over`. */
export async function readChildWords(ctx: Ctx, id: string): Promise<CaseWords> {
  const row = await requireCase(ctx, id);
  if (row.sealed === null) throw problem("child_case_over");
  await ctx.transaction((tx) =>
    tx.outbox.add(id, { entry: { type: "child.viewed", subject: { case: id }, data: {} } }),
  );
  return openWords(ctx, row);
}

async function describeCase(ctx: Ctx, row: CaseRow): Promise<ChildCase> {
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    source: row.source as ChildCase["source"],
    knownAt: row.known_at.toISOString(),
    windowEndsAt: row.window_ends_at?.toISOString() ?? null,
    erasureRequest: row.erasure_request,
    outcome: row.outcome as ChildCase["outcome"],
    closedAt: row.closed_at?.toISOString() ?? null,
    clocks: (await listCaseClocks(ctx, [row.id])).map(describeCaseClock),
  };
}

function openWords(ctx: Ctx | TxCtx, row: CaseRow): CaseWords {
  if (row.sealed === null) throw problem("child_case_over");
  return openJson<CaseWords>(ctx.keys, SEAL, `child_case/${row.id}`, row.sealed);
}

async function requireCase(ctx: Ctx, id: string): Promise<CaseRow> {
  const db = ctx.db as Kysely<Database>;
  const row = await db.selectFrom("child_case").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw problem("child_case_not_found");
  return row;
}

async function lockCase(tx: TxCtx, id: string): Promise<CaseRow> {
  const row = await tx.db.selectFrom("child_case").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) throw problem("child_case_not_found");
  return row;
}
