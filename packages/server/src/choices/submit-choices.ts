/** Choices from outside: of whoever a session proves, or of the device that sent them. */
import { randomUUID } from "node:crypto";
import type { ReadStanding, RecordChoices, Recorded, Standing } from "@kept/contract/choices";
import { ALL_PURPOSES, emptyState, foldEntries, slotOf } from "@kept/engine/choices/choice-state";
import { regimeOfPlace } from "@kept/engine/choices/places";
import type { Regime } from "@kept/engine/choices/regime-rules";
import type { PersonIdentifier } from "../people/people.ts";
import { findPersonRow } from "../people/queries.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { linkDevice, resolveSelves } from "./carry-over.ts";
import { checkActs } from "./check-acts.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { isNoticeKnown, readState, type StoredState } from "./queries.ts";
import { describeStanding } from "./read-standing.ts";
import { type NewAct, type RecordContext, recordActs } from "./record-acts.ts";

/** What was queued offline is taken for this long. */
const OFFLINE_DAYS = "-P30D";
/** Clocks of devices differ by so much. */
const CLOCK_SKEW = "PT5M";

/**
 * Records what a surface sends.
 * @param gpcHeader whether the request said `Sec-GPC: 1`
 */
export async function submitChoices(
  ctx: Ctx,
  parts: ChoiceParts,
  input: RecordChoices,
  gpcHeader: boolean,
): Promise<Recorded> {
  const { device, session } = input;
  const identifiers = session === undefined ? null : await parts.verifySession(session);
  if (identifiers === null && device === undefined) throw problem("choice_nobodys");
  const gpc = gpcHeader || input.gpc === true;
  const at = readTime(ctx, input.at);
  const result = await ctx.transaction(async (tx) => {
    const { who, whose } = await whoSaysIt(tx, parts, identifiers, device);
    const regime = await regimeOf(tx, who, input.region);
    checkActs(parts, input.choices, regime);
    await checkNotice(tx, input.choices, input.notice);
    const acting = tx.as({ kind: "person", id: who });
    const context: RecordContext = {
      surface: input.surface,
      method: input.method,
      at,
      language: input.notice?.language ?? null,
      noticeHash: input.notice?.hash ?? null,
      renderedHash: input.notice?.rendered ?? null,
      region: input.region,
      gpc,
      told: input.toldOfConflict,
    };
    // The signal comes first: it stood before the person said anything on the page that sent it.
    if (gpc) await recordSignal(acting, parts, who, context);
    const { receipt } = await recordActs(acting, parts, who, input.choices.map(describeAct), context);
    return { who, whose, receipt, state: await readState(tx, who) };
  });
  const standing = describeStanding(parts, result.state, result.whose, isoInstant(ctx.clock.now()), input.notice?.hash);
  return { receipt: result.receipt, standing };
}

/** Where somebody's choices stand; a signal that is new is recorded, nothing else. */
export async function readOwnStanding(
  ctx: Ctx,
  parts: ChoiceParts,
  input: ReadStanding,
  gpcHeader: boolean,
): Promise<Standing> {
  const identifiers = input.session === undefined ? null : await parts.verifySession(input.session);
  const now = isoInstant(ctx.clock.now());
  const gpc = gpcHeader || input.gpc === true;
  if (identifiers === null && input.device === undefined) {
    const regime = input.region === undefined ? "default" : regimeOfPlace(input.region);
    return describeStanding(parts, withSignal({ ...emptyState(regime), entries: [] }, gpc, now), "nobody", now);
  }
  const found = await ctx.transaction(async (tx) => {
    // A device that only looks leaves nothing behind, unless it signals.
    if (identifiers === null && !gpc) {
      const who = input.device ?? "";
      const known = await findPersonRow(tx, who);
      const state = await readState(tx, who);
      const regime = known === undefined && input.region !== undefined ? regimeOfPlace(input.region) : state.regime;
      return { who, whose: "device", state: { ...state, regime } } as const;
    }
    const { who, whose } = await whoSaysIt(tx, parts, identifiers, input.device);
    const acting = tx.as({ kind: "person", id: who });
    const context = { surface: "api", method: "signal", at: now, region: input.region, gpc } as const;
    if (gpc) await recordSignal(acting, parts, who, context);
    return { who, whose, state: await readState(tx, who) };
  });
  return describeStanding(parts, found.state, found.whose, now, input.notice);
}

