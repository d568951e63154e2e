/** What the use cases of children need beside the context: choices freeze, requests erase. */
import type { ChoiceParts } from "../choices/choice-parts.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { RequestParts } from "../requests/request-parts.ts";

export interface ChildParts {
  readonly kept: KeptConfig;
  readonly choices: ChoiceParts;
  readonly requests: RequestParts;
}
