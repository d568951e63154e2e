/** What the use cases of choices are made from. */
import type { ChoicePolicy } from "@kept/engine/choices/policy";
import type { KeptConfig } from "../kept-config.ts";
import { buildPolicy } from "./build-policy.ts";
import { type Notice, renderNotices } from "./notices.ts";
import type { VerifySession } from "./session-token.ts";

export interface ChoiceParts {
  readonly kept: KeptConfig;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly policy: ChoicePolicy;
  readonly notices: readonly Notice[];
  readonly verifySession: VerifySession;
  /** Variables of the environment that webhooks may name. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export function createChoiceParts(given: {
  readonly kept: KeptConfig;
  readonly publicUrl: string;
  readonly verifySession: VerifySession;
  readonly variables: Readonly<Record<string, string | undefined>>;
}): ChoiceParts {
  const { kept } = given;
  const policy = buildPolicy(kept);
  return { ...given, policy, notices: renderNotices(kept) };
}
