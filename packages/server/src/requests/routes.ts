/** Binds the endpoints of requests. */
import * as bulk from "@kept/contract/bulk-requests";
import * as fees from "@kept/contract/fees";
import { FEE_GROUNDS, type FeeGround, type FeeGroundCode } from "@kept/contract/fees";
import type { SignedReceipt } from "@kept/contract/packages";
import * as refusals from "@kept/contract/refusal-endpoints";
import { REFUSAL_REASONS } from "@kept/contract/refusals";
import * as replays from "@kept/contract/replays";
import * as clocks from "@kept/contract/request-clock-endpoints";
import * as endpoints from "@kept/contract/request-endpoints";
import * as work from "@kept/contract/request-work";
import * as residue from "@kept/contract/residue-scans";
import { RIGHT_GROUNDS } from "@kept/contract/right-ground-rows";
import * as grounds from "@kept/contract/right-grounds";
import * as control from "@kept/contract/run-control-endpoints";
import * as undo from "@kept/contract/undo";
import { findReceipt } from "../fulfilment/queries.ts";
import { readReplay, startReplay } from "../fulfilment/replay-system.ts";
import { readResidueScan, startResidueScan } from "../fulfilment/residue-scans.ts";
import { announceLift } from "../fulfilment/restrictions.ts";
import { askUndo, previewUndo } from "../fulfilment/undo-erasure.ts";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { problem } from "../platform/http/problems.ts";
import { approveRequest } from "./approve-request.ts";
import { answerFee, confirmFee, dropFee, proposeFee, recordFeePaid } from "./ask-fee.ts";
import { answerQuestion, askPerson, readQuestions } from "./ask-person.ts";
import { assignRequest } from "./assign-request.ts";
import { bulkRequests } from "./bulk-requests.ts";
import { cancelRequest } from "./close-request.ts";
import { deliverReady, pauseSystem, resumeSystem, retrySystem, skipSystem } from "./control-run.ts";
import { createOwnRequest } from "./create-own-request.ts";
import { createRequest } from "./create-request.ts";
import { extendRequest, previewExtension } from "./extend-request.ts";
import { fetchPackage } from "./fetch-package.ts";
import { holdRequest, liftHold } from "./hold-request.ts";
import { mergeRequest } from "./merge-request.ts";
import { previewQuestion } from "./preview-question.ts";
import { previewRows } from "./preview-rows.ts";
import { listRequests, readIdentifiers, readPlan, readRequest, requireRequest } from "./read-request.ts";
import { recordGround } from "./record-ground.ts";
import { confirmRefusal, previewRefusal, readLetter, refuseRequest } from "./refuse-request.ts";
import { replanRequest } from "./replan-request.ts";
import type { RequestParts } from "./request-parts.ts";
import { addNote, finishTask, openTask, readWork } from "./request-work.ts";
import { previewSeparation, separateRequest } from "./separate-request.ts";
import { watchRequest } from "./watch-request.ts";
import { giveWithheld, withholdPart } from "./withhold-part.ts";

