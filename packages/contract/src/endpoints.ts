/** Every endpoint of the product: the table of contents of the API. */

import { automatedDecisionEndpoints } from "./automated-decisions.ts";
import { batchEndpoints } from "./batches.ts";
import { bulkRequestEndpoints } from "./bulk-requests.ts";
import { childEndpoints } from "./child-endpoints.ts";
import { choiceEndpoints } from "./choice-endpoints.ts";
import { complaintEndpoints } from "./complaint-endpoints.ts";
import { decisionEndpoints } from "./decision-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { feeEndpoints } from "./fees.ts";
import { healthEndpoints } from "./health.ts";
import { instructionEndpoints } from "./instructions.ts";
import { ledgerEndpoints } from "./ledger.ts";
import { mailTemplateEndpoints } from "./mail-templates.ts";
import { mailboxEndpoints } from "./mailbox-endpoints.ts";
import { mandateEndpoints } from "./mandates.ts";
import { messageEndpoints } from "./message-endpoints.ts";
import { operatorEndpoints } from "./operators.ts";
import { purposeHistoryEndpoints } from "./purpose-history.ts";
import { recipientEndpoints } from "./recipient-endpoints.ts";
import { refusalEndpoints } from "./refusal-endpoints.ts";
import { replayEndpoints } from "./replays.ts";
import { requestClockEndpoints } from "./request-clock-endpoints.ts";
import { requestEndpoints } from "./request-endpoints.ts";
import { requestWorkEndpoints } from "./request-work.ts";
import { residueEndpoints } from "./residue-scans.ts";
import { rightGroundEndpoints } from "./right-grounds.ts";
import { runControlEndpoints } from "./run-control-endpoints.ts";
import { saleEndpoints } from "./sales.ts";
import { scanEndpoints } from "./scans.ts";
import { liftEndpoints } from "./suppression-lifts.ts";
import { systemEndpoints } from "./system-endpoints.ts";
import { transferEndpoints } from "./transfer-endpoints.ts";
import { undoEndpoints } from "./undo.ts";
import { verificationEndpoints } from "./verification-endpoints.ts";

/** Capabilities export `<noun>Endpoints` and are listed here. */
export const endpoints: readonly Endpoint[] = [
  ...healthEndpoints,
  ...operatorEndpoints,
  ...ledgerEndpoints,
  ...requestEndpoints,
  ...requestClockEndpoints,
  ...refusalEndpoints,
  ...requestWorkEndpoints,
  ...runControlEndpoints,
  ...bulkRequestEndpoints,
  ...feeEndpoints,
  ...rightGroundEndpoints,
  ...residueEndpoints,
  ...undoEndpoints,
  ...verificationEndpoints,
  ...batchEndpoints,
  ...mandateEndpoints,
  ...systemEndpoints,
  ...replayEndpoints,
  ...choiceEndpoints,
  ...decisionEndpoints,
  ...mailboxEndpoints,
  ...messageEndpoints,
  ...mailTemplateEndpoints,
  ...saleEndpoints,
  ...liftEndpoints,
  ...recipientEndpoints,
  ...complaintEndpoints,
  ...childEndpoints,
  ...purposeHistoryEndpoints,
  ...instructionEndpoints,
  ...scanEndpoints,
  ...transferEndpoints,
  ...automatedDecisionEndpoints,
];
