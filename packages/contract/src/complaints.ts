/** Complaints on the wire: somebody is not content with how their data, or their request, was handled. A case of its own. */
import * as z from "zod";
import { PlaceSchema, RegimeSchema } from "./request-clocks.ts";
import { LanguageSchema } from "./requests.ts";

/** How a complaint ends. */
export const COMPLAINT_OUTCOMES = ["upheld", "partly_upheld", "not_upheld", "withdrawn"] as const;
/** Where it came in. `app`: the operator's own, by the API. */
export const COMPLAINT_CHANNELS = ["centre", "app", "mailbox", "phone", "letter"] as const;

const words = z.string().trim().min(1).max(8000);
const reference = z
  .string()
  .trim()
  .max(40)
  .meta({ description: "Reference of the request that it is about, if any.", example: "K7QM-3F2X" });

/** What anybody may send, from a browser or an app. */
export const SubmitComplaintSchema = z.object({
  email: z.email().max(320).meta({ description: "Where the answer goes. It need not be known." }),
  text: words.meta({ description: "What is wrong, in the person's own words." }),
  about: reference.optional(),
  country: PlaceSchema.optional(),
  language: LanguageSchema.default("en"),
});

/** What an operator enters: a call, a letter, a message that came elsewhere. */
export const CreateComplaintSchema = z.object({
  channel: z.enum(COMPLAINT_CHANNELS),
  arrivedAt: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: "When it reached the operator; clocks begin here. Default: now." }),
  email: z.email().max(320).nullable().default(null),
  contact: z.string().trim().max(400).default("").meta({
    description: "Name and address, where the answer goes by other means than e-mail. Kept sealed.",
  }),
  text: words,
  about: reference.optional(),
  country: PlaceSchema.optional(),
  language: LanguageSchema.default("en"),
});

export const CaseClockSchema = z.object({
  rule: z.string().meta({ example: "uk.complaint.acknowledge" }),
  purpose: z.string(),
  legalDue: z.string().meta({ description: "ISO day, or instant for clocks of hours." }),
  safeDue: z.string(),
  metAt: z.iso.datetime().nullable(),
  source: z.string(),
  authority: z.enum(["law", "guidance", "product"]),
});

export const ComplaintSummarySchema = z.object({
  id: z.string(),
  reference: z.string(),
  state: z.enum(["open", "decided"]),
  channel: z.enum(COMPLAINT_CHANNELS),
  language: LanguageSchema,
  person: z.string().meta({ description: "The address, shortened." }),
  arrivedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  dueOn: z.string().nullable().meta({ description: "The earliest safe date of what is still to be met." }),
  outcome: z.enum(COMPLAINT_OUTCOMES).nullable(),
  closedAt: z.iso.datetime().nullable(),
  aboutRequest: z.string().nullable().meta({ description: "Id of the request that it is about." }),
});

export const ComplaintDetailSchema = ComplaintSummarySchema.extend({
  regimes: z.array(RegimeSchema),
  country: z.string().nullable(),
  clocks: z.array(CaseClockSchema),
  answers: z.array(
    z.object({ id: z.string(), kind: z.enum(["update", "decision"]), at: z.iso.datetime(), sha256: z.string() }),
  ),
  hasContent: z.boolean().meta({ description: "False once it was forgotten, so long after its end." }),
}).meta({ id: "Complaint" });

export const ComplaintContentSchema = z.object({
  email: z.string().nullable(),
  contact: z.string(),
  text: z.string(),
  answers: z.array(z.object({ id: z.string(), text: z.string() })),
});

export const TellComplainantSchema = z.object({
  text: words.meta({ description: "How far the inquiry has come, in the person's language." }),
});

export const DecideComplaintSchema = z.object({
  outcome: z.enum(COMPLAINT_OUTCOMES),
  text: words.meta({ description: "What was found and what follows, in the person's language." }),
});

export const ListComplaintsQuerySchema = z.object({
  state: z.enum(["open", "decided"]).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

export const AuthoritySchema = z.object({
  name: z.string(),
  english: z.string(),
  url: z.string(),
  email: z.string().nullable().meta({ description: "Null: by its form only." }),
  country: z.string(),
  subdivision: z.string().nullable(),
  source: z.string(),
  checked: z.iso.date(),
});

export type SubmitComplaint = z.output<typeof SubmitComplaintSchema>;
export type CreateComplaint = z.output<typeof CreateComplaintSchema>;
export type ComplaintSummary = z.infer<typeof ComplaintSummarySchema>;
export type ComplaintDetail = z.infer<typeof ComplaintDetailSchema>;
export type ComplaintContent = z.infer<typeof ComplaintContentSchema>;
export type ComplaintOutcome = (typeof COMPLAINT_OUTCOMES)[number];
export type CaseClock = z.infer<typeof CaseClockSchema>;
export type ListComplaintsQuery = z.output<typeof ListComplaintsQuerySchema>;
