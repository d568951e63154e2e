/** What the operator's configuration says about data that people have sent here. */
import * as z from "zod";
import { duration, fromEnvironment, identifier } from "../config-fields.ts";

export const importsSchema = z
  .object({
    /** Who may send, by the name that they use as `client_id`. */
    sources: z.record(
      identifier,
      z
        .object({
          /** As people know it. */
          name: z.string().min(1),
          /** The client's secret; without one, the sender proves itself by PKCE alone. */
          secret: fromEnvironment.optional(),
          /** Where the browser may go back to, exactly. */
          redirectUris: z.array(z.url("is not an address")).min(1),
        })
        .strict(),
    ),
    /** Anybody may ask to send who describes themselves at an address of theirs; left out: only the sources above. */
    open: z
      .object({
        /** For development only. */
        allowPrivateAddress: z.boolean().default(false),
      })
      .strict()
      .optional(),
    /** Told, signed, when an import is complete; the app then collects it over the API. */
    webhook: z
      .object({
        url: z.union([z.url("is not an address"), fromEnvironment]),
        secret: fromEnvironment,
        allowPrivateAddress: z.boolean().default(false),
      })
      .strict()
      .optional(),
    /** How long what was received waits to be collected. */
    keepFor: duration.default("P30D"),
    /** The most that one item, and one person's import, may hold. */
    maxItemBytes: z.int().min(1024).default(16_777_216),
    maxBytes: z.int().min(1024).default(1_073_741_824),
    /** How many items one person's import may hold: its receipt names the hash of each. */
    maxItems: z.int().min(1).max(200_000).default(50_000),
  })
  .strict();

export type ImportsSettings = z.output<typeof importsSchema>;
