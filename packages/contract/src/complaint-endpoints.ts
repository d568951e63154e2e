/** The endpoints of complaints, and the finder of authorities. */
import * as z from "zod";
import {
  AuthoritySchema,
  ComplaintContentSchema,
  type ComplaintDetail,
  ComplaintDetailSchema,
  ComplaintSummarySchema,
  CreateComplaintSchema,
  DecideComplaintSchema,
  ListComplaintsQuerySchema,
  SubmitComplaintSchema,
  TellComplainantSchema,
} from "./complaints.ts";
import { endpoint } from "./endpoint.ts";

const exampleId = "cmp_01jd0000000000000000000000";
const params = z.object({ complaintId: z.string() });
const exampleParams = { complaintId: exampleId };
const exampleSummary = {
  id: exampleId,
  reference: "K7QM-3F2X",
  state: "open",
  channel: "centre",
  language: "en",
  person: "a•••@example.org",
  arrivedAt: "2026-11-22T10:00:00.000Z",
  acknowledgedAt: "2026-11-22T10:00:01.000Z",
  dueOn: "2026-12-22",
  outcome: null,
  closedAt: null,
  aboutRequest: null,
} as const;
const exampleDetail: ComplaintDetail = {
  ...exampleSummary,
  regimes: ["eea"],
  country: "DE",
  clocks: [],
  answers: [],
  hasContent: true,
};

export const submitComplaint = endpoint({
  id: "complaints.submit",
  method: "post",
  path: "/api/complaints/submit",
  summary: "Complain",
  description:
    "For apps and forms: anybody may complain, without an account and whether or not they are known. A message to the address says that it arrived; the answer is the same for every address.",
  body: SubmitComplaintSchema,
  responses: { 202: z.object({ received: z.literal(true) }) },
  errors: [],
  access: "public",
  crossOrigin: true,
  ledger: "complaint.received",
  example: {
    body: { email: "ada@example.org", text: "You still write to me.", language: "en" },
    response: { received: true },
  },
});

export const listComplaints = endpoint({
  id: "complaints.list",
  method: "get",
  path: "/api/complaints",
  summary: "List complaints",
  description: "Open ones by the most urgent date first when `state` is `open`, otherwise the newest first.",
  query: ListComplaintsQuerySchema,
  responses: { 200: z.object({ complaints: z.array(ComplaintSummarySchema), next: z.string().nullable() }) },
  errors: [],
  access: "requests:read",
  example: { query: { state: "open" }, response: { complaints: [exampleSummary], next: null } },
});

export const createComplaint = endpoint({
  id: "complaints.create",
  method: "post",
  path: "/api/complaints",
  summary: "Enter a complaint",
  description:
    "That came by phone, letter or any other way. Its clocks begin when it arrived. With an e-mail address the person is told that it arrived; without one, acknowledge it by hand.",
  body: CreateComplaintSchema,
  responses: { 200: ComplaintDetailSchema },
  errors: [],
  access: "requests:act",
  ledger: "complaint.received",
  example: { body: { channel: "phone", text: "Nobody answers." }, response: exampleDetail },
});

export const getComplaint = endpoint({
  id: "complaints.get",
  method: "get",
  path: "/api/complaints/{complaintId}",
  summary: "Get a complaint without its words",
  description: "Where it stands, its clocks, and what was told by hash.",
  params,
  responses: { 200: ComplaintDetailSchema },
  errors: ["complaint_not_found"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleDetail },
});

export const readComplaint = endpoint({
  id: "complaints.read",
  method: "get",
  path: "/api/complaints/{complaintId}/content",
  summary: "Read a complaint",
  description: "Who complains, of what, and what they were told. Every look is a ledger entry.",
  params,
  responses: { 200: ComplaintContentSchema },
  errors: ["complaint_not_found", "complaint_forgotten"],
  access: "people:read",
  ledger: "complaint.viewed",
  example: {
    params: exampleParams,
    response: { email: "ada@example.org", contact: "", text: "You still write to me.", answers: [] },
  },
});

export const acknowledgeComplaint = endpoint({
  id: "complaints.acknowledge",
  method: "post",
  path: "/api/complaints/{complaintId}/acknowledge",
  summary: "Say that a complaint was acknowledged",
  description: "By letter, on the phone: where no e-mail went out by itself. Stops the clock of the acknowledgement.",
  params,
  body: z.object({ by: z.enum(["phone", "letter", "other"]) }),
  responses: { 200: ComplaintDetailSchema },
  errors: ["complaint_not_found", "complaint_acknowledged"],
  access: "requests:act",
  ledger: "complaint.acknowledged",
  example: { params: exampleParams, body: { by: "letter" }, response: exampleDetail },
});

export const tellComplainant = endpoint({
  id: "complaints.tell",
  method: "post",
  path: "/api/complaints/{complaintId}/tell",
  summary: "Tell how far the inquiry has come",
  description: "By mail, and on the page of the complaint. Moves no clock.",
  params,
  body: TellComplainantSchema,
  responses: { 200: ComplaintDetailSchema },
  errors: ["complaint_not_found", "complaint_decided", "complaint_forgotten"],
  access: "requests:act",
  ledger: "complaint.told",
  example: { params: exampleParams, body: { text: "We are asking our mailing service." }, response: exampleDetail },
});

export const decideComplaint = endpoint({
  id: "complaints.decide",
  method: "post",
  path: "/api/complaints/{complaintId}/decide",
  summary: "Decide a complaint",
  description:
    "Ends it. The person gets what was found, with the authorities of where they live and of the controller, and the way to court.",
  params,
  body: DecideComplaintSchema,
  responses: { 200: ComplaintDetailSchema },
  errors: ["complaint_not_found", "complaint_decided", "complaint_forgotten"],
  access: "requests:act",
  ledger: "complaint.decided",
  example: {
    params: exampleParams,
    body: { outcome: "upheld", text: "You were right: the mailing is stopped." },
    response: { ...exampleDetail, state: "decided", outcome: "upheld" },
  },
});

export const findAuthorities = endpoint({
  id: "authorities.find",
  method: "get",
  path: "/api/authorities",
  summary: "Find the authority of a place",
  description:
    "Whom somebody may complain to who lives or works in `place`, and the controller's (Art. 77 GDPR): one may choose. Empty where no authority is known.",
  query: z.object({ place: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is not a place such as "DE" or "DE-BY"') }),
  responses: { 200: z.object({ place: z.array(AuthoritySchema), controller: z.array(AuthoritySchema) }) },
  errors: [],
  access: "public",
  crossOrigin: true,
  example: { query: { place: "DE-BY" }, response: { place: [], controller: [] } },
});

export const complaintEndpoints = [
  submitComplaint,
  listComplaints,
  createComplaint,
  getComplaint,
  readComplaint,
  acknowledgeComplaint,
  tellComplainant,
  decideComplaint,
  findAuthorities,
] as const;
