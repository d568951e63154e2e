/** The tables of all slices: the table of contents of the database. */

import type { AutomatedDecisionTables } from "./automated-decisions/tables.ts";
import type { BatchTables } from "./batches/tables.ts";
import type { ChildTables } from "./children/tables.ts";
import type { ChoiceTables } from "./choices/tables.ts";
import type { ClockTables } from "./clocks/tables.ts";
import type { ComplaintTables } from "./complaints/tables.ts";
import type { DrpTables } from "./drp/tables.ts";
import type { FulfilmentTables } from "./fulfilment/tables.ts";
import type { ImportTables } from "./imports/tables.ts";
import type { InstructionTables } from "./instructions/tables.ts";
import type { MailboxTables } from "./mailbox/tables.ts";
import type { MandateTables } from "./mandates/tables.ts";
import type { MessageTables } from "./messages/tables.ts";
import type { OpendsrTables } from "./opendsr/tables.ts";
import type { OperatorTables } from "./operators/tables.ts";
import type { PeopleTables } from "./people/tables.ts";
import type { PurposeTables } from "./purposes/tables.ts";
import type { RecipientTables } from "./recipients/tables.ts";
import type { RequestTables } from "./requests/tables.ts";
import type { ScanTables } from "./scans/tables.ts";
import type { SmsTables } from "./sms/tables.ts";
import type { SystemTables } from "./systems/tables.ts";
import type { TemplateTables } from "./templates/tables.ts";
import type { TransferTables } from "./transfers/tables.ts";
import type { VerificationTables } from "./verification/tables.ts";

export interface SliceTables
  extends OperatorTables,
    RequestTables,
    BatchTables,
    ClockTables,
    FulfilmentTables,
    ImportTables,
    SystemTables,
    PeopleTables,
    ChoiceTables,
    MailboxTables,
    RecipientTables,
    MessageTables,
    TemplateTables,
    DrpTables,
    OpendsrTables,
    ComplaintTables,
    ChildTables,
    InstructionTables,
    PurposeTables,
    ScanTables,
    TransferTables,
    SmsTables,
    MandateTables,
    VerificationTables,
    AutomatedDecisionTables {}
