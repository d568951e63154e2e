/** What a surface that asks needs to know: purposes, notice, rules. Made from the operator's configuration. */
import * as z from "zod";
import { BasisSchema, RegimeSchema } from "./choices.ts";

const text = z.string();

export const AskedPurposeSchema = z.object({
  purpose: z.string(),
  title: text,
  description: text.nullable(),
  consequence: text.nullable().meta({ description: "What does not work when it is refused" }),
  basis: BasisSchema.meta({ description: "Under the regime that was asked for" }),
  necessary: z.boolean().meta({ description: "Runs without being asked: it rests on neither consent nor an opt-out" }),
  sale: z.boolean().meta({ description: "Sells or shares data, or targets advertising across contexts" }),
  directMarketing: z.boolean(),
  dependsOn: z.array(z.string()),
  categories: z.array(z.string()),
  recipients: z.array(
    z.object({ recipient: z.string(), name: text, country: z.string(), privacyUrl: z.string().nullable() }),
  ),
  retention: text,
  channels: z.array(z.object({ channel: z.string(), title: text })),
  topics: z.array(z.object({ topic: z.string(), title: text })),
  askedIn: z.array(z.enum(["banner", "centre", "form"])),
});

export const RegimeRulesSchema = z.object({
  regime: RegimeSchema,
  gpc: z.enum(["opt-out", "refusal"]).meta({ description: "What Global Privacy Control counts as" }),
  consentLifetime: z.string().meta({ description: "ISO 8601 duration" }),
  reaskAfter: z.string().meta({ description: "ISO 8601 duration after an answer, a refusal as long as a consent" }),
  consentAge: z.int().nullable(),
  sources: z.array(z.string()),
});

export const ChoicesConfigSchema = z
  .object({
    policyVersion: z.string().meta({ description: "SHA-256 of everything that decisions depend on" }),
    controller: z.object({ name: text, email: text, policyUrl: z.string().nullable() }),
    language: z.string(),
    languages: z.array(z.string()),
    rules: RegimeRulesSchema,
    /** Which regime each country belongs to; what is not listed is `default`. */
    regimes: z.record(z.string(), RegimeSchema),
    notice: z.object({ hash: z.string(), language: z.string(), title: text, text: text }),
    purposes: z.array(AskedPurposeSchema),
    preferencesUrl: z.string(),
  })
  .meta({ id: "ChoicesConfig" });

export type ChoicesConfig = z.infer<typeof ChoicesConfigSchema>;
export type AskedPurpose = z.infer<typeof AskedPurposeSchema>;
export type RegimeRules = z.infer<typeof RegimeRulesSchema>;
