/** The messages that requests send: when, with which link, and what they say. */
import { refusalRow } from "@kept/contract/refusals";
import {
  answerBy,
  codeFact,
  composeWords,
  extensionNotice,
  gapLines,
  type MailFacts,
  type MessageWords,
  nounOf,
  questionNotice,
  size,
  unableLines,
  until,
  usesFact,
  whereToComplain,
  withheldLines,
  worksUntil,
} from "./compose-mail.ts";
import type { MailContent } from "./emails.tsx";
import type { MessageName } from "./message-names.ts";
import { refusalLetter } from "./refusal-letter.ts";

interface MessageRow {
  /** As operators read it. */
  readonly when: string;
  readonly link: "verify" | "prove" | "status" | "package" | "receipt";
}

type Message = MessageRow &
  ({ readonly words: MessageWords } | { readonly compose: (facts: MailFacts) => MailContent });

export function composeMail(name: MessageName, facts: MailFacts): MailContent {
  const message = MESSAGES[name];
  return "words" in message ? composeWords(message.words, facts) : message.compose(facts);
}

export const MESSAGES: Readonly<Record<MessageName, Message>> = {
  confirm: {
    when: "Confirm the address",
    link: "verify",
    words: {
      subject: "confirmSubject",
      title: "confirmTitle",
      text: ({ kept, texts, request, language }) => texts.confirmText(kept.controller.name, nounOf(request, language)),
      isFirst: true,
      facts: [worksUntil, codeFact],
      button: "confirmButton",
      note: "confirmNote",
    },
  },
  code: {
    when: "A new code",
    link: "prove",
    words: {
      subject: "codeSubject",
      title: "codeTitle",
      text: "codeText",
      isFirst: true,
      facts: [codeFact],
      button: "codeButton",
      note: "codeNote",
    },
  },
  doubt: {
    when: "Doubt about who asks",
    link: "prove",
    words: {
      subject: "questionSubject",
      title: "doubtTitle",
      text: "doubtText",
      quote: ({ question }) => question?.text ?? "",
      facts: [({ texts, question, ...facts }) => until(texts.answerUntil, question?.closesAt, facts)],
      button: "doubtButton",
      note: "doubtNote",
    },
  },
  received: {
    when: "The request has arrived",
    link: "status",
    words: {
      subject: "receivedSubject",
      title: "receivedTitle",
      text: ({ texts, request, language }) => texts.receivedText(nounOf(request, language)),
      facts: [answerBy],
      button: "statusButton",
      note: "receivedNote",
    },
  },
  scheduled: {
    when: "An erasure is scheduled",
    link: "status",
    words: {
      subject: "scheduledSubject",
      title: "scheduledTitle",
      text: ({ texts, undo }) => (undo === null ? texts.scheduledText : texts.scheduledUndoText),
      facts: [({ texts, request, ...facts }) => until(texts.runsOn, request.runs_at?.toISOString(), facts)],
      button: "scheduledButton",
      note: "scheduledNote",
    },
  },
  package_ready: {
    when: "The package is ready",
    link: "package",
    words: {
      subject: "packageSubject",
      title: "packageTitle",
      text: (facts) => [facts.texts.packageText, ...gapLines(facts), ...withheldLines(facts)],
      facts: [size, worksUntil],
      button: "packageButton",
      note: "packageNote",
    },
  },
  package_part: {
    when: "A first part of the package is ready",
    link: "package",
    words: {
      subject: "partSubject",
      title: "packagePartTitle",
      text: (facts) => [facts.texts.packageText, ...gapLines(facts)],
      facts: [size, worksUntil],
      button: "packageButton",
      note: "packageNote",
    },
  },
  partly_done: {
    when: "A first part is done",
    link: "receipt",
    words: {
      subject: "partSubject",
      title: "partlyTitle",
      text: (facts) => [facts.texts.partlyText, ...gapLines(facts)],
      button: "erasedButton",
      note: "erasedNote",
    },
  },
  erased: {
    when: "The erasure is done",
    link: "receipt",
    words: {
      subject: "erasedSubject",
      title: "erasedTitle",
      text: (facts) => [
        facts.texts.erasedText,
        ...gapLines(facts),
        ...(facts.undo === null ? [] : [facts.texts.undoText, ...unableLines(facts)]),
      ],
      facts: [({ texts, undo, ...facts }) => (undo === null ? [] : until(texts.undoUntil, undo.until, facts))],
      button: ({ texts, undo }) => (undo === null ? texts.erasedButton : texts.undoButton),
      note: "erasedNote",
    },
  },
  undone: {
    when: "An erasure was taken back",
    link: "receipt",
    words: {
      subject: "undoneSubject",
      title: "undoneTitle",
      text: (facts) => [facts.texts.undoneText, ...unableLines(facts)],
      button: "erasedButton",
      note: "undoneNote",
    },
  },
  restricted: {
    when: "The restriction stands",
    link: "receipt",
    words: {
      subject: "restrictedSubject",
      title: "restrictedTitle",
      text: (facts) => [facts.texts.restrictedText, ...gapLines(facts)],
      button: "erasedButton",
      note: "restrictedNote",
    },
  },
  rectified: {
    when: "The correction is made",
    link: "receipt",
    words: {
      subject: "rectifiedSubject",
      title: "rectifiedTitle",
      text: (facts) => [facts.texts.rectifiedText, ...gapLines(facts)],
      button: "erasedButton",
      note: "erasedNote",
    },
  },
  lift_notice: {
    when: "Before a restriction is lifted",
    link: "status",
    words: {
      subject: "liftSubject",
      title: "liftTitle",
      text: ({ kept, texts }) => texts.liftText(kept.controller.name),
      button: "statusButton",
      note: (facts) => facts.texts.liftNote(whereToComplain(facts)),
    },
  },
  stopped: {
    when: "A use has stopped, and is weighed",
    link: "status",
    words: {
      subject: "stoppedSubject",
      title: "stoppedTitle",
      text: "stoppedText",
      facts: [usesFact, answerBy],
      button: "statusButton",
      note: "receivedNote",
    },
  },
  recorded: {
    when: "What a person said counts",
    link: "receipt",
    words: {
      subject: "recordedSubject",
      title: "recordedTitle",
      text: ({ texts, uses }) => (uses.length === 0 ? texts.recordedNothing : texts.recordedText),
      facts: [usesFact],
      button: "erasedButton",
      note: "recordedNote",
    },
  },
  stated: {
    when: "Who received the data",
    link: "status",
    words: {
      subject: "nothingSubject",
      title: "statedTitle",
      text: "statedText",
      button: "nothingButton",
    },
  },
  reviewed: {
    when: "A decision was looked at again",
    link: "status",
    words: {
      subject: "nothingSubject",
      title: "reviewedTitle",
      text: "reviewedText",
      button: "nothingButton",
    },
  },
  nothing_found: {
    when: "Nothing was found",
    link: "status",
    words: {
      subject: "nothingSubject",
      title: "nothingTitle",
      text: (facts) => [
        facts.gaps.length === 0 ? facts.texts.nothingText(facts.kept.controller.name) : facts.texts.nothingThere,
        ...gapLines(facts),
      ],
      button: "nothingButton",
    },
  },
  refused: {
    when: "A refusal",
    link: "status",
    compose: composeRefusal,
  },
  cancelled: {
    when: "The request is cancelled",
    link: "status",
    words: {
      subject: "cancelledSubject",
      title: "cancelledTitle",
      text: "cancelledText",
      button: "statusButton",
    },
  },
  question: { when: "A question to the person", link: "status", compose: questionNotice },
  extended: { when: "The answer takes longer", link: "status", compose: extensionNotice },
  fee_quote: {
    when: "A fee is asked for",
    link: "status",
    words: {
      subject: "feeSubject",
      title: "feeTitle",
      text: "feeText",
      quote: ({ fee }) => fee?.text ?? "",
      facts: [
        ({ texts, fee }) => [
          [texts.feeAmount, fee?.amount ?? ""],
          [texts.feeGround, fee?.ground ?? ""],
        ],
        ({ texts, fee, ...facts }) => until(texts.feeUntil, fee?.closesAt, facts),
      ],
      button: "feeButton",
      note: (facts) => facts.texts.feeNote(whereToComplain(facts)),
    },
  },
  merged: {
    when: "A duplicate",
    link: "status",
    words: {
      subject: "mergedSubject",
      title: "mergedTitle",
      text: "mergedText",
      button: "statusButton",
    },
  },
  lapsed: {
    when: "No answer to a question",
    link: "status",
    words: {
      subject: "lapsedSubject",
      title: "lapsedTitle",
      text: "lapsedText",
      button: "statusButton",
    },
  },
  status_link: {
    when: "A new link",
    link: "status",
    words: {
      subject: "linkSubject",
      title: "linkTitle",
      text: "linkText",
      facts: [worksUntil],
      button: "statusButton",
      note: "linkNote",
    },
  },
};

/** The letter as it is kept, with the link; what was carried out before it can be taken back, where that is so. */
function composeRefusal(facts: MailFacts): MailContent {
  const { kept, language, texts, request, refusal, isBegun, undo, url } = facts;
  const letter = refusalLetter(kept, language, texts, request, {
    reason: refusalRow(request.refusal_reason ?? "").code,
    text: refusal,
    isBegun,
  });
  if (undo === null) return { ...letter, action: { label: texts.statusButton, url } };
  return {
    ...letter,
    paragraphs: [...letter.paragraphs, texts.undoText, ...unableLines(facts)],
    facts: [...(letter.facts ?? []), ...until(texts.undoUntil, undo.until, facts)],
    action: { label: texts.undoButton, url },
  };
}
