/** What the use cases of text messages need beside the context. */
import type { ChoiceParts } from "../choices/choice-parts.ts";
import type { KeptConfig } from "../kept-config.ts";

export interface SmsParts {
  readonly kept: KeptConfig;
  readonly publicUrl: string;
  /** Folder of the configuration. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly choices: ChoiceParts;
}
