/** What a package is made of, as plain data: the command line writes one without a server. */
import type { LeftOut } from "@kept/contract/packages";
import type { AccessPlan, AccessRow, StoredName } from "@kept/engine/rights";

/** One system's part: `read` announces the plan first, then gives every row that it promises. */
export interface PackageSource {
  readonly system: string;
  /** How people call the system. */
  readonly title: string;
  read(onPlan: (plan: AccessPlan) => void | Promise<void>): AsyncIterable<AccessRow>;
  /** Streams a file that a row names; null: it is not there. Absent: files that rows name are not in the package. */
  readFile?(file: StoredName): Promise<AsyncIterable<Uint8Array> | null>;
}

/** What Art. 15(1) and (2) GDPR want told beside the copy of the data. Everything may be left out but the name. */
export interface ControllerContext {
  readonly name: string;
  readonly address: string | null;
  readonly email: string | null;
  readonly representative: string | null;
  readonly protectionOfficer: string | null;
  readonly policyUrl: string | null;
  readonly purposes: readonly {
    readonly title: string;
    readonly basis: string;
    readonly categories: readonly string[];
    readonly retention: string | null;
  }[];
  readonly recipients: readonly {
    readonly name: string;
    readonly role: string | null;
    readonly country: string | null;
    /** The safeguard under which data goes to a third country (Art. 46). */
    readonly transfer: string | null;
  }[];
  readonly source: string | null;
  readonly automatedDecisions: string | null;
  readonly authority: { readonly name: string; readonly url: string | null } | null;
  /** Where the other rights can be used. */
  readonly centreUrl: string | null;
}

export type PackageLanguage = "en" | "de";

export interface PackageInput {
  /** Where the ZIP file is to be; its folder has to exist. */
  readonly path: string;
  /** Instant of the request's run (ISO). */
  readonly createdAt: string;
  readonly language: PackageLanguage;
  readonly context: ControllerContext | null;
  readonly request: { readonly id: string; readonly reference: string } | null;
  /** To take elsewhere (Art. 20 GDPR). `leftOut` is filled while the sources are read. */
  readonly portability?: {
    readonly right: string;
    readonly regimes: readonly string[];
    readonly leftOut: readonly LeftOut[];
  };
  readonly sources: readonly PackageSource[];
  /** Systems whose part is not in it, with the reason that the person is told. */
  readonly missing?: readonly {
    readonly system: string;
    readonly title: string;
    readonly code: "system_skipped" | "system_later";
    readonly reason: string;
  }[];
  readonly onProgress?: (progress: { readonly system: string; readonly table: string; readonly rows: number }) => void;
}