/** A device that proved to be somebody's. */
export async function linkOwnDevice(
  ctx: Ctx,
  parts: ChoiceParts,
  input: { readonly device: string; readonly session: string },
): Promise<Standing> {
  const identifiers = await parts.verifySession(input.session);
  const state = await ctx.transaction(async (tx) => {
    const { who } = await whoSaysIt(tx, parts, identifiers, input.device);
    return await readState(tx, who);
  });
  return describeStanding(parts, state, "person", isoInstant(ctx.clock.now()));
}

/** The person of the session, with what their device and their other selves said carried over; else the device. */
async function whoSaysIt(
  tx: TxCtx,
  parts: ChoiceParts,
  identifiers: readonly PersonIdentifier[] | null,
  device: string | undefined,
): Promise<{ readonly who: string; readonly whose: "person" | "device" }> {
  if (identifiers === null) return { who: device ?? "", whose: "device" };
  const personId = await resolveSelves(tx, parts, identifiers, "session");
  if (device !== undefined) await linkDevice(tx, parts, device, personId);
  return { who: personId, whose: "person" };
}

/** A standing signal is recorded when it is new, and not with every page (GPC specification, section on records). */
export async function recordSignal(tx: TxCtx, parts: ChoiceParts, who: string, context: RecordContext): Promise<void> {
  const state = await readState(tx, who);
  if (state.entries.some((entry) => slotOf(entry) === "signal")) return;
  const act: NewAct = { id: randomUUID(), act: "signalled", purpose: ALL_PURPOSES };
  await recordActs(tx, parts, who, [act], { ...context, method: "signal", told: false, noticeHash: null });
}

function withSignal(state: StoredState, gpc: boolean, at: string): StoredState {
  if (!gpc) return state;
  const entry = {
    purpose: ALL_PURPOSES,
    channel: "",
    topic: "",
    act: "signalled",
    at,
    event: "signal",
    until: null,
    byParent: false,
    told: false,
    noticeHash: null,
    recordId: "",
  } as const;
  return { ...state, entries: foldEntries(state, [entry]).entries as StoredState["entries"] };
}

async function regimeOf(tx: TxCtx, who: string, region: RecordChoices["region"]): Promise<Regime> {
  const known = await findPersonRow(tx, who);
  if (known?.region != null || region === undefined) return (known?.regime ?? "default") as Regime;
  return regimeOfPlace(region);
}

/** A yes counts with the notice that was shown, and only with one that really was ours (Art. 7(1) GDPR). */
export async function checkNotice(
  tx: TxCtx,
  acts: readonly { readonly act: string }[],
  notice: { readonly hash: string } | undefined,
): Promise<void> {
  const needsNotice = acts.some(({ act }) => act === "given" || act === "renewed");
  if (notice === undefined) {
    if (needsNotice)
      throw problem("notice_missing", { pointers: [{ pointer: "/body/notice", message: "is missing" }] });
    return;
  }
  if (!(await isNoticeKnown(tx, notice.hash))) {
    throw problem("notice_unknown", { pointers: [{ pointer: "/body/notice/hash", message: "is not known" }] });
  }
}

export function describeAct(choice: RecordChoices["choices"][number]): NewAct {
  return {
    id: choice.id,
    act: choice.act,
    purpose: choice.purpose,
    channel: choice.channel,
    topic: choice.topic,
  };
}

/** The time that a surface says, within bounds; a device's clock that is a little fast is set right. */
export function readTime(ctx: Ctx, said: string | undefined): string {
  const now = ctx.clock.now();
  if (said === undefined) return isoInstant(now);
  const at = Temporal.Instant.from(said);
  const isLate = Temporal.Instant.compare(at, addDuration(now, CLOCK_SKEW)) > 0;
  if (isLate || Temporal.Instant.compare(at, addDuration(now, OFFLINE_DAYS)) < 0) {
    throw problem("choice_time_wrong", { pointers: [{ pointer: "/body/at", message: "lies outside what can be" }] });
  }
  return isoInstant(Temporal.Instant.compare(at, now) > 0 ? now : at);
}
