/**
 * The messages that operators can edit: which texts stand in each, what has to stand in a text, and which texts nobody can
 * take away. Data; a message that is not here cannot be edited.
 */
import type { mailTexts } from "../requests/mail-texts.ts";
import type { MessageName } from "../requests/message-names.ts";

export type MailTexts = (typeof mailTexts)["en"];
export type TextKey = keyof MailTexts & string;
export type TemplateName = MessageName | "task";

export interface Template {
  readonly name: TemplateName;
  /** When it is sent. */
  readonly title: string;
  /** In the order in which they are read. */
  readonly keys: readonly TextKey[];
}

export const TEMPLATES: readonly Template[] = [
  {
    name: "confirm",
    title: "Confirm the address",
    keys: ["confirmSubject", "confirmTitle", "confirmText", "worksUntil", "code", "confirmButton", "confirmNote"],
  },
  {
    name: "code",
    title: "A new code",
    keys: ["codeSubject", "codeTitle", "codeText", "code", "codeButton", "codeNote"],
  },
  {
    name: "doubt",
    title: "Doubt about who asks",
    keys: ["questionSubject", "doubtTitle", "doubtText", "reference", "answerUntil", "doubtButton", "doubtNote"],
  },
  {
    name: "received",
    title: "The request has arrived",
    keys: ["receivedSubject", "receivedTitle", "receivedText", "reference", "answerBy", "statusButton", "receivedNote"],
  },
  {
    name: "scheduled",
    title: "An erasure is scheduled",
    keys: [
      "scheduledSubject",
      "scheduledTitle",
      "scheduledText",
      "reference",
      "runsOn",
      "scheduledButton",
      "scheduledNote",
    ],
  },
  {
    name: "package_ready",
    title: "The package is ready",
    keys: [
      "packageSubject",
      "packageTitle",
      "packageText",
      "laterText",
      "skippedText",
      "withheldText",
      "withheldNote",
      "reference",
      "size",
      "worksUntil",
      "packageButton",
      "packageNote",
    ],
  },
  {
    name: "package_part",
    title: "A first part of the package is ready",
    keys: [
      "partSubject",
      "packagePartTitle",
      "packageText",
      "laterText",
      "skippedText",
      "reference",
      "size",
      "worksUntil",
      "packageButton",
      "packageNote",
    ],
  },
  {
    name: "partly_done",
    title: "A first part is done",
    keys: [
      "partSubject",
      "partlyTitle",
      "partlyText",
      "laterText",
      "skippedText",
      "reference",
      "erasedButton",
      "erasedNote",
    ],
  },
  {
    name: "erased",
    title: "The erasure is done",
    keys: [
      "erasedSubject",
      "erasedTitle",
      "erasedText",
      "laterText",
      "skippedText",
      "reference",
      "erasedButton",
      "erasedNote",
    ],
  },
  {
    name: "restricted",
    title: "The restriction stands",
    keys: [
      "restrictedSubject",
      "restrictedTitle",
      "restrictedText",
      "laterText",
      "skippedText",
      "reference",
      "erasedButton",
      "restrictedNote",
    ],
  },
  {
    name: "rectified",
    title: "The correction is made",
    keys: [
      "rectifiedSubject",
      "rectifiedTitle",
      "rectifiedText",
      "laterText",
      "skippedText",
      "reference",
      "erasedButton",
      "erasedNote",
    ],
  },
  {
    name: "lift_notice",
    title: "Before a restriction is lifted",
    keys: ["liftSubject", "liftTitle", "liftText", "reference", "statusButton", "liftNote"],
  },
  {
    name: "stopped",
    title: "A use has stopped, and is weighed",
    keys: [
      "stoppedSubject",
      "stoppedTitle",
      "stoppedText",
      "reference",
      "uses",
      "answerBy",
      "statusButton",
      "receivedNote",
    ],
  },
  {
    name: "recorded",
    title: "What a person said counts",
    keys: [
      "recordedSubject",
      "recordedTitle",
      "recordedText",
      "recordedNothing",
      "uses",
      "reference",
      "erasedButton",
      "recordedNote",
    ],
  },
  {
    name: "stated",
    title: "Who received the data",
    keys: ["nothingSubject", "statedTitle", "statedText", "reference", "nothingButton"],
  },
  {
    name: "reviewed",
    title: "A decision was looked at again",
    keys: ["nothingSubject", "reviewedTitle", "reviewedText", "reference", "nothingButton"],
  },
  {
    name: "nothing_found",
    title: "Nothing was found",
    keys: [
      "nothingSubject",
      "nothingTitle",
      "nothingText",
      "nothingThere",
      "laterText",
      "skippedText",
      "reference",
      "nothingButton",
    ],
  },
  {
    name: "refused",
    title: "A refusal",
    keys: [
      "refusedSubject",
      "refusedTitle",
      "refusedText",
      "refusedRestTitle",
      "refusedRestText",
      "reference",
      "refusedGround",
      "refusedComplain",
      "statusButton",
      "refusedNote",
      "refusedAnyAuthority",
      "refusedUk",
      "refusedCourt",
    ],
  },
  {
    name: "cancelled",
    title: "The request is cancelled",
    keys: ["cancelledSubject", "cancelledTitle", "cancelledText", "reference", "statusButton"],
  },
  {
    name: "question",
    title: "A question to the person",
    keys: ["questionSubject", "questionTitle", "questionText", "reference", "questionButton", "questionNote"],
  },
  {
    name: "extended",
    title: "The answer takes longer",
    keys: [
      "extendedSubject",
      "extendedTitle",
      "extendedComplexity",
      "extendedNumber",
      "reference",
      "answerByNow",
      "statusButton",
      "extendedNote",
    ],
  },
  {
    name: "fee_quote",
    title: "A fee is asked for",
    keys: [
      "feeSubject",
      "feeTitle",
      "feeText",
      "reference",
      "feeAmount",
      "feeGround",
      "feeUntil",
      "feeButton",
      "feeNote",
    ],
  },
  {
    name: "merged",
    title: "A duplicate",
    keys: ["mergedSubject", "mergedTitle", "mergedText", "reference", "statusButton"],
  },
  {
    name: "lapsed",
    title: "No answer to a question",
    keys: ["lapsedSubject", "lapsedTitle", "lapsedText", "reference", "statusButton"],
  },
  {
    name: "status_link",
    title: "A new link",
    keys: ["linkSubject", "linkTitle", "linkText", "reference", "worksUntil", "statusButton", "linkNote"],
  },
  {
    name: "task",
    title: "A task for a colleague",
    keys: ["taskSubject", "taskTitle", "taskText", "reference", "answerBy", "taskButton"],
  },
];

