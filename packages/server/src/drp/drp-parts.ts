/** What the use cases of the Data Rights Protocol are made from. */
import type { RateLimiter } from "../platform/http/rate-limit.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { Directory } from "./directory.ts";
import type { DrpSettings } from "./drp-config.ts";

export interface DrpParts {
  readonly settings: DrpSettings;
  readonly directory: Directory;
  readonly requests: RequestParts;
  readonly limiter: RateLimiter;
}
