/** Fixtures of all endpoints, for the derived tests. */

import { automatedDecisionFixtures } from "./automated-decisions/endpoint-fixtures.ts";
import { batchFixtures } from "./batches/endpoint-fixtures.ts";
import { childFixtures } from "./children/endpoint-fixtures.ts";
import { choiceFixtures } from "./choices/endpoint-fixtures.ts";
import { complaintFixtures } from "./complaints/endpoint-fixtures.ts";
import { healthFixtures } from "./health/endpoint-fixtures.ts";
import { importFixtures } from "./imports/endpoint-fixtures.ts";
import { instructionFixtures } from "./instructions/endpoint-fixtures.ts";
import { ledgerFixtures } from "./ledger-api/endpoint-fixtures.ts";
import { mailboxFixtures } from "./mailbox/endpoint-fixtures.ts";
import { mandateFixtures } from "./mandates/endpoint-fixtures.ts";
import { messageFixtures } from "./messages/endpoint-fixtures.ts";
import { operatorFixtures } from "./operators/endpoint-fixtures.ts";
import type { EndpointFixtures } from "./platform/testing/endpoint-fixture.ts";
import { purposeFixtures } from "./purposes/endpoint-fixtures.ts";
import { recipientFixtures } from "./recipients/endpoint-fixtures.ts";
import { requestFixtures } from "./requests/endpoint-fixtures.ts";
import { scanFixtures } from "./scans/endpoint-fixtures.ts";
import { systemFixtures } from "./systems/endpoint-fixtures.ts";
import { templateFixtures } from "./templates/endpoint-fixtures.ts";
import { verificationFixtures } from "./verification/endpoint-fixtures.ts";

export const endpointFixtures: EndpointFixtures = {
  ...healthFixtures,
  ...operatorFixtures,
  ...ledgerFixtures,
  ...requestFixtures,
  ...batchFixtures,
  ...systemFixtures,
  ...choiceFixtures,
  ...mailboxFixtures,
  ...messageFixtures,
  ...templateFixtures,
  ...recipientFixtures,
  ...complaintFixtures,
  ...childFixtures,
  ...instructionFixtures,
  ...purposeFixtures,
  ...scanFixtures,
  ...importFixtures,
  ...verificationFixtures,
  ...automatedDecisionFixtures,
  ...mandateFixtures,
};