/** What stands in a text that is made for each message, in the order of its values; `?` may be left out. */
export const PLACEHOLDERS: { readonly [K in TextKey]?: readonly string[] } = {
  confirmSubject: ["brand?"],
  codeSubject: ["brand?"],
  confirmText: ["controller", "noun"],
  receivedSubject: ["reference"],
  receivedText: ["noun?"],
  scheduledSubject: ["reference"],
  packageSubject: ["reference"],
  partSubject: ["reference"],
  withheldNote: ["authority"],
  erasedSubject: ["reference"],
  restrictedSubject: ["reference"],
  rectifiedSubject: ["reference"],
  liftSubject: ["reference"],
  liftText: ["controller?"],
  liftNote: ["authority"],
  stoppedSubject: ["reference"],
  recordedSubject: ["reference"],
  nothingSubject: ["reference"],
  nothingText: ["controller?"],
  refusedSubject: ["reference"],
  refusedNote: ["email"],
  cancelledSubject: ["reference"],
  questionSubject: ["reference"],
  questionNote: ["day"],
  extendedSubject: ["reference"],
  extendedNote: ["authority"],
  feeSubject: ["reference"],
  feeNote: ["authority"],
  mergedSubject: ["reference"],
  lapsedSubject: ["reference"],
  taskSubject: ["reference"],
  linkSubject: ["reference"],
};

const DEMANDED = "It names where to complain and that there are courts: the law demands it (Art. 12(4) GDPR).";

/** What stays as it is. */
export const LOCKED: { readonly [K in TextKey]?: string } = {
  refusedGround: "Each reason is told with its ground: the law demands it (Art. 12(4) GDPR).",
  refusedComplain: DEMANDED,
  refusedAnyAuthority: DEMANDED,
  refusedUk: "It tells of the complaint to the controller: the law demands it (DPA 2018, section 164A).",
  refusedCourt: DEMANDED,
  withheldNote: DEMANDED,
  extendedNote: DEMANDED,
  feeGround: "A fee is asked for with its ground (Art. 12(5) GDPR, Art. 19 DPO).",
  feeText: "It says that answers are free and that nothing is charged without consent (Art. 12(5) GDPR, Art. 19 DPO).",
  feeNote: DEMANDED,
  liftNote: "It tells the person how to object before the restriction ends (Art. 18(3) GDPR).",
};

/** Keys whose words stand in one line: in a header field, on a button, before a value. */
export function isOneLine(key: TextKey): boolean {
  return !/(Text|Note|Nothing|There|Complexity|Number)$/.test(key);
}

/** Undefined for a name that no row has. */
export function findTemplate(name: string): Template | undefined {
  return TEMPLATES.find((one) => one.name === name);
}
