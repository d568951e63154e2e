/** Requests on the wire: a right that a person exercises, from the door to the receipt. */
import * as z from "zod";
import { CHOICE_ACT_NAMES } from "./choice-acts.ts";
import { ProposedRefusalSchema, RefusalReasonSchema, WithheldSchema } from "./refusals.ts";
import {
  PlaceSchema,
  RegimeSchema,
  RegionSchema,
  RequestClockSchema,
  RequestQuestionSchema,
} from "./request-clocks.ts";
import { REQUEST_ACTS, REQUEST_KINDS } from "./request-kinds.ts";
import { REQUEST_STATES } from "./request-states.ts";
import { RightGroundSchema } from "./right-ground-rows.ts";
import { UndoSchema } from "./undo-schemas.ts";

const kindNames = REQUEST_KINDS.map((row) => row.kind);
const stateNames = REQUEST_STATES.map((row) => row.state);

export const RequestKindSchema = z.enum(kindNames).meta({ description: "The right that is exercised." });
export const RequestStateSchema = z.enum(stateNames).meta({ description: "Where the request stands." });
export const RequestPhaseSchema = z.enum(["unverified", "needs_decision", "underway", "closed"]);

export const LanguageSchema = z.enum(["en", "de"]);

export const IdentifierSchema = z.object({
  kind: z.string().min(1).max(40).meta({ description: "email, phone, username, id …", example: "email" }),
  value: z.string().trim().min(1).max(320).meta({ example: "ada@example.org" }),
});

/** A row that is the person, named by an operator: `{system, table, key}`. */
export const PersonKeySchema = z.object({
  system: z.string().min(1),
  table: z.string().min(1),
  key: z.array(z.string()).min(1),
});

export const ScopeSchema = z.object({
  tables: z.array(z.string()).default([]),
  categories: z.array(z.string()).default([]),
  purposes: z.array(z.string().max(63)).max(50).default([]).meta({
    description:
      "Uses that it is about, by their names in the configuration; none: what the right means by itself. For a right that is answered in the systems they stand for their categories.",
  }),
  rows: z.array(PersonKeySchema).min(1).max(500).default([]).meta({
    description:
      "Single rows that it is about, with what is part of them: no more, and in no other system; left out: it is not limited to rows. Kept sealed. A row that is not the person's blocks the plan, whether it exists or not.",
  }),
});

/** Single rows as they are shown: how many, and never which. */
export const ScopedRowsSchema = z.object({ system: z.string(), table: z.string(), rows: z.int().positive() });

export const FindingSchema = z.object({
  code: z.string(),
  table: z.string(),
  column: z.string(),
  message: z.string(),
  suggestion: z.string(),
  blocks: z.boolean(),
  places: z
    .array(z.object({ table: z.string(), column: z.string() }))
    .readonly()
    .optional()
    .meta({ description: "All places of which it is told at once, its own the first; left out where it is in one." }),
  asked: z.boolean().optional().meta({ description: "A question of its system answers it." }),
  advice: z.string().optional().meta({ description: "What to do where no question answers it." }),
});

export const DispositionSchema = z.enum(["deleted", "detached", "redacted", "retained"]);
export const DispositionCountsSchema = z.object({
  deleted: z.int().nonnegative(),
  detached: z.int().nonnegative(),
  redacted: z.int().nonnegative(),
  retained: z.int().nonnegative(),
  marked: z.int().nonnegative().optional().meta({ description: "Restriction: marked in the application's own way." }),
  sealed: z.int().nonnegative().optional().meta({ description: "Restriction: values taken out and kept sealed." }),
  left: z.int().nonnegative().optional().meta({ description: "Restriction: left in use, with the reason." }),
  corrected: z.int().nonnegative().optional().meta({ description: "Rectification: given the right value." }),
});

/** Files outside of a system that rows of it name. */
export const FileCountsSchema = z.object({
  store: z.string().meta({ description: "The system that holds them." }),
  deleted: z.int().nonnegative(),
  kept: z.int().nonnegative().meta({ description: "A row that stays names them, too." }),
  missing: z.int().nonnegative().meta({ description: "The store has no such file." }),
});

/** A value to correct: a category of data, or a column (of one row, where the person has several); and what is right. */
export const CorrectionSchema = z.object({
  system: z.string().nullable().default(null).meta({ description: "Null: in every system." }),
  table: z.string().nullable().default(null),
  column: z.string().nullable().default(null),
  key: z.array(z.string()).nullable().default(null),
  category: z.string().nullable().default(null).meta({ example: "contact.email" }),
  value: z.string().min(1).max(4000),
});

