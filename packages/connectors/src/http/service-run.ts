/** What every kind of run over the protocol has in common: its key, its status, the dry run before it, the diff it leaves. */
import { createHmac } from "node:crypto";
import type { Diff } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import { SystemError } from "../connector.ts";
import { refuseBlocked } from "../rights/refuse-plan.ts";
import { PlanRefused } from "../rights-system.ts";
import type { Refused } from "./change-messages.ts";
import type { Check } from "./check-shape.ts";
import { idempotencyKey } from "./erasure-plan.ts";
import { ENDPOINTS, PROTOCOL, type StatusAnswer, type StatusMessage } from "./protocol.ts";
import type { ServiceClient } from "./service-client.ts";

/** What became of a run; the service knows it by its key. */
export function askStatus<D extends object>(
  client: ServiceClient,
  run: string,
  check: Check<StatusAnswer<D>>,
): Promise<StatusAnswer<D>> {
  const message: StatusMessage = { idempotencyKey: idempotencyKey(client.system, run) };
  return client.askJson({ endpoint: ENDPOINTS.status, message, changes: false }, check);
}

/** Was it carried out? Rejects with `system_conflict` while it is under way. */
export async function wasCarriedOut<D extends { readonly state: "done" }>(
  client: ServiceClient,
  run: string,
  check: Check<StatusAnswer<D>>,
): Promise<boolean> {
  const { state } = await askStatus(client, run, check);
  if (state !== "running") return state === "done";
  throw stillRunning(client.system);
}

export function stillRunning(system: string): SystemError {
  const message = "The service is still carrying out this run.";
  return new SystemError("system_conflict", system, message, "Wait, and settle it again.");
}

/** The answer of a dry run, or that the service answered one as if it had been carried out. */
export function requirePlan<P extends { readonly state: "planned" }>(
  system: string,
  answer: P | Refused | { readonly state: "done" },
): P | Refused {
  if (answer.state !== "done") return answer as P | Refused;
  throw new SystemError(
    "system_failed",
    system,
    "The service answered a dry run as if it had been carried out.",
    "Look at once whether the service changed something; docs/http-system.md says what a dry run is.",
  );
}

/** Findings of a service that refuses to plan stand in the way of everything. */
export function blockingFindings({ findings }: Refused): readonly Finding[] {
  return findings.map((one) => ({ ...one, blocks: true }));
}

/** Nothing was changed: nobody, several people, or a finding stands in the way of what is about to be `what`. */
export function refuseFindings(findings: readonly Finding[], what: string): void {
  const unclear = findings.find(({ code }) => code === "person_not_found" || code === "person_ambiguous");
  if (unclear?.code === "person_not_found" || unclear?.code === "person_ambiguous") {
    throw new PlanRefused(unclear.code, unclear.message, findings, null);
  }
  refuseBlocked(findings, what);
}

/** A run that the service refused. */
export function refusedRun({ code, findings }: Refused): PlanRefused {
  return new PlanRefused(code, "The service refused to carry out the plan; nothing was changed.", findings, null);
}

/** The service keeps what it took away; what is kept here is by what name. */
export function diffOfRun(system: string, run: string, complete: boolean): Diff {
  return {
    system,
    run,
    complete,
    tables: [],
    added: [],
    order: [],
    cuts: {},
    recounts: [],
    suspendForeignKeys: false,
  };
}

/**
 * What a service seals with what it takes away in a run. It follows from the run, which nobody but Kept knows, and from nothing
 * that the service keeps: a try that is late on its way seals with the same key.
 */
export function undoKeyOf(run: string): string {
  return createHmac("sha256", run).update(`${PROTOCOL} undo`, "utf8").digest("base64url");
}

/** The run of a diff. @throws TypeError for a diff of another kind of system */
export function runOfDiff({ run }: Pick<Diff, "run">): string {
  if (run === undefined) throw new TypeError("The diff was not made by an HTTP system: it names no run.");
  return run;
}
