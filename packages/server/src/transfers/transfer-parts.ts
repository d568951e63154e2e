/** What the use cases of transfers need beside the context. */
import type { KeptConfig } from "../kept-config.ts";

export interface TransferParts {
  readonly kept: KeptConfig;
  /** Where browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
  /** Folder in which packages wait for their people. */
  readonly packageDir: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Waits so many milliseconds between two tries. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Where we say who we are to importers that do not know us. */
export const CLIENT_DOCUMENT = "/.well-known/kept-client.json";

/** Addresses of transfers in the privacy centre. */
export const transferPath = {
  begin: (token: string) => `/privacy/status/${token}/transfer`,
  receipt: (token: string, id: string) => `/privacy/status/${token}/transfer/${id}.json`,
  /** Where a destination sends the browser back to. */
  back: () => "/privacy/transfer/back",
} as const;
