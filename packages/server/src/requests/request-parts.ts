/** What the use cases of requests need beside the context: the configuration, the systems, and the feed of progress. */
import { join } from "node:path";
import type { ChoiceParts } from "../choices/choice-parts.ts";
import type { Settings } from "../config.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { Systems } from "../systems/systems.ts";
import { createRequestFeed, type RequestFeed } from "./request-feed.ts";

export interface RequestParts {
  readonly kept: KeptConfig;
  /** Where browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
  /** Folder in which packages wait for their people. */
  readonly packageDir: string;
  readonly systems: Systems;
  /** For rights that are answered in the record of choices. */
  readonly choices: ChoiceParts;
  readonly feed: RequestFeed;
}

export function createRequestParts(from: {
  readonly kept: KeptConfig;
  readonly settings: Pick<Settings, "publicUrl" | "dataDir">;
  readonly systems: Systems;
  readonly choices: ChoiceParts;
}): RequestParts {
  return {
    kept: from.kept,
    publicUrl: from.settings.publicUrl,
    packageDir: join(from.settings.dataDir, "packages"),
    systems: from.systems,
    choices: from.choices,
    feed: createRequestFeed(),
  };
}
