/**
 * Rights over uses of data: what the person says is recorded in the transaction in which their request counts, so that every
 * gate heeds it at once. What an operator may weigh is weighed afterwards, and holds until then (Art. 18(1)(d), 21 GDPR).
 */
import { type ActName, choiceAct, type Slot } from "@kept/engine/choices/acts";
import { choiceRight, reachedPurposes } from "@kept/engine/choices/choice-rights";
import { ALL_PURPOSES, slotOf } from "@kept/engine/choices/choice-state";
import { regimeOfPlace } from "@kept/engine/choices/places";
import { readState, type StoredEntry, type StoredState } from "../choices/queries.ts";
import { type RecordContext, recordActs } from "../choices/record-acts.ts";
import { resolvePerson } from "../people/people.ts";
import { followMerged } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { mailJob } from "../requests/message-names.ts";
import { openPerson } from "../requests/person.ts";
import { NO_PROOF, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { listRequestChoices, type RequestChoiceRow } from "../requests/request-choices.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { RecordAct } from "./act.ts";

export const chooseAct: RecordAct = {
  through: "record",
  doneMessage: "recorded",
  async begin(tx, parts, request) {
    await recordChoices(tx, parts, request);
    const choices = await listRequestChoices(tx, request.id);
    const weighed = choices.filter((choice) => choice.weighed);
    if (weighed.length === 0) {
      await settle(tx, request, choices, "upheld");
      return null;
    }
    const version = request.plan_version + 1;
    await updateRequest(tx, request.id, { state: "awaiting_approval", plan_version: version, retry_at: null });
    const data = { version, rows: 0, findings: 0, blocking: 0, outcome: "awaiting_approval" };
    // Told once that it has stopped; weighing it anew is no news to the person.
    const jobs = request.plan_version === 0 ? [mailJob(tx, request.id, "stopped")] : [];
    await recordEvent(tx, request.id, { type: "request.planned", data }, jobs);
    return "awaiting_approval";
  },
  async carryOut({ ctx, lease, request }) {
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      await settle(tx, request, await listRequestChoices(tx, request.id), "upheld");
    });
    return { kind: "done" };
  },
  async dropped(tx, parts, request, why) {
    const choices = await listRequestChoices(tx, request.id);
    const right = choiceRight(request.kind);
    if (why === "cancelled") {
      await takeBack(tx, parts, request, choices, right.end);
      return await settle(tx, request, choices, "taken-back");
    }
    const weighed = choices.filter((choice) => choice.weighed);
    if (right.overruled !== null) await sayAll(tx, parts, request, weighed, right.overruled);
    await settle(tx, request, weighed, "overruled");
    await settle(
      tx,
      request,
      choices.filter((choice) => !choice.weighed),
      "upheld",
    );
  },
};

