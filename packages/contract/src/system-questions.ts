/** Questions that inference asks of a system, on the wire: what is open, what an answer would change, what was answered. */
import * as z from "zod";

export const SystemQuestionSchema = z
  .object({
    id: z.string().meta({ example: "people members", description: "The same for as long as the question is open." }),
    kind: z.enum(["people", "target", "role", "table", "owners", "empty", "type", "key", "category", "blank"]).meta({
      description:
        "Whether rows are people; what columns of a name refer to; whose rows are by a reference; whose a table is; which of several references own its rows; what an empty one means; what an id means by the type beside it; what is a key; what a column holds; what it is blanked with.",
    }),
    about: z.string().meta({ description: "A table, a column, or a reference." }),
    message: z.string(),
    settles: z
      .object({ tables: z.array(z.string()), columns: z.array(z.string()) })
      .meta({ description: "What an answer speaks of at once; what follows from it may be more." }),
    examples: z
      .array(z.string())
      .meta({ description: "Columns and references of the catalogue; never values of rows." }),
    answers: z.array(
      z.object({
        name: z.string().meta({ description: "What is sent as the answer." }),
        text: z.string(),
        means: z.string().meta({ description: "What access and erasure make of it." }),
      }),
    ),
  })
  .meta({ id: "SystemQuestion" });

export const KeptAnswerSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    about: z.string(),
    message: z.string(),
    answer: z.string().meta({ description: "The text of the answer that was given." }),
    takenBack: z.boolean(),
  })
  .meta({ id: "KeptAnswer" });

export const SystemQuestionsSchema = z
  .object({
    system: z.string(),
    questions: z.array(SystemQuestionSchema).meta({ description: "What is open; those that settle most come first." }),
    answers: z.array(KeptAnswerSchema).meta({ description: "What was answered, the newest first." }),
  })
  .meta({ id: "SystemQuestions" });

const names = z.array(z.string());

export const TableChangeSchema = z.object({
  table: z.string(),
  kind: z.object({
    was: z.enum(["subject", "personal", "lookup", "public", "view", "unclassified"]),
    is: z.enum(["subject", "personal", "lookup", "public", "view", "unclassified"]),
  }),
  edges: z
    .object({ added: names, withdrawn: names, changed: names, confirmed: names })
    .meta({ description: "References, as `columns -> table: role`." }),
  identifiers: z.object({ added: names, gone: names }),
});

const count = z.object({ was: z.int().nonnegative(), is: z.int().nonnegative() });

export const AnswerDifferenceSchema = z
  .object({
    tables: z.array(TableChangeSchema).meta({ description: "Tables in which whose rows are whose differs." }),
    lines: z
      .array(z.object({ path: names, was: z.string().nullable(), is: z.string().nullable() }))
      .meta({ description: "Places of the map that change." }),
    questions: count.meta({ description: "Open questions, before and after." }),
    blocking: count.meta({ description: "Findings that stop erasure, before and after." }),
    mark: z.string().meta({ description: "Sent with the answer, it is kept only if it changes just this." }),
  })
  .meta({ id: "AnswerDifference" });

const name = z.string().max(300);
/** A finding leads here: what it found is asked beside what is asked of every system. */
export const PlaceSchema = z.object({
  table: name,
  column: name.default("").meta({ description: "Empty: the table as a whole." }),
});
export const PlaceQuerySchema = z.object({
  table: name.optional().meta({ description: "Asks about this table, too." }),
  column: name.optional().meta({ description: "Asks about this column of it, too." }),
});

export const SeenValuesSchema = z
  .object({
    columns: z.array(z.object({ table: z.string(), column: z.string(), values: z.array(z.string()) })),
  })
  .meta({ id: "SeenValues" });

export const AnswerChoiceSchema = z.object({
  about: PlaceSchema.optional().meta({ description: "The place by which the question was listed." }),
  question: z.string().max(2000).meta({ description: "Id of an open question." }),
  answer: z.string().max(2000).meta({ description: "Name of one of its answers." }),
});
export const GiveAnswerSchema = AnswerChoiceSchema.extend({
  mark: z.string().max(100).optional().meta({ description: "The mark of the difference that was shown." }),
});
export const GivenAnswerSchema = SystemQuestionsSchema.extend({
  kept: z.string().meta({ description: "Id of the answer, by which it is taken back." }),
  difference: AnswerDifferenceSchema,
});

export type SystemQuestion = z.infer<typeof SystemQuestionSchema>;
export type KeptAnswer = z.infer<typeof KeptAnswerSchema>;
export type SystemQuestions = z.infer<typeof SystemQuestionsSchema>;
export type TableChange = z.infer<typeof TableChangeSchema>;
export type AnswerDifference = z.infer<typeof AnswerDifferenceSchema>;
export type Place = z.output<typeof PlaceSchema>;
export type SeenValues = z.infer<typeof SeenValuesSchema>;
export type AnswerChoice = z.infer<typeof AnswerChoiceSchema>;
export type GiveAnswer = z.infer<typeof GiveAnswerSchema>;
export type GivenAnswer = z.infer<typeof GivenAnswerSchema>;
