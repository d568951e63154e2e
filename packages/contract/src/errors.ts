/** Every error code of the product in one catalogue. */

import { automatedDecisionErrors } from "./automated-decisions.ts";
import { batchErrors } from "./batches.ts";
import { childErrors } from "./child-errors.ts";
import { choiceErrors } from "./choice-errors.ts";
import { complaintErrors } from "./complaint-errors.ts";
import { instructionErrors } from "./instructions.ts";
import { ledgerErrors } from "./ledger.ts";
import { mailTemplateErrors } from "./mail-templates.ts";
import { mailboxErrors } from "./mailbox-errors.ts";
import { mandateErrors } from "./mandates.ts";
import { messageErrors } from "./message-errors.ts";
import { operatorErrors } from "./operators.ts";
import { type ErrorDefinition, platformErrors } from "./problems.ts";
import { recipientErrors } from "./recipient-errors.ts";
import { replayErrors } from "./replays.ts";
import { requestErrors } from "./request-errors.ts";
import { scanErrors } from "./scans.ts";
import { liftErrors } from "./suppression-lifts.ts";
import { systemErrors } from "./system-errors.ts";
import { transferErrors } from "./transfer-errors.ts";
import { undoErrors } from "./undo.ts";
import { verificationErrors } from "./verification-errors.ts";

/** Capabilities export `<noun>Errors` and are listed here. */
export const errors = {
  ...platformErrors,
  ...operatorErrors,
  ...ledgerErrors,
  ...requestErrors,
  ...undoErrors,
  ...batchErrors,
  ...systemErrors,
  ...replayErrors,
  ...choiceErrors,
  ...mailboxErrors,
  ...messageErrors,
  ...mailTemplateErrors,
  ...liftErrors,
  ...recipientErrors,
  ...complaintErrors,
  ...childErrors,
  ...instructionErrors,
  ...scanErrors,
  ...transferErrors,
  ...verificationErrors,
  ...automatedDecisionErrors,
  ...mandateErrors,
} as const;

export type ErrorCode = keyof typeof errors;

/** The definition of a code. */
export function errorDefinition(code: ErrorCode): ErrorDefinition {
  return errors[code];
}
