/** The rows of grounds: data, without what is built on it. */
import * as z from "zod";

export const RIGHT_GROUNDS = [
  row("accuracy", "restriction", "Art. 18(1)(a) GDPR", "They say that it is wrong, and that is being checked."),
  row("unlawful", "restriction", "Art. 18(1)(b) GDPR", "It must not be used, and they do not want it erased."),
  row("claims", "restriction", "Art. 18(1)(c) GDPR", "Only they still need it, for a legal claim."),
  row("objection", "restriction", "Art. 18(1)(d) GDPR", "They have objected, and that is being weighed."),
  row(
    "not_needed",
    "erasure",
    "Art. 17(1)(a) GDPR",
    "It is no longer needed for what it was collected for. Look at the retention of its purposes.",
  ),
  row(
    "consent_withdrawn",
    "erasure",
    "Art. 17(1)(b) GDPR",
    "They take back the consent on which it rested, and there is no other basis. The withdrawal is a right of its own.",
  ),
  row(
    "objected",
    "erasure",
    "Art. 17(1)(c) GDPR",
    "They object, and nothing overrides it; against marketing nothing ever does. The objection is a right of its own.",
  ),
  row(
    "unlawful_use",
    "erasure",
    "Art. 17(1)(d) GDPR",
    "It was collected or used unlawfully. Find out how, for everybody else.",
  ),
  row("legal_duty", "erasure", "Art. 17(1)(e) GDPR", "A law says that it has to be erased."),
  row("child", "erasure", "Art. 17(1)(f) GDPR", "It was collected for an online service while they were a child."),
  row(
    "given_anyway",
    "erasure",
    "the law or the policy, without a ground",
    "They name none, and none is needed: what has no reason to stay is erased.",
  ),
] as const;

export type RightGround = (typeof RIGHT_GROUNDS)[number]["ground"];
export const RightGroundSchema = z.enum(RIGHT_GROUNDS.map((one) => one.ground));

/** The grounds that a right can rest on, in the order of the law. */
export function groundsOf(kind: string): readonly (typeof RIGHT_GROUNDS)[number][] {
  return RIGHT_GROUNDS.filter((one) => one.kind === kind);
}

function row<G extends string>(ground: G, kind: string, provision: string, means: string) {
  return { ground, kind, provision, means, checked: "2026-11-26" };
}