/** What the person said beside who they are. Personal data: kept sealed, and shown with the identifiers only. */
export const RequestDetailsSchema = z.object({
  corrections: z.array(CorrectionSchema).max(20).default([]),
  ground: RightGroundSchema.nullable().default(null).meta({ description: "A row of GET /api/right-grounds." }),
  statement: z.string().max(4000).nullable().default(null).meta({
    description: "What is wrong in the person's own words; kept with the request as long as who asked is.",
  }),
});

/** Where one system stands within a request. */
export const StepStateSchema = z
  .enum(["pending", "unreachable", "planned", "acting", "committed", "verified", "failed", "skipped"])
  .meta({
    description:
      "`skipped`: an operator has left it out, with a reason that the person is told. `unreachable` and `failed` are tried again by themselves; nothing is lost. `committed`: carried out, but the check afterwards found something left.",
  });

const SaidWhySchema = z.object({ reason: z.string() });

export const RequestStepSchema = z.object({
  system: z.string(),
  state: StepStateSchema,
  found: z.boolean().nullable().meta({ description: "The person has rows here; null while not yet known." }),
  rows: z.int().nonnegative().meta({ description: "Rows that the plan takes in." }),
  counts: DispositionCountsSchema.meta({ description: "All zero for rights that change nothing." }),
  problem: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: "Why it cannot go on just now." }),
  gap: z.string().nullable().meta({ description: "Why the right cannot be carried out here; null: it can." }),
  attempts: z.int().nonnegative().meta({ description: "Tries that failed, since it was last told to try again." }),
  paused: SaidWhySchema.nullable(),
  skipped: SaidWhySchema.nullable(),
  later: SaidWhySchema.nullable().meta({
    description: "What is ready goes out without it; its part follows by itself.",
  }),
  updatedAt: z.iso.datetime(),
  may: z.object({ pause: z.boolean(), resume: z.boolean(), retry: z.boolean(), skip: z.boolean() }),
});

