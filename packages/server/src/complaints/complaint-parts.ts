/** What the use cases of complaints need beside the context. */
import type { KeptConfig } from "../kept-config.ts";

export interface ComplaintParts {
  readonly kept: KeptConfig;
  /** Where browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
}

/** Purpose of the signed links to a complaint's page. */
export const COMPLAINT_LINK = "complaint.status";

/** Addresses of complaints in the privacy centre. */
export const complaintPath = {
  form: () => "/privacy/complaint",
  sent: () => "/privacy/complaint/sent",
  one: (token: string) => `/privacy/complaint/case/${token}`,
  authorities: () => "/privacy/authority",
} as const;
