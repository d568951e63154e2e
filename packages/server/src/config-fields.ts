/** Fields that several parts of the configuration are made of, with messages that say what is wrong. */
import * as z from "zod";
import { Temporal } from "./platform/clock.ts";

export const duration = z.string().refine(isDuration, {
  message: 'is not an ISO 8601 duration such as "P30D" (30 days), "P1M" (one month) or "PT10M" (ten minutes)',
});

export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "is not a short name: small letters, digits and hyphens, a letter first");

export const localText = z.union([
  z.string().min(1),
  z.object({ en: z.string().min(1), de: z.string().min(1).optional() }).strict(),
]);

/** A secret or address that the environment holds: `{ env: "NAME" }`. */
export const fromEnvironment = z.object({ env: z.string().min(1) }).strict();

function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign >= 0;
  } catch {
    return false;
  }
}
