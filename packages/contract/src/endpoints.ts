/** Every endpoint of the product: the table of contents of the API. */

import { automatedDecisionEndpoints } from "./automated-decisions.ts";
import { batchEndpoints } from "./batch-endpoints.ts";
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
import { personEndpoints } from "./person-endpoints.ts";
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
import { separationEndpoints } from "./separation-endpoints.ts";
import { liftEndpoints } from "./suppression-lifts.ts";
import { systemEndpoints } from "./system-endpoints.ts";
import { systemQuestionEndpoints } from "./system-question-endpoints.ts";
import { transferEndpoints } from "./transfer-endpoints.ts";
import { undoEndpoints } from "./undo.ts";
import { verificationEndpoints } from "./verification-endpoints.ts";

/** Endpoints that are read together: a page of the API reference. */
export interface EndpointGroup {
  /** Stands in the address of its page. */
  readonly name: string;
  readonly title: string;
  /** What they are for: one sentence. */
  readonly about: string;
  readonly endpoints: readonly Endpoint[];
}

/** Capabilities export `<noun>Endpoints` and are listed here. */
export const endpointGroups: readonly EndpointGroup[] = [
  {
    name: "requests",
    title: "Requests",
    about: "Make requests, read them, and decide about them.",
    endpoints: requestEndpoints,
  },
  {
    name: "proofs",
    title: "Proof of identity",
    about: "How people ask and show who they are, and how doubts are raised and settled.",
    endpoints: verificationEndpoints,
  },
  {
    name: "mandates",
    title: "Asking for somebody else",
    about: "Parents, guardians, agents and heirs: what shows that they may ask, and who has looked at it.",
    endpoints: mandateEndpoints,
  },
  {
    name: "questions",
    title: "Questions, extensions, merging",
    about: "Ask a person something, extend the time to answer, take two requests for one and apart again.",
    endpoints: requestClockEndpoints,
  },
  {
    name: "refusals",
    title: "Refusals and grounds",
    about: "Refuse with a reason of the law, wholly or in part, and settle on which ground somebody asks.",
    endpoints: [...refusalEndpoints, ...rightGroundEndpoints],
  },
  {
    name: "fees",
    title: "Fees",
    about: "Where the law allows one: propose it, have it confirmed, answered and paid.",
    endpoints: feeEndpoints,
  },
  {
    name: "work",
    title: "Notes, tasks and holds",
    about: "What operators do beside deciding: notes, tasks, holds, assignments, many requests at once.",
    endpoints: [...requestWorkEndpoints, ...bulkRequestEndpoints],
  },
  {
    name: "runs",
    title: "Runs and what follows them",
    about: "Steer a run system by system, look for what is left, and take an erasure back.",
    endpoints: [...runControlEndpoints, ...residueEndpoints, ...undoEndpoints],
  },
  {
    name: "batches",
    title: "Batches",
    about: "Erase many people in one run.",
    endpoints: batchEndpoints,
  },
  {
    name: "inbox",
    title: "Inbox",
    about: "Letters, mails and texts that came in, and what was made of them.",
    endpoints: mailboxEndpoints,
  },
  {
    name: "recipients",
    title: "Recipients",
    about: "To whom data was given, and who has been told of an erasure, a correction or a restriction.",
    endpoints: recipientEndpoints,
  },
  {
    name: "transfers",
    title: "Transfers and imports",
    about: "Data sent to where a person wants it, and data that arrived from there.",
    endpoints: transferEndpoints,
  },
  {
    name: "automated-decisions",
    title: "Automated decisions",
    about: "Put decisions of a machine on record, and have a human look at them again.",
    endpoints: automatedDecisionEndpoints,
  },
  {
    name: "complaints",
    title: "Complaints",
    about: "Complaints of people, until they are decided.",
    endpoints: complaintEndpoints,
  },
  {
    name: "children",
    title: "Children",
    about: "Screens by age, cases of children, and the consent of their parents.",
    endpoints: childEndpoints,
  },
  {
    name: "choices",
    title: "Choices",
    about: "What people allow and object to: the banner, the preference centre, and the record of all of it.",
    endpoints: [...choiceEndpoints, ...personEndpoints, ...separationEndpoints, ...purposeHistoryEndpoints],
  },
  {
    name: "decisions",
    title: "May this data be used?",
    about: "Ask before a use, for one person or for many.",
    endpoints: decisionEndpoints,
  },
  {
    name: "messages",
    title: "Messages and suppressions",
    about: "Send through the gate, ask whether an address may be written to, and keep the list of those who may not.",
    endpoints: [...messageEndpoints, ...liftEndpoints, ...saleEndpoints],
  },
  {
    name: "mail-templates",
    title: "Texts of messages",
    about: "The words of what is sent to people, and their versions.",
    endpoints: mailTemplateEndpoints,
  },
  {
    name: "systems",
    title: "Systems",
    about: "Databases and services that hold data: look at them, map them, test them, repeat erasures after a restore.",
    endpoints: [...systemQuestionEndpoints, ...systemEndpoints, ...replayEndpoints],
  },
  {
    name: "instructions",
    title: "Instructions",
    about: "Instructions between a controller and a processor.",
    endpoints: instructionEndpoints,
  },
  {
    name: "scans",
    title: "Scans of websites",
    about: "What a website sets and loads before anybody has agreed to it.",
    endpoints: scanEndpoints,
  },
  {
    name: "ledger",
    title: "Ledger",
    about: "The record of what was done, and the proofs that nothing in it was changed.",
    endpoints: ledgerEndpoints,
  },
  {
    name: "operators",
    title: "Operators, keys and health",
    about: "Who may do what, and whether the server is well.",
    endpoints: [...operatorEndpoints, ...healthEndpoints],
  },
];

export const endpoints: readonly Endpoint[] = endpointGroups.flatMap((group) => group.endpoints);
