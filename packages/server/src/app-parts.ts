/** What slices are made from, beside the context of each call. */
import type { Settings } from "./config.ts";
import type { KeptConfig } from "./kept-config.ts";
import type { OperatorAuth } from "./operators/auth.ts";
import type { Clock } from "./platform/clock.ts";
import type { OpenDatabase } from "./platform/db/open-database.ts";
import type { Queue } from "./platform/queue/queue.ts";

export interface AppParts {
  readonly settings: Settings;
  readonly kept: KeptConfig;
  /** Folder of the configuration: paths in it (maps) count from here. */
  readonly folder: string;
  readonly clock: Clock;
  readonly version: string;
  readonly auth: OperatorAuth;
  readonly queue: Pick<Queue, "countFailed">;
  readonly databaseKind: OpenDatabase["kind"];
}
