/** What the operator's configuration says of showing who one is: which columns questions may be made of, and how much they ask. */
import * as z from "zod";
import { duration, identifier, localText } from "../config-fields.ts";

/** What an answer looks like, and how many there are to guess among: cautious figures, for the check below. */
export const ANSWER_FORMS = {
  month: 12,
  year: 8,
  day: 365,
  amount: 500,
  "last-four": 10_000,
  word: 200,
} as const;

export type AnswerForm = keyof typeof ANSWER_FORMS;

/** Tries that a request has: contract, proof tiers. */
const TRIES = 3;
/** A stranger may be let in by luck once in so many requests at most. */
const LUCK = 200;

const column = z.object({ system: identifier, table: z.string().min(1), column: z.string().min(1) }).strict();

const questionSchema = column
  .extend({
    title: localText,
    form: z.enum(["month", "year", "day", "amount", "last-four", "word"]),
    /** The row whose value counts is the one that is newest by this column; without it the value of any of the person's rows. */
    newestBy: z.string().min(1).optional(),
  })
  .strict();

export const verificationSchema = z
  .object({
    /** Questions about what is held, each made of one column; asked of everybody alike. */
    questions: z.record(identifier, questionSchema).default({}),
    /** How many have to be answered right. */
    rightAnswers: z.int().min(1).max(5).default(2),
    /** Where a mobile number is held; codes go to no other. */
    phone: column.optional(),
    /** Identity documents are taken where doubt allows it. */
    documents: z.boolean().default(false),
    /** How long a document is kept that nobody has decided on. */
    documentLifetime: duration.default("P7D"),
  })
  .strict()
  .superRefine((settings, context) => {
    const spaces = Object.values(settings.questions)
      .map(({ form }) => ANSWER_FORMS[form])
      .sort((a, b) => a - b);
    if (spaces.length === 0) return;
    if (spaces.length < settings.rightAnswers) {
      context.addIssue({
        code: "custom",
        path: ["rightAnswers"],
        message: `asks for more right answers than there are questions: name ${settings.rightAnswers}, or ask for fewer`,
      });
      return;
    }
    const guesses = spaces.slice(0, settings.rightAnswers).reduce((product, one) => product * one, 1);
    // Whoever guesses chooses the easiest, among all sets of them.
    const luck = guesses / TRIES / countSets(spaces.length, settings.rightAnswers);
    if (luck < LUCK) {
      context.addIssue({
        code: "custom",
        path: ["questions"],
        message: `can be guessed too easily (once in ${Math.floor(luck)} requests): ask for more right answers, or for what has more possible answers (an amount, a day)`,
      });
    }
  })
  .prefault({});

/** How many sets of `size` there are among `count`. */
function countSets(count: number, size: number): number {
  let sets = 1;
  for (let index = 0; index < size; index += 1) sets = (sets * (count - index)) / (index + 1);
  return sets;
}

export type VerificationConfig = z.output<typeof verificationSchema>;
export type QuestionConfig = VerificationConfig["questions"][string];
