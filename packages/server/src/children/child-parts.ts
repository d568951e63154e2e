/** What the use cases of children need beside the context: choices freeze, requests erase. */
import type { ChoiceParts } from "../choices/choice-parts.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { RequestParts } from "../requests/request-parts.ts";

export interface ChildParts {
  readonly kept: KeptConfig;
  /** Where browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
  readonly choices: ChoiceParts;
  readonly requests: RequestParts;
}

/** Purpose of the signed links to a parent's page. */
export const PARENT_LINK = "child.parent";

/** Addresses of parents and of the age screen in the privacy centre. */
export const childPath = {
  age: () => "/privacy/age",
  parent: () => "/privacy/parent",
  sent: () => "/privacy/parent/sent",
  one: (token: string) => `/privacy/parent/case/${token}`,
} as const;
