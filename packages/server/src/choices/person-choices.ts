/** What operators see and do: a person's choices, acts on their behalf, limits, links. */
import { randomUUID } from "node:crypto";
import type { RecordChoices, Recorded, Standing } from "@kept/contract/choices";
import type { Limit, PersonChoices } from "@kept/contract/person-endpoints";
import { choiceAct } from "@kept/engine/choices/acts";
import { slotOf } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import { findPerson, isKnownPerson, type PersonIdentifier, resolvePerson } from "../people/people.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { resolveSelves } from "./carry-over.ts";
import { checkActs } from "./check-acts.ts";
import { CHOICES_LINK, choicePath, linkSubject } from "./choice-links.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { listHistory, readState } from "./queries.ts";
import { describeStanding } from "./read-standing.ts";
import { recordActs } from "./record-acts.ts";
import { checkNotice, describeAct, readTime } from "./submit-choices.ts";

/** The choices of a person with the reasons of every answer. Every look is a ledger entry. */
export async function viewPersonChoices(
  ctx: Ctx,
  parts: ChoiceParts,
  personId: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<PersonChoices> {
  await requirePerson(ctx, personId);
  await ctx.transaction((tx) =>
    tx.outbox.add(personId, { entry: { type: "choice.viewed", subject: { person: personId }, data: {} } }),
  );
  const state = await readState(ctx, personId);
  const at = isoInstant(ctx.clock.now());
  const reasons = Object.entries(parts.policy.purposes).map(([purpose, { channels }]) => {
    const { chain } = decide(parts.policy, state, { purpose, channel: channels[0] }, at);
    return [purpose, chain.map((step) => ({ ...step }))] as const;
  });
  const limits = state.entries.filter((entry) => {
    const slot = slotOf(entry);
    return (slot === "restriction" || slot === "freeze") && choiceAct(entry.act).effect === "restrict";
  });
  return {
    person: personId,
    standing: describeStanding(parts, state, "person", at),
    limits: limits.map(({ purpose, act, at: since }) => ({ purpose, act, at: since })),
    reasons: Object.fromEntries(reasons),
    history: await listHistory(ctx, personId, page),
  };
}

/** The person with an identifier. Throws `person_not_found`. */
export async function requirePersonBy(ctx: Ctx, identifier: PersonIdentifier): Promise<string> {
  const personId = await findPerson(ctx, identifier);
  if (personId === null) throw problem("person_not_found");
  return personId;
}

/** Throws `person_not_found`. */
export async function requirePerson(ctx: Ctx, personId: string): Promise<void> {
  if (!(await isKnownPerson(ctx, personId))) throw problem("person_not_found");
}

/** Records what a person said by other means than a surface of ours: on the phone, on paper, through an agent. */
export async function recordForPerson(
  ctx: Ctx,
  parts: ChoiceParts,
  personId: string,
  input: Omit<RecordChoices, "device" | "session" | "gpc"> & { readonly byParent: boolean },
): Promise<Recorded> {
  await requirePerson(ctx, personId);
  const at = readTime(ctx, input.at);
  const { receipt, state } = await ctx.transaction(async (tx) => {
    const { regime } = await readState(tx, personId);
    checkActs(parts, input.choices, regime);
    await checkNotice(tx, input.choices, input.notice);
    const recorded = await recordActs(tx, parts, personId, input.choices.map(describeAct), {
      surface: input.surface,
      method: input.method,
      at,
      language: input.notice?.language ?? null,
      noticeHash: input.notice?.hash ?? null,
      renderedHash: input.notice?.rendered ?? null,
      region: input.region,
      byParent: input.byParent,
      told: input.toldOfConflict,
    });
    return { ...recorded, state: await readState(tx, personId) };
  });
  return { receipt, standing: describeStanding(parts, state, "person", isoInstant(ctx.clock.now())) };
}

/** Limits the use of a person's data, or lifts a limit: restriction, freeze, notice, an objection that was outweighed. */
export async function limitPerson(ctx: Ctx, parts: ChoiceParts, personId: string, limit: Limit): Promise<Standing> {
  await requirePerson(ctx, personId);
  const now = isoInstant(ctx.clock.now());
  const state = await ctx.transaction(async (tx) => {
    const { regime } = await readState(tx, personId);
    const act = { id: randomUUID(), act: limit.act, purpose: limit.purpose } as const;
    checkActs(parts, [act], regime);
    await recordActs(tx, parts, personId, [act], { surface: "api", method: "written", at: now });
    await tx.outbox.add(personId, {
      entry: {
        type: "choice.limited",
        subject: { person: personId },
        data: { act: limit.act, purpose: limit.purpose },
      },
    });
    return await readState(tx, personId);
  });
  return describeStanding(parts, state, "person", now);
}

const LONGEST_LINK = "P400D";

/** A link to the choices of whoever has an identifier; the person is made when it is new. */
export async function inviteToChoices(
  ctx: Ctx,
  parts: ChoiceParts,
  input: PersonIdentifier & { readonly purpose?: string | undefined; readonly lifetime: string },
): Promise<{ person: string; url: string; expiresAt: string }> {
  const { purpose } = input;
  if (purpose !== undefined && !Object.hasOwn(parts.policy.purposes, purpose)) {
    throw problem("purpose_unknown", { pointers: [{ pointer: "/body/purpose", message: "is not configured" }] });
  }
  const lifetime = isShortEnough(ctx, input.lifetime) ? input.lifetime : LONGEST_LINK;
  return await ctx.transaction(async (tx) => {
    const { personId } = await resolvePerson(tx, [{ kind: input.kind, value: input.value }], "operator");
    const link = await createLink(tx, { purpose: CHOICES_LINK, subject: linkSubject(personId, purpose), lifetime });
    const url = `${parts.publicUrl}${choicePath.one(link.token)}`;
    return { person: personId, url, expiresAt: link.expiresAt };
  });
}

function isShortEnough(ctx: Ctx, lifetime: string): boolean {
  try {
    const end = addDuration(ctx.clock.now(), lifetime);
    return Temporal.Instant.compare(end, addDuration(ctx.clock.now(), LONGEST_LINK)) <= 0;
  } catch {
    return false;
  }
}

/** A link of an hour for the person of a session: an app leads them to the centre with it. */
export async function openChoices(
  ctx: Ctx,
  parts: ChoiceParts,
  session: string,
): Promise<{ url: string; expiresAt: string }> {
  const identifiers = await parts.verifySession(session);
  return await ctx.transaction(async (tx) => {
    const personId = await resolveSelves(tx, parts, identifiers, "session");
    const subject = linkSubject(personId, undefined);
    const link = await createLink(tx, { purpose: CHOICES_LINK, subject, lifetime: "PT1H" });
    return { url: `${parts.publicUrl}${choicePath.one(link.token)}`, expiresAt: link.expiresAt };
  });
}
