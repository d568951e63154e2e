/** Every capability of the product: its table of contents. */
import { setTimeout } from "node:timers/promises";
import type { Question } from "@kept/contract/decisions";
import type { AppParts } from "./app-parts.ts";
import { createAutomatedDecisionsSlice } from "./automated-decisions/slice.ts";
import { readVendorList } from "./banner/read-vendor-list.ts";
import { createBannerSlice } from "./banner/slice.ts";
import { createBatchesSlice } from "./batches/slice.ts";
import { createCentreSlice } from "./centre/slice.ts";
import { createChildrenSlice } from "./children/slice.ts";
import { answerQuestions } from "./choices/answer-questions.ts";
import { createChoiceParts } from "./choices/choice-parts.ts";
import { optOutByMessage } from "./choices/opt-out-by-message.ts";
import { createSessionVerifier } from "./choices/session-token.ts";
import { createChoicesSlice } from "./choices/slice.ts";
import { createComplaintsSlice } from "./complaints/slice.ts";
import { createDrpSlice } from "./drp/slice.ts";
import { createHealthSlice } from "./health/health-slice.ts";
import { createImportsSlice } from "./imports/slice.ts";
import { createInstructionsSlice } from "./instructions/slice.ts";
import { createLedgerSlice } from "./ledger-api/ledger-slice.ts";
import { listStatus } from "./mailbox/list-status.ts";
import { createMailboxParts } from "./mailbox/mailbox-parts.ts";
import { createMailboxSlice } from "./mailbox/slice.ts";
import { createMandatesSlice } from "./mandates/slice.ts";
import { createMessageParts } from "./messages/message-parts.ts";
import { createMessagesSlice } from "./messages/slice.ts";
import { mailCases } from "./open-mail-case.ts";
import { createOpendsrParts } from "./opendsr/opendsr-parts.ts";
import { createOpendsrSlice } from "./opendsr/slice.ts";
import { createOperatorsSlice } from "./operators/operators-slice.ts";
import type { Ctx } from "./platform/ctx.ts";
import type { Slice } from "./platform/slice.ts";
import { createPurposesSlice } from "./purposes/slice.ts";
import { createRecipientsSlice } from "./recipients/slice.ts";
import { createRequestParts } from "./requests/request-parts.ts";
import { createRequestsSlice } from "./requests/slice.ts";
import { createScansSlice } from "./scans/slice.ts";
import { createSmsSlice } from "./sms/slice.ts";
import { createSystemsSlice } from "./systems/slice.ts";
import { createSystems } from "./systems/systems.ts";
import { createTemplatesSlice } from "./templates/slice.ts";
import { createTransfersSlice } from "./transfers/slice.ts";
import { createVerificationSlice } from "./verification/slice.ts";

/** Slices that need another one's objects get them here, in the open. */
export function createSlices(parts: AppParts): readonly Slice[] {
  const { settings, auth, kept, folder } = parts;
  const systems = createSystems({ kept, folder, variables: settings.variables });
  const choices = createChoiceParts({
    kept,
    publicUrl: settings.publicUrl,
    verifySession: createSessionVerifier(kept.choices.session, settings.variables, parts.clock),
    variables: settings.variables,
  });
  const recipients = {
    kept,
    publicUrl: settings.publicUrl,
    folder,
    variables: settings.variables,
    mayUse: async (ctx: Ctx, question: Question) => {
      const [decision] = await answerQuestions(ctx, choices, [question]);
      return decision ?? { allowed: false, reason: "undecided" };
    },
  };
  const requests = createRequestParts({ kept, settings, systems, choices });
  const children = { kept, publicUrl: settings.publicUrl, choices, requests };
  const complaints = { kept, publicUrl: settings.publicUrl };
  const mailbox = createMailboxParts({
    kept,
    settings,
    requests,
    optOut: (tx, message) => {
      const { messageId, identifier, door, receivedAt } = message;
      const channel = door === "post" ? null : identifier.kind === "phone" ? "sms" : "email";
      return optOutByMessage(tx, choices, { messageId, identifier, channel, receivedAt });
    },
    openCase: mailCases(complaints, children),
  });
  const opendsr =
    kept.opendsr === null
      ? null
      : createOpendsrParts({ settings: kept.opendsr, requests, folder, variables: settings.variables });
  return [
    createHealthSlice({
      version: parts.version,
      database: parts.databaseKind,
      queue: parts.queue,
      mailboxes: (ctx) => listStatus(ctx, mailbox),
    }),
    createOperatorsSlice({ auth, publicUrl: settings.publicUrl }),
    createLedgerSlice(),
    createMessagesSlice(createMessageParts({ kept, choices, settings }), { development: settings.development }),
    createTemplatesSlice({ kept, publicUrl: settings.publicUrl }),
    createSystemsSlice(systems),
    createRequestsSlice(requests, parts.databaseKind),
    createVerificationSlice(requests),
    createBatchesSlice(requests, parts.databaseKind),
    createMandatesSlice(requests),
    createChoicesSlice(choices),
    createMailboxSlice(mailbox),
    createBannerSlice({ choices, vendors: readVendorList(kept, folder) }),
    createRecipientsSlice(recipients),
    createDrpSlice(requests, folder, parts.clock),
    createOpendsrSlice(recipients, opendsr),
    createChildrenSlice(children),
    createInstructionsSlice(),
    createPurposesSlice(kept),
    createComplaintsSlice(complaints),
    createScansSlice({
      kept,
      publicUrl: settings.publicUrl,
      chromium: settings.chromium,
      searchPath: settings.variables["PATH"] ?? "",
    }),
    createAutomatedDecisionsSlice({ kept, variables: settings.variables }),
    createTransfersSlice({
      kept,
      publicUrl: settings.publicUrl,
      packageDir: requests.packageDir,
      variables: settings.variables,
      pause: (milliseconds) => setTimeout(milliseconds),
    }),
    createImportsSlice({ kept, publicUrl: settings.publicUrl, variables: settings.variables }),
    createSmsSlice(
      { kept, publicUrl: settings.publicUrl, folder, variables: settings.variables, choices },
      { development: settings.development },
    ),
    createCentreSlice(requests),
  ];
}