export const TimelineEntrySchema = z.object({
  at: z.iso.datetime(),
  event: z.string().meta({
    description: "The ledger entry's type without its noun: submitted, verified, planned, approved, done …",
  }),
  actor: z.object({ kind: z.enum(["operator", "api-key", "person", "system"]), id: z.string() }),
  /** Facts of the event: counts, codes, names of systems. Never personal data. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const RequestSummarySchema = z.object({
  id: z.string(),
  reference: z.string().meta({ description: "Short name that people can say on the phone.", example: "K7QM-3F2X" }),
  kind: RequestKindSchema,
  state: RequestStateSchema,
  phase: RequestPhaseSchema,
  person: z
    .string()
    .meta({ description: "The identifier, shortened so that it tells no one.", example: "a•••@example.org" }),
  channel: z.enum(["centre", "mailbox", "sms", "post", "operator", "cli", "api", "drp", "opendsr"]),
  language: LanguageSchema,
  submittedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime().nullable().meta({ description: "Identity proven; null before." }),
  arrivedAt: z.iso.datetime().meta({ description: "Reached the operator, by any door: where clocks begin." }),
  dueOn: z.iso
    .date()
    .nullable()
    .meta({ description: "Last day to answer in the earliest reading of every rule that applies (safe)." }),
  legalDueOn: z.iso.date().nullable().meta({ description: "Last day to answer as the rules are commonly read." }),
  regimes: z.array(RegimeSchema),
  isPaused: z.boolean().meta({ description: "Waits for the person's answer." }),
  isExtended: z.boolean(),
  closedAt: z.iso.datetime().nullable(),
  rows: z.int().nonnegative(),
  findings: z.int().nonnegative(),
  blockingFindings: z.int().nonnegative(),
  planVersion: z
    .int()
    .nonnegative()
    .meta({ description: "Grows with every planning; approve names it. 0: not planned yet." }),
  assignedTo: z.string().nullable().meta({ description: "The operator who has it in hand, by id." }),
  batch: z.string().nullable().meta({ description: "The batch that it belongs to." }),
});

export const PackageInfoSchema = z.object({
  state: z.enum(["building", "ready", "expired"]),
  bytes: z.int().nonnegative(),
  files: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  sha256: z.string(),
  readyAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  fetches: z.int().nonnegative(),
  missing: z
    .array(z.object({ system: z.string(), code: z.enum(["system_skipped", "system_later"]), reason: z.string() }))
    .meta({ description: "Systems whose part is not in it, with what the person is told." }),
});

/** A message to the person that did not reach them: they may not know what it says. */
export const UndeliveredSchema = z.object({
  id: z.string(),
  way: z.enum(["email", "sms"]),
  what: z.string().nullable().meta({ description: "Which message, for operators." }),
  at: z.iso.datetime(),
  why: z
    .enum(["bounced", "refused", "expired", "no_sender"])
    .meta({ description: "`refused`: not taken. `no_sender`: no gateway is configured." }),
  code: z.string().nullable().meta({ example: "5.1.1" }),
  isTriedAgain: z.boolean(),
});

export const RestrictionSchema = z.object({
  state: z.enum(["standing", "announced", "lifted"]),
  since: z.iso.datetime(),
  announcedAt: z.iso.datetime().nullable(),
  liftsAt: z.iso.datetime().nullable().meta({ description: "When the lift runs, if the notice stays accepted." }),
  liftedAt: z.iso.datetime().nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable().meta({
    description:
      "Why it does not go on: the notice came back, or something stands in the way of the lift. Once lifted: what did not come back (`lift_not_verified`).",
  }),
});

/** What a request has recorded about one use of the person's data. */
export const RequestChoiceSchema = z.object({
  purpose: z.string(),
  act: z.enum(CHOICE_ACT_NAMES),
  weighed: z.boolean().meta({ description: "An operator may outweigh it; until then, and otherwise, it holds." }),
  outcome: z.enum(["standing", "upheld", "overruled", "taken-back"]).meta({
    description: "`standing`: recorded, and not decided yet.",
  }),
  at: z.iso.datetime(),
});

export const RequestFeeSchema = z.object({
  state: z.enum(["proposed", "quoted", "accepted", "declined", "paid", "dropped"]),
  ground: z.string().meta({ description: "A row of GET /api/fee-grounds." }),
  amount: z.int().positive().meta({ description: "In the smallest unit: 2500 are 25.00." }),
  currency: z.string(),
  text: z.string().meta({ description: "Why, as the person is told." }),
  proposedAt: z.iso.datetime(),
  by: z.string().meta({ description: "Who proposed it; another one has to confirm." }),
  isMine: z.boolean(),
  quotedAt: z.iso.datetime().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  paidAt: z.iso.datetime().nullable(),
  reference: z.string().nullable().meta({ description: "Where the payment is found in the books." }),
});

const AssigneesSchema = z
  .array(z.object({ id: z.string(), name: z.string() }))
  .meta({ description: "Operators who can have a request in hand." });

export const RequestDetailSchema = RequestSummarySchema.extend({
  region: RegionSchema.nullable(),
  clocks: z.array(RequestClockSchema),
  questions: z.array(RequestQuestionSchema),
  extension: z
    .object({
      reason: z.string(),
      text: z.string(),
      noticeAt: z.iso.datetime().nullable(),
      bouncedAt: z.iso.datetime().nullable().meta({ description: "The notice came back: nothing is extended." }),
    })
    .nullable()
    .meta({ description: "`noticeAt`: the message was handed to a mail server; before, nothing is extended." }),
  mergedInto: z.string().nullable(),
  hold: z
    .object({ reason: z.string(), at: z.iso.datetime() })
    .nullable()
    .meta({ description: "Held for the law: nothing is carried out until it is lifted." }),
  openTasks: z.int().nonnegative(),
  undelivered: z.array(UndeliveredSchema).meta({ description: "Messages to the person that did not reach them." }),
  withheld: z.array(WithheldSchema).meta({ description: "Left out of the answer, each with its reason." }),
  scope: ScopeSchema.extend({ rows: z.array(ScopedRowsSchema) }),
  verifiedHow: z
    .string()
    .nullable()
    .meta({ description: "How identity was proven, e.g. link, or what the operator wrote." }),
  assignees: AssigneesSchema,
  runsAt: z.iso.datetime().nullable().meta({ description: "End of the waiting period of an approved request." }),
  refusal: z
    .object({
      reason: RefusalReasonSchema,
      text: z.string(),
      authorities: z.array(z.object({ name: z.string(), url: z.string(), email: z.string().nullable() })).meta({
        description: "Where the person may complain.",
      }),
    })
    .nullable(),
  fee: RequestFeeSchema.nullable(),
  proposedRefusal: ProposedRefusalSchema.nullable().meta({ description: "Waits for a second person." }),
  systems: z.array(RequestStepSchema),
  timeline: z.array(TimelineEntrySchema),
  package: PackageInfoSchema.nullable(),
  choices: z.array(RequestChoiceSchema).meta({
    description: "For rights over uses of data: what was recorded for the person, at once.",
  }),
  hasReceipt: z.boolean(),
  may: z.object({
    approve: z.boolean(),
    refuse: z.boolean(),
    cancel: z.boolean(),
    replan: z.boolean(),
    ask: z.boolean(),
    answer: z.boolean(),
    extend: z.boolean(),
    merge: z.boolean(),
    separate: z.boolean().meta({ description: "That it was merged can be taken back." }),
    lift: z.boolean(),
    fee: z.boolean().meta({ description: "A fee can be proposed, if a ground for one exists." }),
    deliver: z.boolean().meta({ description: "What is ready can go out before the rest." }),
  }),
  restriction: RestrictionSchema.nullable(),
  waitsFor: z
    .array(
      z.object({
        requestId: z.string(),
        reference: z.string(),
        since: z.iso.datetime().nullable().meta({ description: "Null: it is being carried out." }),
        isAnnounced: z.boolean().meta({ description: "Its lift is announced." }),
      }),
    )
    .meta({
      description: "Restrictions of the same person that have sealed what is theirs: it goes on when they are lifted.",
    }),
  undo: UndoSchema.nullable().meta({
    description: "Whether an erasure can be taken back; null: nothing is kept for it.",
  }),
}).meta({ id: "Request" });

export const PlanTableSchema = z.object({
  system: z.string(),
  table: z.string(),
  rows: z.int().nonnegative(),
  counts: DispositionCountsSchema,
  level: z.enum(["own", "view", "act"]).nullable(),
  why: z.string(),
  columns: z.array(z.string()),
  hidden: z.array(z.string()),
  masked: z.array(z.string()),
  until: z.iso.date().nullable().meta({ description: "The last day on which one of its rows is retained." }),
});

export const PlanFilesSchema = FileCountsSchema.extend({
  system: z.string().meta({ description: "Whose rows name them; `store` holds them." }),
});

export const RequestPlanSchema = z.object({
  version: z.int().nonnegative(),
  act: z.enum(REQUEST_ACTS),
  tables: z.array(PlanTableSchema),
  repairs: z.array(
    z.object({ system: z.string(), table: z.string(), column: z.string(), rows: z.int(), why: z.string() }),
  ),
  files: z.array(PlanFilesSchema).optional().meta({
    description:
      "Files that the rows name: those that go, those that stay because other rows name them too, and those that are not there.",
  }),
  findings: z.array(FindingSchema.extend({ system: z.string() })),
});

/** One row as the operator's preview shows it. */
export const PreviewRowSchema = z.object({
  key: z.array(z.string()).nullable(),
  values: z.record(z.string(), z.unknown()).nullable(),
  disposition: DispositionSchema.nullable(),
  why: z.string(),
  until: z.iso.date().nullable(),
});

export const CreateRequestSchema = z.object({
  kind: RequestKindSchema,
  identifiers: z.array(IdentifierSchema).max(20).default([]),
  keys: z.array(PersonKeySchema).max(50).default([]),
  scope: ScopeSchema.default({ tables: [], categories: [], purposes: [], rows: [] }),
  language: LanguageSchema.default("en"),
  replyTo: z.email().max(320).optional().meta({
    description: "Where to write to the person; default the identifier of kind email. Without either, no mail is sent.",
  }),
  verified: z.object({
    by: z.enum(["letter", "phone", "in_person", "account", "other"]),
    how: z
      .string()
      .min(1)
      .max(500)
      .meta({ description: "What was checked. No personal data.", example: "called back" }),
  }),
  channel: z.enum(["operator", "cli", "api"]).default("operator"),
  country: PlaceSchema.optional().meta({ description: "Where the person says they are; it decides the rules." }),
  arrivedAt: z.iso.datetime({ offset: true }).optional().meta({
    description: "When the letter or call came, if earlier than now: the clocks begin there.",
  }),
  details: RequestDetailsSchema.optional(),
});

/** A right, asked for inside the operator's app by whoever is signed in there. */
export const CreateOwnRequestSchema = CreateRequestSchema.pick({
  kind: true,
  scope: true,
  language: true,
  country: true,
  details: true,
}).extend({ session: z.string().min(1).max(4096).meta({ description: "The app's signed session token." }) });

export const ListRequestsQuerySchema = z.object({
  phase: RequestPhaseSchema.optional(),
  state: RequestStateSchema.optional(),
  kind: RequestKindSchema.optional(),
  /** An identifier in full (found by its blind index) or a reference. */
  search: z.string().max(320).optional(),
  assigned: z.string().max(80).optional().meta({
    description: "Who has it in hand: an operator's id, `me`, or `nobody`.",
  }),
  sort: z.enum(["newest", "due"]).default("newest").meta({
    description: "`due`: open requests only, the most urgent first.",
  }),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const RequestListSchema = z.object({
  requests: z.array(RequestSummarySchema),
  next: z.string().nullable(),
  assignees: AssigneesSchema,
  phases: z.record(RequestPhaseSchema, z.int().nonnegative()).meta({ description: "How many there are in each." }),
  due: z
    .object({
      late: z.int().nonnegative().meta({ description: "Past the legal date." }),
      overdue: z.int().nonnegative().meta({ description: "Past the safe date, those that are late included." }),
      soon: z.int().nonnegative().meta({ description: "Due within seven days, overdue ones not counted." }),
    })
    .meta({ description: "Of open requests whose identity is proven." }),
});

export const ApproveRequestSchema = z.object({
  planVersion: z.int().positive().meta({ description: "The plan that was looked at; another one refuses." }),
});
export const ReplanRequestSchema = z.object({
  keys: z.array(PersonKeySchema).max(50).optional().meta({
    description: "The rows that are the person, when the identifier alone does not tell.",
  }),
  corrections: z.array(CorrectionSchema).max(20).optional().meta({
    description: "What is to be corrected, when the person's own words do not name it. Rectification only.",
  }),
});

/** A restriction is lifted in two steps: the notice, and some time after it was accepted the lift (Art. 18(3) GDPR). */
export const LiftRequestSchema = z.object({
  notified: z
    .object({ by: z.enum(["letter", "phone", "in_person", "other"]), how: z.string().min(1).max(500) })
    .optional()
    .meta({ description: "The person was told by other means than mail: needed where mail does not reach them." }),
});

/** What the SSE stream of a request carries: `event: progress`, `event: state`. */
export const RequestEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("state"), requestId: z.string(), state: RequestStateSchema, at: z.iso.datetime() }),
  z.object({
    type: z.literal("step"),
    requestId: z.string(),
    system: z.string(),
    state: StepStateSchema,
    at: z.iso.datetime(),
  }),
  z.object({
    type: z.literal("progress"),
    requestId: z.string(),
    system: z.string(),
    done: z.number(),
    total: z.number(),
    what: z.string(),
    at: z.iso.datetime(),
  }),
]);

