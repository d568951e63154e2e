/** The slice of complaints; it also minds the clocks of every case that is no request. */
import { remindOfCases, sendCaseReminder } from "../clocks/remind-cases.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import { addComplaintPages } from "./complaint-pages.tsx";
import type { ComplaintParts } from "./complaint-parts.ts";
import { complaintRoutes } from "./routes.ts";
import { sendComplaintMail } from "./send-complaint-mail.ts";
import { tidyComplaints } from "./tidy-complaints.ts";

export function createComplaintsSlice(parts: ComplaintParts): Slice {
  return {
    name: "complaints",
    routes: complaintRoutes(parts),
    pages: (pages) => addComplaintPages(pages, parts),
    jobs: [
      handleJob("complaints.mail", (ctx, payload) => sendComplaintMail(ctx, parts, payload)),
      handleJob("cases.remind", (ctx, payload) => sendCaseReminder(ctx, parts.kept, parts.publicUrl, payload)),
    ],
    sweeps: [
      { name: "cases.remind", everySeconds: 900, atStart: true, run: (ctx) => remindOfCases(ctx, parts.kept) },
      { name: "complaints.tidy", everySeconds: 3600, run: (ctx) => tidyComplaints(ctx, parts) },
    ],
  };
}
