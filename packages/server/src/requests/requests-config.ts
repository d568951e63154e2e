/** What the operator's configuration says about requests. */
import * as z from "zod";
import { duration } from "../config-fields.ts";
import { undoSchema } from "./undo-config.ts";

export const requestsSchema = z
  .object({
    /** Between approval and erasure; the person can cancel until it is over. */
    erasureWaitingPeriod: duration.default("P3D"),
    /** For how long an erasure can be taken back, and who holds the key; without, nothing is kept of what is erased. */
    undo: undoSchema.nullable().default(null),
    /** Between the notice that a restriction will be lifted, once it was accepted, and the lift. */
    liftNoticePeriod: duration.default("P3D"),
    /** How long the link to a package works. */
    packageLinkLifetime: duration.default("P14D"),
    /** How long the link that confirms an identity works. */
    verificationLinkLifetime: duration.default("P2D"),
    /** How long a package is kept before it is destroyed. */
    packageLifetime: duration.default("P30D"),
    /** How long a question to the person stays open before their request lapses. */
    questionLifetime: duration.default("P30D"),
    /** Days before the safe date at which operators are reminded; from the last on it is an escalation. */
    reminderDays: z.array(z.int().min(0).max(60)).min(1).max(10).default([10, 5, 2, 0]),
    /** A mandate that waits for an operator so long is reminded of, and again each time it passes. */
    mandateReminder: duration.default("P3D"),
    /** What two different people have to agree on. */
    fourEyes: z
      .object({
        refusals: z.boolean().default(false),
        batches: z.boolean().default(false),
        /** Taking back that two requests, or two people, were taken for one. */
        separations: z.boolean().default(false),
      })
      .strict()
      .prefault({}),
    /** Who is written to when a request is due or overdue, beside the operators who may act on it. */
    escalateTo: z.array(z.email("is not an e-mail address")).max(10).default([]),
  })
  .strict()
  .prefault({});
