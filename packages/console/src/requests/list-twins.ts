/** Which requests a duplicate can be answered in, as far as a list tells; the server looks at the rest. */
import type { RequestSummary } from "@kept/contract/requests";

type Known = Pick<RequestSummary, "id" | "kind" | "phase" | "receivedAt" | "arrivedAt" | "batch">;

/** Others of the same right that are open and proven, the earliest arrival first. Nobody is answered inside a batch. */
export function listTwins<R extends Known>(request: Pick<R, "id" | "kind">, others: readonly R[]): readonly R[] {
  return others
    .filter(({ id, kind }) => id !== request.id && kind === request.kind)
    .filter(({ phase, receivedAt, batch }) => phase !== "closed" && receivedAt !== null && batch === null)
    .sort((one, other) => Date.parse(one.arrivedAt) - Date.parse(other.arrivedAt));
}
