/** What the operator's configuration says about decisions by automated means alone. */
import { AUTOMATED_GROUNDS } from "@kept/contract/automated-decisions";
import * as z from "zod";
import { duration, fromEnvironment, identifier, localText } from "../config-fields.ts";

/** The registry: every decision with legal or similarly significant effect (Art. 22 GDPR), by name; empty: there are none. */
export const automatedDecisionsSchema = z
  .record(
    identifier,
    z
      .object({
        title: localText,
        /** The logic involved, and what the decision means for people (Art. 15(1)(h) GDPR). */
        logic: localText,
        significance: localText,
        /** On what it rests (Art. 22(2) GDPR). */
        ground: z.enum(AUTOMATED_GROUNDS),
        /** How long one that was recorded is kept, so that it can be explained and contested. */
        keepFor: duration.default("P3Y"),
      })
      .strict(),
  )
  .default({});

export const reviewsSchema = z
  .object({
    /** Told, signed, how the review of a decision ended: the app has to act on it. */
    webhook: z
      .object({
        url: z.union([z.url("is not an address"), fromEnvironment]),
        secret: fromEnvironment,
        allowPrivateAddress: z.boolean().default(false),
      })
      .strict()
      .optional(),
  })
  .strict()
  .prefault({});
