/** What the operator's configuration says about children. */
import * as z from "zod";
import { duration } from "../config-fields.ts";

export const childrenSchema = z
  .object({
    /** Years from which somebody may be here at all. Below it nobody is knowingly collected from. */
    minimumAge: z.int().min(1).max(21).default(13),
    /** How long a device that was turned away stays so. */
    retryLock: duration.default("P1D"),
    /** How long a parent may consent once a child was discovered; PT0S: not at all. */
    consentWindow: duration.default("P14D"),
    /** How long what proves a parent's consent is kept, unless they take it back before. */
    keepConsentFor: duration.default("P5Y"),
    /** Origins of the operator's apps and sites to which the page of the age screen may lead back. */
    returnTo: z.array(z.url("is not an address")).default([]),
  })
  .strict()
  .prefault({});