/** Once: a request that is planned anew has said what it says already. */
async function recordChoices(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<void> {
  if ((await listRequestChoices(tx, request.id)).length > 0) return;
  const person = openPerson(tx, request.id, request.sealed_person);
  const identifiers = (person?.identifiers ?? []).flatMap(({ kind, value }) =>
    kind === "email" || kind === "phone" || kind === "id" ? [{ kind, value } as const] : [],
  );
  if (identifiers.length === 0) return;
  const how = request.verified_how ?? "";
  const { personId } = await resolvePerson(tx, identifiers.slice(0, 1), how);
  const right = choiceRight(request.kind);
  const context = contextOf(tx, request);
  const before = await readState(tx, personId);
  const regime = context.region === undefined ? (context.regime ?? before.regime) : regimeOfPlace(context.region);
  const reached = reachedPurposes(parts.choices.policy, regime, right, request.scope.purposes ?? []);
  if (reached.length === 0) return;
  const said = tx.as({ kind: "person", id: personId });
  const acts = reached.map(({ purpose }) => ({ id: eventId(request, right.act, purpose), act: right.act, purpose }));
  const { receipt } = await recordActs(said, parts.choices, personId, acts, context);
  await tx.db
    .insertInto("request_choice")
    .values(
      reached.map(({ purpose, weighed }) => ({
        request_id: request.id,
        purpose,
        person_id: personId,
        act: right.act,
        weighed,
        at: context.at,
        stood_before: stands(before, right.act, purpose),
      })),
    )
    .execute();
  const weighed = reached.filter((one) => one.weighed).length;
  const data = { receipt, choices: reached.length, weighed };
  await recordEvent(tx, request.id, { type: "request.choices-recorded", data });
}

/** Whether the person has said it already about the whole purpose, and no yes has lifted it since. */
function stands(state: StoredState, act: ActName, purpose: string): boolean {
  const { slot } = choiceAct(act);
  return state.entries.some(
    (no) =>
      isNo(no, slot) &&
      isWhole(no) &&
      (no.purpose === purpose || no.purpose === ALL_PURPOSES) &&
      !state.entries.some(
        (yes) => choiceAct(yes.act).effect === "permit" && yes.purpose === purpose && isWhole(yes) && yes.at > no.at,
      ),
  );
}

function isNo(entry: StoredEntry, slot: Slot): boolean {
  return slotOf(entry) === slot && choiceAct(entry.act).effect === "restrict";
}

function isWhole(entry: StoredEntry): boolean {
  return entry.channel === "" && entry.topic === "";
}

/** Ends what the request itself began, and nothing that the person said before it, or has said by themselves since. */
async function takeBack(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  choices: readonly RequestChoiceRow[],
  end: ActName,
): Promise<void> {
  const [first] = choices;
  if (first === undefined || end === first.act) return;
  const { slot } = choiceAct(first.act);
  const now = await followMerged(tx, [first.person_id]);
  const { entries } = await readState(tx, now(first.person_id));
  const own: RequestChoiceRow[] = [];
  for (const choice of choices) {
    const standing = entries.find((entry) => entry.purpose === choice.purpose && isNo(entry, slot) && isWhole(entry));
    if (standing !== undefined && (await endsWith(tx, choice, standing, now(first.person_id)))) own.push(choice);
  }
  await sayAll(tx, parts, request, own, end);
  // The end covers the whole purpose: a no to one channel or topic of it is the person's own, and is said anew.
  const narrower = entries.filter(
    (entry) => isNo(entry, slot) && !isWhole(entry) && own.some(({ purpose }) => purpose === entry.purpose),
  );
  if (narrower.length === 0) return;
  const acts = narrower.map(({ act, purpose, channel, topic }) => {
    return { id: `${eventId(request, end, purpose)}/${channel}/${topic}`, act, purpose, channel, topic };
  });
  const { region: _, ...context } = contextOf(tx, request);
  await recordActs(tx, parts.choices, first.person_id, acts, context);
}

/**
 * Whether the no that stands ends with this request: it began it, or the ones that did have been taken back since, and nobody
 * has said it otherwise meanwhile.
 */
async function endsWith(
  tx: TxCtx,
  choice: RequestChoiceRow,
  standing: StoredEntry,
  personId: string,
): Promise<boolean> {
  const { purpose, act } = choice;
  if (!choice.stood_before && standing.event === eventOf(choice)) return true;
  const people = [...new Set([choice.person_id, personId])];
  const rows = await tx.db
    .selectFrom("request_choice")
    .selectAll()
    .where("person_id", "in", people)
    .where("purpose", "=", purpose)
    .where("act", "=", act)
    .orderBy("at")
    .execute();
  const begun = rows.findLast((row) => !row.stood_before && row.at <= choice.at);
  if (begun === undefined) return false;
  const chain = rows.filter((row) => row.at >= begun.at);
  const holds = chain.some(
    (row) => row.request_id !== choice.request_id && (row.outcome === "standing" || row.outcome === "upheld"),
  );
  if (holds || !chain.some((row) => eventOf(row) === standing.event)) return false;
  const since = await tx.db
    .selectFrom("choice_event")
    .select(["id", "act", "purpose"])
    .where("person_id", "in", people)
    .where("purpose", "in", [purpose, ALL_PURPOSES])
    .where("channel", "=", "")
    .where("topic", "=", "")
    .where("at", ">=", begun.at)
    .execute();
  const ours = new Set(chain.map(eventOf));
  return !since.some((event) => choiceAct(event.act as ActName).effect === "restrict" && !ours.has(event.id));
}

function eventId(request: { readonly id: string }, act: string, purpose: string): string {
  return `${request.id}/${act}/${purpose}`;
}

function eventOf({ request_id, act, purpose }: RequestChoiceRow): string {
  return eventId({ id: request_id }, act, purpose);
}

function contextOf(tx: TxCtx, request: RequestRow): RecordContext {
  const surface = SURFACES[request.channel] ?? "api";
  const context = { surface, method: "written", at: isoInstant(tx.clock.now()), language: request.language } as const;
  const { region } = request;
  if (region?.country === null || region?.country === undefined) return context;
  const method = region.method === "declared" ? "declared" : "ip";
  const subdivision = region.subdivision === null ? {} : { subdivision: `${region.country}-${region.subdivision}` };
  const place = { country: region.country, ...subdivision, method } as const;
  // Whoever did not have to show who they are says nothing about where somebody is: their regime is the receipt's alone.
  if (request.verified_how === NO_PROOF) return { ...context, regime: regimeOfPlace(place) };
  return { ...context, region: place };
}

const SURFACES: Readonly<Record<string, RecordContext["surface"]>> = { centre: "centre", mailbox: "mail" };

/** Says the same about several purposes: the operator overrules, or the person takes back. */
async function sayAll(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  choices: readonly RequestChoiceRow[],
  act: ActName,
): Promise<void> {
  const [first] = choices;
  if (first === undefined || act === first.act) return;
  const acts = choices.map(({ purpose }) => ({ id: eventId(request, act, purpose), act, purpose }));
  const { region: _, ...context } = contextOf(tx, request);
  await recordActs(tx, parts.choices, first.person_id, acts, context);
}

async function settle(
  tx: TxCtx,
  request: RequestRow,
  choices: readonly RequestChoiceRow[],
  outcome: "upheld" | "overruled" | "taken-back",
): Promise<void> {
  const open = choices.filter((choice) => choice.outcome === "standing");
  if (open.length === 0) return;
  await tx.db
    .updateTable("request_choice")
    .set({ outcome })
    .where("request_id", "=", request.id)
    .where(
      "purpose",
      "in",
      open.map(({ purpose }) => purpose),
    )
    .execute();
  if (open.some((choice) => choice.weighed) || outcome === "taken-back") {
    await recordEvent(tx, request.id, { type: "request.weighed", data: { outcome, choices: open.length } });
  }
}
