/** What the use cases of imports need beside the context. */
import type { KeptConfig } from "../kept-config.ts";

export interface ImportParts {
  readonly kept: KeptConfig;
  /** Where browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Purpose of the signed links by which a person allows data to be sent here. */
export const IMPORT_LINK = "import.allow";

/** As long as somebody may take to open their mailbox. */
export const IMPORT_LINK_LIFETIME = "PT2H";

/** Addresses of imports. What others send goes below `items`. */
export const importPath = {
  authorise: () => "/privacy/import/authorise",
  ask: (asked: string) => `/privacy/import/ask/${asked}`,
  sent: () => "/privacy/import/sent",
  allow: (token: string) => `/privacy/import/allow/${token}`,
  metadata: () => "/.well-known/oauth-authorization-server",
  token: () => "/import/token",
  items: (vertical: string) => `/import/items/${vertical}`,
} as const;
