/** Clocks, regions and questions of a request on the wire. */
import * as z from "zod";

export const RegimeSchema = z
  .enum(["eea", "uk", "ch", "us-ca", "default"])
  .meta({ description: "The set of rules that follows from where the person is." });

/** "DE", "US-CA", "GB-SCT". */
export const PlaceSchema = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
  .meta({ description: "Country (ISO 3166-1) with its subdivision where it matters.", example: "DE" });

export const RegionSchema = z.object({
  country: z.string().nullable(),
  subdivision: z.string().nullable(),
  method: z.enum(["declared", "session", "ip", "none"]),
  confidence: z.number().min(0).max(1),
  spoofSuspected: z.boolean().meta({ description: "For people to look at; nothing is denied for it." }),
  resolver: z.string().meta({ description: "Versions of the rules and of the database that said so." }),
});

const reading = z.enum(["legal", "safe"]);
const cause = z.enum(["identity", "clarification", "fee"]);
const span = z.object({ unit: z.enum(["months", "days", "business-days", "hours"]), count: z.int().positive() });

/** One step of why a date is what it is. */
export const ClockStepSchema = z.discriminatedUnion("code", [
  z.object({ reading, code: z.literal("received"), day: z.iso.date(), zone: z.string() }),
  z.object({ reading, code: z.literal("restarted"), cause, day: z.iso.date() }),
  z.object({ reading, code: z.literal("counted"), span, withFirstDay: z.boolean(), day: z.string() }),
  z.object({ reading, code: z.literal("paused"), causes: z.array(cause), days: z.int(), day: z.iso.date() }),
  z.object({
    reading,
    code: z.literal("moved"),
    day: z.iso.date(),
    over: z.array(z.object({ day: z.iso.date(), holiday: z.string().nullable() })),
  }),
  z.object({ reading, code: z.literal("extended"), noticeOn: z.iso.date() }),
  z.object({ reading, code: z.literal("hour-not-counted"), at: z.iso.datetime() }),
]);

export const RequestClockSchema = z.object({
  rule: z.string().meta({ example: "eea.right.answer" }),
  regime: RegimeSchema,
  purpose: z.string().meta({ description: "What has to have happened: answer, acknowledge." }),
  legalDueOn: z.iso.date().meta({ description: "What the rule is commonly taken to say." }),
  safeDueOn: z.iso.date().meta({ description: "The earliest that can be argued; work is scheduled by it." }),
  isExtended: z.boolean(),
  isPaused: z.boolean().meta({ description: "A question that stops this clock has not been answered yet." }),
  metAt: z.iso.datetime().nullable(),
  warnings: z.array(z.string()),
  steps: z.array(ClockStepSchema),
  source: z.string(),
  authority: z.enum(["law", "guidance", "product"]),
  zone: z.string(),
  zoneData: z.string(),
  territory: z.string(),
  holidayData: z.string(),
});

export const AskCauseSchema = z.enum(["identity", "clarification"]);

/** A question to the person; what was asked and answered is looked at apart. */
export const RequestQuestionSchema = z.object({
  id: z.string(),
  cause,
  askedAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
  closesAt: z.iso.datetime().nullable().meta({ description: "Unanswered until then, the request lapses." }),
  postedOn: z.iso.date().nullable().meta({ description: "The day on which the printed letter went to the post." }),
  presumedAt: z.iso.datetime().nullable().meta({
    description: "When a posted letter is taken to have arrived, by the rules of where the person lives.",
  }),
});

export const AskPersonSchema = z.object({
  cause: AskCauseSchema,
  reason: z.string().trim().min(1).max(2000).meta({
    description: "Why there is doubt, or what is unclear. For the record; without it asking would move no clock.",
  }),
  text: z.string().trim().min(1).max(4000).meta({ description: "What the person is asked, in their language." }),
  sentByPost: z.iso.date().optional().meta({
    description:
      "The printed question went to the post on this day: for whoever cannot be reached by mail or text message.",
  }),
});

export const AnswerForPersonSchema = z.object({
  text: z.string().trim().min(1).max(4000).meta({ description: "What the person said, by whatever way it came." }),
  receivedOn: z.iso.date().optional().meta({ description: "The day on which their letter came; left out: today." }),
});

export const ExtensionReasonSchema = z.enum(["complexity", "number"]);

export const ExtendRequestSchema = z.object({
  reason: ExtensionReasonSchema.meta({ description: "Art. 12(3) GDPR knows these two." }),
  text: z.string().trim().min(1).max(4000).meta({ description: "What the person is told, in their language." }),
  sentByPost: z.iso.date().optional().meta({
    description:
      "The printed notice went to the post on this day: for whoever has no e-mail address, or none that works.",
  }),
});

export const MergeRequestSchema = z.object({
  into: z
    .string()
    .meta({ description: "Id of the request in which both are answered; its clock becomes the earlier." }),
});

export const QuestionTextSchema = RequestQuestionSchema.extend({
  reason: z.string(),
  text: z.string(),
  answer: z.string().nullable(),
});

export type RequestClock = z.infer<typeof RequestClockSchema>;
export type ClockStep = z.infer<typeof ClockStepSchema>;
export type AnswerForPerson = z.infer<typeof AnswerForPersonSchema>;
export type RequestRegion = z.infer<typeof RegionSchema>;
export type RequestQuestion = z.infer<typeof RequestQuestionSchema>;
export type AskPerson = z.infer<typeof AskPersonSchema>;
export type ExtendRequest = z.infer<typeof ExtendRequestSchema>;
export type ExtensionReason = z.infer<typeof ExtensionReasonSchema>;
export type QuestionText = z.infer<typeof QuestionTextSchema>;
