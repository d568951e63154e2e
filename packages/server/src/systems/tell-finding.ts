/** A finding as it is told to whoever has to do something about it. */
import type { Finding } from "@kept/engine/model";
import { adviseOn, isAsked } from "@kept/engine/settle-findings";

/** What settles it: a question of its system, or an advice. */
export interface Settling {
  readonly asked?: true;
  readonly advice?: string;
}

/** The finding with what settles it. */
export function tellFinding<F extends Pick<Finding, "code" | "table">>(finding: F): F & Settling {
  const advice = adviseOn(finding);
  return {
    ...finding,
    ...(isAsked(finding) && finding.table !== "" ? { asked: true } : {}),
    ...(advice === null ? {} : { advice }),
  };
}
