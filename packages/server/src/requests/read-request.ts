/** A request as operators see it: where it stands, what its plan is, and looks at personal data that leave an entry. */

import type { RefusalReason } from "@kept/contract/refusals";
import { requestKind } from "@kept/contract/request-kinds";
import { requestState } from "@kept/contract/request-states";
import type {
  ListRequestsQuery,
  RequestDetail,
  RequestDetails,
  RequestList,
  RequestPlan,
} from "@kept/contract/requests";
import { describeClock, listClockRows } from "../clocks/request-clocks.ts";
import { acts } from "../fulfilment/acts.ts";
import { readUndo } from "../fulfilment/describe-undo.ts";
import { listWaits } from "../fulfilment/follow-lift.ts";
import { describePackage, describeStep, findPackage, findReceipt, isBegun, listSteps } from "../fulfilment/queries.ts";
import { mayLift, readRestriction } from "../fulfilment/restrictions.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { tellFinding } from "../systems/tell-finding.ts";
import { describeQuestions } from "./ask-person.ts";
import { listAssignees } from "./assign-request.ts";
import { authoritiesFor } from "./authorities.ts";
import { mayDeliver, mayWith } from "./control-run.ts";
import { extensionText } from "./extend-request.ts";
import { describeHold } from "./hold-request.ts";
import { identifierIndex, openPerson, type RequestPerson } from "./person.ts";
import {
  countDue,
  countPhases,
  cursorAfter,
  findRequest,
  isInBatch,
  listRequestRows,
  listTimeline,
  type RequestRow,
  summariseRequest,
} from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { readProposal, refusalText } from "./refuse-request.ts";
import { findLateQuestion } from "./reopen-request.ts";
import { describeRequestChoice, listRequestChoices } from "./request-choices.ts";
import { openDetails } from "./request-details.ts";
import { describeFee } from "./request-fees.ts";
import type { RequestParts } from "./request-parts.ts";
import { listTasks } from "./request-work.ts";
import { openScopeRows } from "./scope-rows.ts";
import { listUndelivered } from "./undelivered.ts";
import { describeWithheld } from "./withhold-part.ts";

/** What is due within so many days is due soon. */
const SOON_DAYS = 7;

/** Kinds of identifier by which a search looks. */
const SEARCHED = ["email", "phone", "username", "id"] as const;

export async function listRequests(ctx: Ctx, parts: RequestParts, query: ListRequestsQuery): Promise<RequestList> {
  const { search } = query;
  const hashes = search === undefined ? [] : SEARCHED.map((kind) => identifierIndex(ctx.keys, { kind, value: search }));
  const rows = await listRequestRows(ctx, query, hashes);
  const page = rows.slice(0, query.limit);
  const today = ctx.clock.now().toZonedDateTimeISO(parts.kept.controller.zone).toPlainDate();
  return {
    requests: page.map(summariseRequest),
    assignees: await listAssignees(ctx),
    next: rows.length > page.length ? cursorAfter(query, page.at(-1)) : null,
    phases: await countPhases(ctx),
    due: await countDue(ctx, today.toString(), today.add({ days: SOON_DAYS }).toString()),
  };
}

/** Throws `request_not_found`. */
export async function requireRequest(ctx: Ctx, requestId: string): Promise<RequestRow> {
  const row = await findRequest(ctx, requestId);
  if (row === undefined) throw problem("request_not_found");
  return row;
}

