/** Every job by name with its payload. Payloads hold ids only, never personal data. */
import type * as z from "zod";
import { automatedDecisionJobs } from "./automated-decisions.ts";
import { batchJobs } from "./batches.ts";
import { childJobs } from "./child-jobs.ts";
import { choiceJobs } from "./choice-jobs.ts";
import { complaintJobs } from "./complaint-jobs.ts";
import { mailboxJobs } from "./mailbox-jobs.ts";
import { mandateJobs } from "./mandates.ts";
import { messageJobs } from "./message-jobs.ts";
import { platformJobs } from "./platform-jobs.ts";
import { recipientJobs } from "./recipient-jobs.ts";
import { replayJobs } from "./replays.ts";
import { requestJobs } from "./request-jobs.ts";
import { scanJobs } from "./scans.ts";
import { smsJobs } from "./sms.ts";
import { transferJobs } from "./transfer-jobs.ts";
import { undoJobs } from "./undo.ts";

/** Capabilities export `<noun>Jobs`, a record of name -> payload schema, and are listed here. */
export const jobs = {
  ...platformJobs,
  ...requestJobs,
  ...undoJobs,
  ...batchJobs,
  ...mandateJobs,
  ...replayJobs,
  ...childJobs,
  ...choiceJobs,
  ...mailboxJobs,
  ...messageJobs,
  ...recipientJobs,
  ...complaintJobs,
  ...scanJobs,
  ...transferJobs,
  ...smsJobs,
  ...automatedDecisionJobs,
} as const;

export type JobName = keyof typeof jobs;

export type JobPayloads = { readonly [N in JobName]: z.output<(typeof jobs)[N]> };
