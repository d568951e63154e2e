/** Taking a merge back on the wire: of requests, and of people who turned out not to be one. */
import * as z from "zod";

export const SeparateSchema = z.object({
  reason: z.string().trim().min(1).max(2000).meta({ description: "Kept sealed." }),
});

const AnsweredSchema = z.object({
  id: z.string(),
  reference: z.string(),
  arrivedAt: z.iso.datetime(),
  dueOn: z.iso.date().nullable(),
});

const ProposedSchema = z
  .object({ at: z.iso.datetime(), isMine: z.boolean() })
  .nullable()
  .meta({ description: "Four eyes: the first of two people wants it; another one does it." });

export const SeparationSchema = z.object({
  own: AnsweredSchema.meta({ description: "As it would be answered by itself." }),
  other: AnsweredSchema.extend({
    isAnswered: z.boolean().meta({ description: "Its answer stands; nothing of it is taken back." }),
    isRestored: z.boolean().meta({ description: "False: its clock stays as the merge has set it." }),
  }),
  needsSecond: z.boolean(),
  proposed: ProposedSchema,
});

export const PersonMergeSchema = z.object({
  id: z.string(),
  person: z.string().meta({ description: "Who stayed." }),
  other: z.string().meta({ description: "Who became them." }),
  at: z.iso.datetime(),
  verifiedHow: z.string(),
  identifiers: z.int().nonnegative(),
  devices: z.int().nonnegative(),
  separatedAt: z.iso.datetime().nullable(),
  proposed: ProposedSchema,
});

export const PersonSeparationSchema = z.object({
  merge: PersonMergeSchema,
  identifiers: z.int().nonnegative().meta({ description: "Lead to the other again." }),
  devices: z.int().nonnegative(),
  copies: z.int().nonnegative().meta({ description: "Choices of the other that no longer count for who stayed." }),
  shared: z.int().nonnegative().meta({
    description: "Refusals since the merge: nobody can tell whose they were, so they hold for both.",
  }),
  stays: z.int().nonnegative().meta({ description: "What else was said since the merge stays with who stayed." }),
  needsSecond: z.boolean(),
});

export type Separation = z.infer<typeof SeparationSchema>;
export type PersonMerge = z.infer<typeof PersonMergeSchema>;
export type PersonSeparation = z.infer<typeof PersonSeparationSchema>;
