/** The letters that the model learns from, written for it: one a line, below the rights that they ask for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MAIL_RIGHTS, type MailLanguage, type MailRightName } from "@kept/contract/mailbox-classes";

export interface TaughtLetter {
  readonly language: MailLanguage;
  readonly subject: string;
  /** As written `{one|another}` stands for one of several ways to put it. */
  readonly text: string;
  readonly rights: readonly MailRightName[];
}

/** What stands around what somebody asks for, and asks for nothing. */
export interface Surroundings {
  readonly subjects: readonly string[];
  readonly openings: readonly string[];
  readonly fillers: readonly string[];
  readonly closings: readonly string[];
  readonly signatures: readonly string[];
}

export interface Lessons {
  readonly language: MailLanguage;
  readonly letters: readonly TaughtLetter[];
  readonly surroundings: Surroundings;
}

const FILES: Readonly<Record<MailLanguage, string>> = {
  en: "english",
  de: "german",
  fr: "french",
  es: "spanish",
  it: "italian",
  nl: "dutch",
  pt: "portuguese",
  pl: "polish",
};

/** Throws for a heading that names no right: a slip of the pen would teach nonsense. */
export function readLessons(): readonly Lessons[] {
  return Object.entries(FILES).map(([language, file]) => {
    const text = readFileSync(join(import.meta.dirname, "letters", `${file}.txt`), "utf8");
    return readFile(language as MailLanguage, text);
  });
}

function readFile(language: MailLanguage, text: string): Lessons {
  const parts: Record<string, string[]> = { subject: [], opening: [], filler: [], closing: [], signature: [] };
  const letters: TaughtLetter[] = [];
  let heading = "";
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const named = /^\[(.+)\]$/.exec(line)?.[1];
    if (named !== undefined) heading = named;
    else if (parts[heading] !== undefined) parts[heading]?.push(line);
    else
      letters.push({
        language,
        subject: "",
        text: line,
        rights: heading === "none" ? [] : heading.split(" ").map(toRight),
      });
  }
  const { subject = [], opening = [], filler = [], closing = [], signature = [] } = parts;
  const surroundings = {
    subjects: subject,
    openings: opening,
    fillers: filler,
    closings: closing,
    signatures: signature,
  };
  return { language, letters, surroundings };
}

function toRight(name: string): MailRightName {
  const found = MAIL_RIGHTS.find((row) => row.right === name);
  if (found === undefined) throw new Error(`No right is called ${name}.`);
  return found.right;
}
