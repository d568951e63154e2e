/** What keeps a system from answering, told without the words of its driver, and how long to wait before the next try. */
import { SystemError } from "@kept/connectors/connector";
import type { Ctx } from "../platform/ctx.ts";
import { LeaseLost } from "./lease.ts";

export interface Trouble {
  readonly state: "unreachable" | "failed";
  readonly code: string;
  readonly message: string;
}

const UNREACHABLE: readonly string[] = ["system_unreachable", "system_timeout"];

/** Of a SystemError code, message and advice; of anything else the code only, and a line in the log. */
export function describeTrouble(ctx: Ctx, system: string, error: unknown): Trouble {
  if (error instanceof LeaseLost) throw error;
  ctx.log.warn("a system did not do its part", { system, error });
  if (error instanceof SystemError) {
    const state = UNREACHABLE.includes(error.code) ? "unreachable" : "failed";
    return { state, code: error.code, message: `${error.message} ${error.advice}`.trim() };
  }
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return {
    state: "failed",
    code: /^[a-z_]{3,60}$/.test(code) ? code : "system_failed",
    message: "The system could not be used; the server's log says more. It is tried again by itself.",
  };
}

const PAUSES = ["PT15S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M"] as const;

/** ISO duration before the next try: longer each time, never more than a quarter of an hour. */
export function retryPause(attempts: number): string {
  return PAUSES[attempts - 1] ?? "PT15M";
}
