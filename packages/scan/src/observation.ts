/** What was seen in a browser. Names, hosts and lifetimes; never values, and of addresses never what follows the question mark. */

/** What a visitor has done before pages are looked at. `signal`: nothing, but their browser sends Global Privacy Control. */
export const STATES = ["before", "accepted", "rejected", "withdrawn", "signal"] as const;
export type ScanState = (typeof STATES)[number];

export type StorageKind = "cookie" | "local-storage" | "session-storage" | "indexed-db" | "cache" | "service-worker";

/** Something that stands in the browser. */
export interface StoredEntry {
  readonly kind: StorageKind;
  readonly name: string;
  /** Host that it belongs to. */
  readonly host: string;
  /** Seconds until it ends by itself: null when it does not, 0 when it ends with the visit. */
  readonly lifetime: number | null;
  /** `httpOnly`, `secure`, `sameSite=Lax`. */
  readonly attributes: readonly string[];
  /** Who wrote it: `header of count.example.org`, `script https://cdn.example.org/tag.js`. Empty: it was not seen. */
  readonly setBy: readonly string[];
  /** Page on which it was first there. */
  readonly page: string;
}

/** Something that was asked for elsewhere, or of the site's own host. Requests that a policy stopped in the browser are left out. */
export interface SeenRequest {
  readonly host: string;
  readonly path: string;
  /** As the browser calls it: `script`, `image`, `ping`, `fetch`. */
  readonly type: string;
  /** Script or document that asked; empty when that is not known. */
  readonly initiator: string;
  readonly page: string;
  readonly count: number;
}

/** Reading that tells browsers apart. */
export interface SeenRead {
  readonly what: string;
  readonly script: string;
  readonly page: string;
}

/** How an answer was given. */
export interface BannerUse {
  /** Null: no way was found. */
  readonly clicks: number | null;
  /** `hooks`: by `data-action`; `labels`: by what buttons say. */
  readonly way: "hooks" | "labels" | null;
  readonly labels: readonly string[];
}

export interface StateObservation {
  readonly state: ScanState;
  readonly entries: readonly StoredEntry[];
  readonly requests: readonly SeenRequest[];
  readonly reads: readonly SeenRead[];
  /** Pages that were looked at. */
  readonly pages: readonly string[];
  /** Pages that could not be read, each with why. */
  readonly faults: readonly { readonly page: string; readonly why: string }[];
  /** Acts that led here, by name. */
  readonly uses: Readonly<Partial<Record<"accept" | "reject" | "withdraw", BannerUse>>>;
}

/** One region's look at a site. */
export interface RegionObservation {
  /** As it was asked for: `DE`, `us-ca`. */
  readonly region: string;
  readonly site: string;
  readonly states: readonly StateObservation[];
  /** Own subdomain -> name of another's that it stands for (CNAME). */
  readonly aliases: Readonly<Record<string, string>>;
}