export type Identifier = z.infer<typeof IdentifierSchema>;
export type ScopedRows = z.infer<typeof ScopedRowsSchema>;
export type PersonKey = z.infer<typeof PersonKeySchema>;
export type RequestSummary = z.infer<typeof RequestSummarySchema>;
export type RequestDetail = z.infer<typeof RequestDetailSchema>;
export type RequestFee = z.infer<typeof RequestFeeSchema>;
export type Undelivered = z.infer<typeof UndeliveredSchema>;
export type RequestChoice = z.infer<typeof RequestChoiceSchema>;
export type RequestStep = z.infer<typeof RequestStepSchema>;
export type RequestDetails = z.infer<typeof RequestDetailsSchema>;
export type RequestPlan = z.infer<typeof RequestPlanSchema>;
export type PreviewRow = z.infer<typeof PreviewRowSchema>;
export type CreateRequest = z.infer<typeof CreateRequestSchema>;
export type CreateOwnRequest = z.infer<typeof CreateOwnRequestSchema>;
export type ListRequestsQuery = z.infer<typeof ListRequestsQuerySchema>;
export type RequestList = z.infer<typeof RequestListSchema>;
export type RequestEvent = z.infer<typeof RequestEventSchema>;
export type TimelineEntry = z.infer<typeof TimelineEntrySchema>;
export type Language = z.infer<typeof LanguageSchema>;
export type StepState = z.infer<typeof StepStateSchema>;
