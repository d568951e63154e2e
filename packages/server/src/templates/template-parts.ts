/** What the words of messages need beside the context. */
import type { KeptConfig } from "../kept-config.ts";

export interface TemplateParts {
  readonly kept: KeptConfig;
  /** Where browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
}
