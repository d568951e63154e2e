/** What the operator's configuration says about purposes. */
import { REGIME_NAMES } from "@kept/engine/regimes/regime";
import * as z from "zod";
import { purposeChoices } from "../choices/choices-config.ts";
import { type ConfigIssue, localText } from "../config-fields.ts";

export const legalBases = [
  "consent",
  "contract",
  "legal-obligation",
  "vital-interests",
  "public-task",
  "legitimate-interests",
  "none-required",
] as const;

export const purposeSchema = z
  .object({
    title: localText,
    description: localText.optional(),
    /** Legal basis under each regime; `default` fills the gaps. */
    basis: z
      .partialRecord(z.enum(REGIME_NAMES), z.enum(legalBases))
      .refine((basis) => Object.keys(basis).length > 0, "names no legal basis: add at least `default`"),
    /** Whose interests, when the basis is legitimate interests. */
    interests: localText.optional(),
    /** Categories of data, by their names in the taxonomy. */
    categories: z.array(z.string().min(1)).min(1),
    /** Names of `recipients`. */
    recipients: z.array(z.string()).default([]),
    /** How long, in words that people understand. */
    retention: localText,
    ...purposeChoices,
  })
  .strict();

interface Checked {
  readonly purposes: Readonly<Record<string, z.output<typeof purposeSchema>>>;
  readonly recipients: Readonly<Record<string, unknown>>;
  readonly regimes: readonly (typeof REGIME_NAMES)[number][];
}

/** Recipients that are not named, and regimes under which a purpose has no legal basis. */
export function findPurposeIssues({ purposes, recipients, regimes }: Checked): readonly ConfigIssue[] {
  return Object.entries(purposes).flatMap(([name, purpose]): readonly ConfigIssue[] => [
    ...purpose.recipients.flatMap((recipient, index) => {
      if (Object.hasOwn(recipients, recipient)) return [];
      const message = `names the recipient "${recipient}", which is not in recipients: add it there or correct the name`;
      return [{ path: ["purposes", name, "recipients", index], message }];
    }),
    ...regimes.flatMap((regime) => {
      if (purpose.basis[regime] !== undefined || purpose.basis.default !== undefined) return [];
      const message = `has no legal basis under ${regime}: add \`"${regime}"\` or \`default\``;
      return [{ path: ["purposes", name, "basis"], message }];
    }),
  ]);
}