export function requestRoutes(parts: RequestParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.listRequests, (ctx, { query }) => listRequests(ctx, parts, query)),
    bind(endpoints.createOwnRequest, (ctx, { body }) => createOwnRequest(ctx, parts, body)),
    bind(endpoints.createRequest, async (ctx, { body }) =>
      readRequest(ctx, parts, await createRequest(ctx, parts, body)),
    ),
    bind(endpoints.getRequest, (ctx, { params }) => readRequest(ctx, parts, params.requestId)),
    bind(endpoints.getRequestIdentifiers, (ctx, { params }) => readIdentifiers(ctx, params.requestId)),
    bind(endpoints.getRequestPlan, (ctx, { params }) => readPlan(ctx, params.requestId)),
    bind(endpoints.previewRequestRows, (ctx, { params, query }) => previewRows(ctx, parts, params.requestId, query)),
    bind(endpoints.approveRequest, async (ctx, { params, body }) => {
      await approveRequest(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(endpoints.refuseRequest, async (ctx, { params, body }) => {
      await refuseRequest(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(refusals.previewRefusal, (ctx, { params, body }) => previewRefusal(ctx, parts, params.requestId, body)),
    bind(refusals.confirmRefusal, async (ctx, { params }) => {
      await confirmRefusal(ctx, parts, params.requestId);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(refusals.withholdPart, async (ctx, { params, body }) => {
      await withholdPart(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(refusals.giveWithheld, async (ctx, { params }) => {
      await giveWithheld(ctx, parts, params.requestId, params.withheldId);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(refusals.getRequestLetter, (ctx, { params }) => readLetter(ctx, params.requestId)),
    bind(refusals.listRefusalReasons, async () => ({
      reasons: REFUSAL_REASONS.map((row) => ({
        ...row,
        proof: row.proof.map((field) => ({ ...field })),
        kinds: row.kinds === null ? null : [...row.kinds],
      })),
    })),
    bind(endpoints.cancelRequest, async (ctx, { params }) => {
      await cancelRequest(ctx, parts, params.requestId);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(endpoints.replanRequest, async (ctx, { params, body }) => {
      await replanRequest(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(endpoints.liftRestriction, async (ctx, { params, body }) => {
      await announceLift(ctx, parts, params.requestId, body.notified);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(undo.previewUndo, (ctx, { params, body }) => previewUndo(ctx, parts, params.requestId, body.share)),
    bind(undo.undoErasure, async (ctx, { params, body }) => {
      await askUndo(ctx, parts, params.requestId, body.share);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(clocks.askPerson, async (ctx, { params, body }) => {
      await askPerson(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(clocks.answerForPerson, async (ctx, { params, body }) => {
      await answerQuestion(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(clocks.listQuestions, (ctx, { params }) => readQuestions(ctx, params.requestId)),
    bind(clocks.extendRequest, async (ctx, { params, body }) => {
      await extendRequest(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(clocks.previewQuestion, (ctx, { params, body }) => previewQuestion(ctx, parts, params.requestId, body)),
    bind(clocks.previewExtension, (ctx, { params, body }) => previewExtension(ctx, parts, params.requestId, body)),
    bind(clocks.previewSeparation, (ctx, { params }) => previewSeparation(ctx, parts, params.requestId)),
    bind(clocks.separateRequest, async (ctx, { params, body }) => {
      await separateRequest(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(clocks.mergeRequest, async (ctx, { params, body }) => {
      await mergeRequest(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(bulk.bulkRequests, (ctx, { body }) => bulkRequests(ctx, parts, body)),
    bind(bulk.assignRequest, async (ctx, { params, body }) => {
      await assignRequest(ctx, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(fees.listFeeGrounds, async () => ({
      grounds: FEE_GROUNDS.map((ground: FeeGround & { code: FeeGroundCode }) => ({
        ...ground,
        proof: ground.proof.map((field) => ({ ...field })),
        kinds: ground.kinds === null ? null : [...ground.kinds],
      })),
    })),
    bind(fees.proposeFee, async (ctx, { params, body }) => {
      await proposeFee(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(fees.confirmFee, async (ctx, { params }) => {
      await confirmFee(ctx, parts, params.requestId);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(fees.answerFee, async (ctx, { params, body }) => {
      await answerFee(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(fees.recordFeePaid, async (ctx, { params, body }) => {
      await recordFeePaid(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(fees.dropFee, async (ctx, { params }) => {
      await dropFee(ctx, parts, params.requestId);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(grounds.listRightGrounds, async () => ({ grounds: RIGHT_GROUNDS.map((ground) => ({ ...ground })) })),
    bind(grounds.recordGround, async (ctx, { params, body }) => {
      await recordGround(ctx, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(work.getRequestWork, (ctx, { params }) => readWork(ctx, params.requestId)),
    bind(work.addRequestNote, async (ctx, { params, body }) => {
      await addNote(ctx, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(work.openRequestTask, async (ctx, { params, body }) => {
      await openTask(ctx, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(work.finishRequestTask, async (ctx, { params, body }) => {
      await finishTask(ctx, parts, params.requestId, params.taskId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(work.holdRequest, async (ctx, { params, body }) => {
      await holdRequest(ctx, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(work.liftRequestHold, async (ctx, { params }) => {
      await liftHold(ctx, params.requestId);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(control.pauseRequestSystem, async (ctx, { params, body }) => {
      await pauseSystem(ctx, params.requestId, params.system, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(control.resumeRequestSystem, async (ctx, { params }) => {
      await resumeSystem(ctx, parts, params.requestId, params.system);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(control.retryRequestSystem, async (ctx, { params }) => {
      await retrySystem(ctx, parts, params.requestId, params.system);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(control.skipRequestSystem, async (ctx, { params, body }) => {
      await skipSystem(ctx, parts, params.requestId, params.system, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(control.deliverReady, async (ctx, { params, body }) => {
      await deliverReady(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(endpoints.streamRequestEvents, async (ctx, { params, signal }) => {
      await requireRequest(ctx, params.requestId);
      return watchRequest(ctx, parts, params.requestId, signal);
    }),
    bind(endpoints.getRequestPackage, (ctx, { params }) => fetchPackage(ctx, parts, params.requestId)),
    bind(replays.startReplay, (ctx, { params, body }) => startReplay(ctx, parts, params.system, body)),
    bind(replays.getReplay, (ctx, { params }) => readReplay(ctx, parts, params.system)),
    bind(residue.startResidueScan, (ctx, { params, body }) => startResidueScan(ctx, parts, params.requestId, body)),
    bind(residue.getResidueScan, (ctx, { params }) => readResidueScan(ctx, params.requestId)),
    bind(endpoints.getRequestReceipt, async (ctx, { params }) => {
      await requireRequest(ctx, params.requestId);
      const receipt = await findReceipt(ctx, params.requestId);
      if (receipt === undefined) throw problem("receipt_missing");
      return JSON.parse(receipt.body) as SignedReceipt;
    }),
  ];
}
