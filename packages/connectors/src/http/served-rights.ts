/** What an operator writes to answer rights in a service of their own; the handler does the rest of the protocol. */
import type { AccessRow, PersonQuery } from "@kept/engine/rights";
import type {
  LiftAnswer,
  LiftMessage,
  RectifyAnswer,
  RectifyMessage,
  ResidueAnswer,
  ResidueMessage,
  RestoreAnswer,
  RestoreMessage,
  RestrictAnswer,
  RestrictMessage,
} from "./change-messages.ts";
import type {
  EraseAnswer,
  EraseMessage,
  ExportMessage,
  ExportPlan,
  FindAnswer,
  ServiceDescription,
  StatusAnswer,
} from "./protocol.ts";

type Awaitable<T> = T | Promise<T>;

/** An export about to be sent: plan and rows of one snapshot. */
export interface ServedExport {
  readonly plan: ExportPlan;
  /** Not read when only the plan was asked for. */
  readonly rows: Iterable<AccessRow> | AsyncIterable<AccessRow>;
  /** Called once when the export is over, however it ends. */
  readonly close?: () => void;
}

/** What an operator's service answers. Whatever it throws becomes `service_failed` without a word of it. */
export interface ServedRights {
  describe(): Awaitable<Omit<ServiceDescription, "protocol">>;
  find(person: PersonQuery): Awaitable<FindAnswer>;
  export(message: ExportMessage): Awaitable<ServedExport>;
  /**
   * One transaction; the answer of a run is stored under its key in that same transaction and answered again. With `undo`, so is
   * what it takes away, sealed ({@link sealTaken}).
   */
  erase(message: EraseMessage): Awaitable<EraseAnswer>;
  /** The answer that was stored under the key of a run of any kind. */
  status(idempotencyKey: string): Awaitable<StatusAnswer>;
  /** The description says what of these there is, and why the others are not. */
  readonly restriction?: ServedRestriction;
  /** One transaction, as with an erasure. */
  rectify?(message: RectifyMessage): Awaitable<RectifyAnswer>;
  /** Takes an erasure back; one transaction, as with an erasure. What was sealed goes with it. */
  restore?(message: RestoreMessage): Awaitable<RestoreAnswer>;
  /** Changes nothing. */
  findResidue?(message: ResidueMessage): Awaitable<ResidueAnswer>;
}

/** What is taken out of use is kept by the service, under the key of the run, until the lift. */
export interface ServedRestriction {
  restrict(message: RestrictMessage): Awaitable<RestrictAnswer>;
  lift(message: LiftMessage): Awaitable<LiftAnswer>;
}
