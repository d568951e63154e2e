/** Binds the endpoints of complaints. */
import * as endpoints from "@kept/contract/complaint-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { acknowledgeComplaint, decideComplaint, tellComplainant } from "./answer-complaint.ts";
import type { ComplaintParts } from "./complaint-parts.ts";
import { findAuthorities } from "./find-authorities.ts";
import { openComplaint, submitComplaint } from "./open-complaint.ts";
import { listComplaints, readComplaint, readWords } from "./read-complaint.ts";

export function complaintRoutes(parts: ComplaintParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.submitComplaint, async (ctx, { body }) => {
      await submitComplaint(ctx.as({ kind: "person", id: "anonymous" }), parts, "app", body, null);
      return { received: true } as const;
    }),
    bind(endpoints.listComplaints, (ctx, { query }) => listComplaints(ctx, query)),
    bind(endpoints.createComplaint, async (ctx, { body }) =>
      readComplaint(ctx, await ctx.transaction((tx) => openComplaint(tx, parts, body))),
    ),
    bind(endpoints.getComplaint, (ctx, { params }) => readComplaint(ctx, params.complaintId)),
    bind(endpoints.readComplaint, (ctx, { params }) => readWords(ctx, params.complaintId)),
    bind(endpoints.acknowledgeComplaint, async (ctx, { params, body }) => {
      await acknowledgeComplaint(ctx, params.complaintId, body.by);
      return readComplaint(ctx, params.complaintId);
    }),
    bind(endpoints.tellComplainant, async (ctx, { params, body }) => {
      await tellComplainant(ctx, params.complaintId, body.text);
      return readComplaint(ctx, params.complaintId);
    }),
    bind(endpoints.decideComplaint, async (ctx, { params, body }) => {
      await decideComplaint(ctx, parts, params.complaintId, body);
      return readComplaint(ctx, params.complaintId);
    }),
    bind(endpoints.findAuthorities, async (_ctx, { query }) => findAuthorities(parts.kept, query.place)),
  ];
}