export async function readRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<RequestDetail> {
  const row = await requireRequest(ctx, requestId);
  const pack = await findPackage(ctx, requestId);
  const steps = await listSteps(ctx, requestId);
  const fee = await describeFee(ctx, requestId);
  const restriction = await readRestriction(ctx, requestId);
  const may = requestState(row.state);
  const inBatch = await isInBatch(ctx, row);
  const isUntouched = !steps.some(isBegun);
  return {
    ...summariseRequest(row),
    region: row.region,
    clocks: (await listClockRows(ctx, requestId)).map(describeClock),
    questions: await describeQuestions(ctx, requestId),
    extension:
      row.extension_reason === null
        ? null
        : {
            reason: row.extension_reason,
            text: extensionText(ctx.keys, row),
            noticeAt: row.extension_notice_at?.toISOString() ?? null,
            bouncedAt: row.extension_bounced_at?.toISOString() ?? null,
          },
    mergedInto: row.merged_into,
    hold: describeHold(ctx.keys, row),
    withheld: await describeWithheld(ctx, requestId),
    undelivered: await listUndelivered(ctx, requestId),
    openTasks: (await listTasks(ctx, requestId)).filter((task) => task.done_at === null).length,
    scope: {
      tables: [...row.scope.tables],
      categories: [...row.scope.categories],
      purposes: [...(row.scope.purposes ?? [])],
      rows: [...(row.scope.rows ?? [])],
    },
    verifiedHow: row.verified_how,
    assignees: await listAssignees(ctx),
    runsAt: row.runs_at?.toISOString() ?? null,
    refusal:
      row.refusal_reason === null
        ? null
        : {
            reason: row.refusal_reason as RefusalReason,
            text: refusalText(ctx.keys, row),
            authorities: authoritiesFor(parts.kept, row.region).map((authority) => ({ ...authority })),
          },
    fee,
    proposedRefusal: await readProposal(ctx, row),
    systems: steps.map((step) => ({ ...describeStep(step), may: mayWith(row, step, inBatch) })),
    timeline: await listTimeline(ctx, requestId),
    package: pack === undefined ? null : describePackage(pack),
    choices: (await listRequestChoices(ctx, requestId)).map(describeRequestChoice),
    hasReceipt: (await findReceipt(ctx, requestId)) !== undefined,
    may: {
      approve: may.mayApprove && !inBatch,
      refuse: may.mayRefuse && !inBatch,
      // What has been erased in one system cannot be taken back by stopping before the next.
      cancel: may.mayCancel && isUntouched && !inBatch,
      // Who asked has been forgotten: there is nobody to plan for.
      replan: may.mayReplan && row.sealed_person !== null && !inBatch,
      ask: may.mayAsk && isUntouched && !inBatch,
      answer:
        (may.mayAnswer && fee?.state !== "quoted" && fee?.state !== "accepted") ||
        (await findLateQuestion(ctx, row)) !== undefined,
      extend: may.mayExtend && (row.extension_reason === null || row.extension_bounced_at !== null),
      merge: may.mayMerge && isUntouched && !inBatch,
      separate: may.maySeparate && row.sealed_person !== null,
      lift: mayLift(row, restriction),
      fee: may.mayAsk && isUntouched && !inBatch && (fee === null || fee.state === "dropped"),
      deliver: !inBatch && mayDeliver(row, steps),
    },
    restriction,
    waitsFor: await listWaits(ctx, requestId),
    undo: await readUndo(ctx, parts, row, steps),
  };
}

/** Throws `plan_missing` as long as no system has answered. */
export async function readPlan(ctx: Ctx, requestId: string): Promise<RequestPlan> {
  const row = await requireRequest(ctx, requestId);
  const { act } = requestKind(row.kind);
  const steps = await listSteps(ctx, requestId);
  if (acts[act].through === "systems" && steps.every((step) => step.found === null)) throw problem("plan_missing");
  const files = steps.flatMap((step) => step.summary.files ?? []);
  return {
    version: row.plan_version,
    act,
    tables: steps.flatMap((step) => step.summary.tables),
    repairs: steps.flatMap((step) => step.summary.repairs),
    ...(files.length > 0 ? { files } : {}),
    findings: steps.flatMap((step) => step.summary.findings).map(tellFinding),
  };
}

/** Every look is a ledger entry. */
export async function readIdentifiers(
  ctx: Ctx,
  requestId: string,
): Promise<{
  identifiers: { kind: string; value: string }[];
  keys: { system: string; table: string; key: string[] }[];
  rows: { system: string; table: string; key: string[] }[];
  details: RequestDetails | null;
}> {
  const row = await requireRequest(ctx, requestId);
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.identifiers-viewed", data: {} }));
  const person: RequestPerson | null = openPerson(ctx, requestId, row.sealed_person);
  return {
    identifiers: (person?.identifiers ?? []).map((identifier) => ({ ...identifier })),
    keys: (person?.keys ?? []).map((key) => ({ ...key, key: [...key.key] })),
    rows: openScopeRows(ctx.keys, row).map((one) => ({ ...one, key: [...one.key] })),
    details: row.sealed_details === null ? null : openDetails(ctx.keys, row),
  };
}
