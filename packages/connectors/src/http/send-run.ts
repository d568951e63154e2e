/** Sends a run exactly once in effect: when it is unclear what became of a try, the status decides what to do next. */
import { setTimeout as sleep } from "node:timers/promises";
import { SystemError, type SystemErrorCode } from "../connector.ts";
import type { Refused } from "./change-messages.ts";
import type { Check } from "./check-shape.ts";
import type { StatusAnswer } from "./protocol.ts";
import type { ServiceClient } from "./service-client.ts";
import { refusedRun } from "./service-run.ts";

/** After these it is open whether the service did it. */
const UNCERTAIN: ReadonlySet<SystemErrorCode> = new Set([
  "system_unreachable",
  "system_timeout",
  "system_failed",
  "system_conflict",
]);

const TRIES = 3;
const FIRST_DELAY = 200;

interface Done {
  readonly state: "done";
}

/** A run as it is sent: to which endpoint, and what such a run answers. */
export interface SentRun<D extends Done> {
  readonly endpoint: string;
  readonly message: object;
  readonly check: Check<D | Refused | { readonly state: "planned" }>;
  readonly askStatus: () => Promise<StatusAnswer<D>>;
}

/**
 * Rejects with a PlanRefused when the service refuses it, and with the SystemError of the last try when it is still open; the
 * run is then settled later, by its status. A try that is late on its way cannot surprise anybody: the service refuses it once
 * its signature is out of date, and before that its idempotency key makes it the same run.
 */
export async function sendRun<D extends Done>(client: ServiceClient, run: SentRun<D>): Promise<D> {
  const { endpoint, message, check, askStatus } = run;
  for (let attempt = 1; ; attempt++) {
    let failure: SystemError;
    try {
      const answer = await client.askJson({ endpoint, message, changes: true }, check);
      if (answer.state === "refused") throw refusedRun(answer as Refused);
      if (answer.state !== "planned") return answer as D;
      const advice = "Nothing was changed. docs/http-system.md says what a run is.";
      failure = new SystemError(
        "system_failed",
        client.system,
        "The service answered a run as if it were a dry run.",
        advice,
      );
    } catch (error) {
      if (!(error instanceof SystemError) || !UNCERTAIN.has(error.code)) throw error;
      failure = error;
    }
    const status = await orFailure(askStatus, failure);
    if (status.state === "done") return status as D;
    if (attempt >= TRIES) throw failure;
    await sleep(FIRST_DELAY * 2 ** (attempt - 1));
  }
}

/** When even the status cannot be had, the first failure is the one to tell. */
async function orFailure<T>(askStatus: () => Promise<T>, failure: SystemError): Promise<T> {
  try {
    return await askStatus();
  } catch {
    throw failure;
  }
}
