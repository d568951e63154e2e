/** Whether a refusal, in whole or in part, may be given: a reason that the law knows, with everything that proves it. */
import { lawfulReasons, type RefusalReason, type RefuseRequest, refusalRow } from "@kept/contract/refusals";
import { problem } from "../platform/http/problems.ts";
import type { RequestRow } from "./queries.ts";

/** Throws `refusal_not_lawful` for a reason that one of the request's regimes does not know. */
export function checkLawful(request: RequestRow, reason: RefusalReason): void {
  if (lawfulReasons(request.regimes, request.kind).some(({ code }) => code === reason)) return;
  const { grounds, kinds } = refusalRow(reason);
  const unknown = request.regimes.filter((regime) => grounds[regime] === null);
  throw problem("refusal_not_lawful", {
    detail:
      unknown.length > 0
        ? `There is no such reason under ${unknown.join(", ")}.`
        : `It refuses only ${(kinds ?? []).join(", ")}.`,
    pointers: [{ pointer: "/body/reason", message: "is no reason there" }],
  });
}

/** Throws `refusal_proof_missing`, naming the fields that the reason demands. */
export function checkProof({ reason, proof }: Pick<RefuseRequest, "reason" | "proof">): void {
  const missing = refusalRow(reason).proof.filter(({ name }) => (proof[name] ?? "") === "");
  if (missing.length === 0) return;
  throw problem("refusal_proof_missing", {
    pointers: missing.map(({ name, asks }) => ({ pointer: `/body/proof/${name}`, message: asks })),
  });
}
