/** Words of batches. */
import type { Batch, BatchLine, BatchState, BatchSummary } from "@kept/contract/batches";
import type { BadgeTone } from "../ui/badge.tsx";

export const BATCH_STATES: Readonly<Record<BatchState, { readonly label: string; readonly tone: BadgeTone }>> = {
  planning: { label: "Being planned", tone: "info" },
  blocked: { label: "Needs a look", tone: "warn" },
  awaiting_approval: { label: "Needs approval", tone: "accent" },
  waiting: { label: "Waiting", tone: "info" },
  running: { label: "Running", tone: "info" },
  done: { label: "Done", tone: "ok" },
  nobody: { label: "Nobody found", tone: "plain" },
  cancelled: { label: "Cancelled", tone: "plain" },
};

/** A batch that ended with something left of somebody has not ended well. */
export function badgeOf({
  state,
  notVerified,
}: Pick<BatchSummary, "state" | "notVerified">): (typeof BATCH_STATES)[BatchState] {
  return state === "done" && notVerified > 0 ? { label: "Done, not verified", tone: "danger" } : BATCH_STATES[state];
}

export const LINE_STATES: Readonly<Record<BatchLine["state"], { readonly label: string; readonly tone: BadgeTone }>> = {
  clear: { label: "Clear", tone: "ok" },
  same: { label: "Named twice", tone: "plain" },
  unknown: { label: "Not found", tone: "warn" },
  unclear: { label: "Not clear who", tone: "danger" },
};

export const people = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "person" : "people"}`;

export const countLines = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "line" : "lines"}`;

/** Lines that need a look before, or instead of, an approval. */
export function needLook({ lines }: Pick<Batch, "lines">): readonly BatchLine[] {
  return lines.filter(({ state }) => state === "unknown" || state === "unclear");
}

/** How often a system that does not do its part was tried, and when it is tried next. */
export function describeRetry({ state, problem }: Batch, formatMoment: (at: string) => string): string {
  if (problem === null || state === "blocked") return "";
  const tried = problem.tries <= 1 ? "Tried once" : `Tried ${problem.tries} times`;
  return problem.nextTryAt === null
    ? `${tried}.`
    : `${tried}; tried again by itself ${formatMoment(problem.nextTryAt)}.`;
}

/** One sentence: where it stands and what it wants. */
export function describeBatch(batch: Batch, formatMoment: (at: string) => string): string {
  const look = needLook(batch).length;
  const without = look === 0 ? "" : ` ${look === 1 ? "One line needs" : `${look} lines need`} a look.`;
  const blocking = batch.systems.flatMap(({ findings }) => findings.filter(({ blocks }) => blocks)).length;
  switch (batch.state) {
    case "planning":
      return "Everybody is looked for in every system; nothing is changed.";
    case "blocked":
      if (batch.problem !== null)
        return "A system kept failing for a day. See to it, then have the batch planned again.";
      return `${blocking === 1 ? "A finding has" : `${blocking} findings have`} to be answered before anybody can be erased.${without}`;
    case "awaiting_approval":
      return `This is what would happen to ${people(batch.clear)}; nothing has been changed.${without}`;
    case "waiting":
      return `Approved: it is carried out ${batch.runsAt === null ? "soon" : formatMoment(batch.runsAt)}.`;
    case "running":
      return "Being carried out: in a database all of them or nobody. It goes on by itself, also after a restart.";
    case "done":
      return batch.notVerified === 0
        ? `${people(batch.clear)} went, each with a request and a receipt of their own.${without}`
        : `Carried out for ${people(batch.clear)}; something is left of ${people(batch.notVerified)}. Their requests, below, say what, and want a look.${without}`;
    case "nobody":
      return "Nobody on the list is known in any system.";
    case "cancelled":
      return "Nothing was changed.";
  }
}

export function describeScope({ scope }: Pick<BatchSummary, "scope">): string {
  const parts = [...scope.tables, ...scope.categories];
  return parts.length === 0 ? "everything" : `only ${parts.join(", ")}`;
}
