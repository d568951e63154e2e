/** A person is asked in the terminal: one question after the other, each answer kept at once, passed over or taken back. */
import { createInterface } from "node:readline/promises";
import type { ShownQuestion } from "@kept/engine/describe-question";
import { type Output, paint, plural } from "./print.ts";

/** Whatever is asked about: a database with a map's file, or a system of a running server. */
export interface Interview {
  /** What is open now, in the order in which it is asked. */
  list(): Promise<readonly ShownQuestion[]>;
  /**
   * Keeps an answer before anything else happens; resolves to what follows from it, a line each. Null: somebody else was faster, and
   * nothing was kept.
   */
  answer(question: ShownQuestion, answer: string): Promise<readonly string[] | null>;
  /** Takes back the answer that was kept last. */
  takeBack(): Promise<void>;
  /** A few values of the columns that a question is about, a line each; empty where looking at data is not allowed. */
  see(question: ShownQuestion): Promise<readonly string[]>;
  /** Where answers are kept, as a person knows it. */
  readonly place: string;
  /** Table of the place that somebody was led to. */
  readonly about?: string;
}

/** How it ended. */
export interface Interviewed {
  /** Answers that were kept. */
  readonly kept: number;
  /** The person, or the end of the input, stopped it while something was open. */
  readonly isStopped: boolean;
}

/** Asks until nothing is open, the input ends, or the person does. */
export async function interview(asked: Interview, output: Output): Promise<Interviewed> {
  const terminal = createInterface({ input: process.stdin });
  const lines = terminal[Symbol.asyncIterator]();
  const ask: Ask = async (text) => {
    output.err(text);
    const { value, done } = await lines.next();
    return done === true ? null : value.trim().toLowerCase();
  };
  const steps: Step[] = [];
  using _ = tellWhenStopped(output, () => tellKept(steps, asked.place));
  try {
    const left = await askAll(asked, steps, ask, output);
    if (left > 0) output.err(`\n${tellKept(steps, asked.place, left)}\n`);
    else output.err(steps.length === 0 ? "Nothing is unclear.\n" : `${tellDone(steps)}\n`);
    return { kept: countKept(steps), isStopped: left > 0 };
  } catch (error) {
    output.err(`\n${tellKept(steps, asked.place)}\n`);
    throw error;
  } finally {
    terminal.close();
  }
}

/** Prints and reads a line; null: there are no more. */
type Ask = (text: string) => Promise<string | null>;

interface Step {
  readonly question: ShownQuestion;
  readonly isKept: boolean;
}

/** Answers how many questions are left where the person ended it. */
async function askAll(asked: Interview, steps: Step[], ask: Ask, output: Output): Promise<number> {
  let next: string | null = null;
  for (let isFirst = true; ; isFirst = false) {
    const passed = new Set(steps.filter(({ isKept }) => !isKept).map(({ question }) => question.id));
    const open = (await asked.list()).filter(({ id }) => !passed.has(id));
    if (isFirst && asked.about !== undefined && !open.some(({ settles }) => settles.tables.includes(asked.about ?? "")))
      output.err(`Nothing is asked about ${asked.about}.\n`);
    const question = open.find(({ id }) => id === next) ?? open[0];
    if (question === undefined) return 0;
    if (isFirst) output.err(HELP);
    next = null;
    const number = steps.length + 1;
    const head = paint(output, "bold", `${number} of about ${steps.length + open.length}`);
    const see = () => asked.see(question);
    const reply = await askOne(question, `\n${head}  ${describe(question)}`, { ask, see }, steps.length > 0);
    switch (reply.do) {
      case "end":
        return open.length + passed.size;
      case "pass":
        steps.push({ question, isKept: false });
        break;
      case "back": {
        const last = steps.at(-1);
        if (last?.isKept === true) await asked.takeBack();
        steps.pop();
        next = last?.question.id ?? null;
        break;
      }
      case "answer": {
        const follows = await asked.answer(question, reply.name);
        if (follows === null) {
          output.err("  It was answered or changed elsewhere meanwhile; nothing was kept.\n");
          break;
        }
        steps.push({ question, isKept: true });
        output.err(
          tellFollowing(follows)
            .map((line) => paint(output, "dim", `  ${line}\n`))
            .join(""),
        );
        break;
      }
    }
  }
}

/** What is kept without a consequence is told too: nobody is left to wonder. */
function tellFollowing(follows: readonly string[]): readonly string[] {
  return follows.length === 0 ? ["Kept; nothing else changes by it."] : follows;
}

const HELP =
  "One question after the other. s passes one over, b goes back, ? explains, values shows some, q ends; each answer is kept at once.\n";

function countKept(steps: readonly Step[]): number {
  return steps.filter(({ isKept }) => isKept).length;
}

function tellKept(steps: readonly Step[], place: string, left?: number): string {
  const kept = countKept(steps);
  const answers =
    kept === 0 ? "No answer was given" : `${plural(kept, "answer")} ${kept === 1 ? "is" : "are"} kept in ${place}`;
  const open = left === undefined ? "" : ` About ${plural(left, "question")} ${left === 1 ? "is" : "are"} left.`;
  return `Stopped. ${answers}; the same command goes on from there.${open}`;
}

function tellDone(steps: readonly Step[]): string {
  const passed = steps.length - countKept(steps);
  if (passed === 0) return "Nothing more to ask.";
  return `Nothing more to ask; ${plural(passed, "question")} passed over, which ${passed === 1 ? "comes" : "come"} again next time.`;
}

/** A signal ends the process; all that was answered is kept by then, and the person is told. */
function tellWhenStopped(output: Output, tell: () => string): Disposable {
  const stop = () => {
    output.err(`\n${tell()}\n`);
    process.exit(130);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

type Reply = { readonly do: "end" | "pass" | "back" } | { readonly do: "answer"; readonly name: string };

interface Choice {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly means: string;
}

/** Letters of answers that come in many questions; all others are numbered. */
const LETTERS: Readonly<Record<string, string>> = {
  people: "y",
  "no-people": "n",
  nobody: "n",
  owner: "o",
  part: "p",
  holds: "h",
  actor: "a",
  viewer: "v",
  context: "n",
  confirm: "y",
  none: "n",
  keep: "k",
};

function listChoices({ answers }: ShownQuestion): readonly Choice[] {
  let number = 0;
  return answers.map((answer) => {
    const letter = LETTERS[answer.name];
    if (letter === undefined) number += 1;
    return { ...answer, key: letter ?? String(number) };
  });
}

/** Kinds whose message does not name the table. */
const TITLED: ReadonlySet<ShownQuestion["kind"]> = new Set(["people", "table", "owners", "empty", "key"]);

function describe(question: ShownQuestion): string {
  const title = TITLED.has(question.kind) ? `${question.about}: ` : "";
  return `${title}${question.message}\n`;
}

/** Names that are listed; the rest is counted. */
const LISTED = 6;

function explain(question: ShownQuestion, choices: readonly Choice[]): string {
  const { tables, columns } = question.settles;
  const some = [...columns.slice(0, LISTED), ...(columns.length > LISTED ? [`${columns.length - LISTED} more`] : [])];
  const speaks = `An answer speaks of ${plural(tables.length, "table")}${some.length === 0 ? "" : `: ${some.join(", ")}`}.`;
  const means = choices.map(({ key, text, means: what }) => `  ${key}  ${text}: ${what}`);
  return ["", speaks, "In the catalogue:", ...question.examples.map((line) => `  ${line}`), ...means, ""].join("\n");
}

function tellValues(lines: readonly string[]): string {
  return lines.length === 0 ? "  No values can be looked at.\n" : lines.map((line) => `  ${line}\n`).join("");
}

/** `orders.state: "open", "paid"`. */
export function tellSample({ table, column, values }: Sample): string {
  return `${table}.${column}: ${values.length === 0 ? "no values" : values.map((value) => JSON.stringify(value)).join(", ")}`;
}

interface Sample {
  readonly table: string;
  readonly column: string;
  readonly values: readonly string[];
}

interface Asking {
  readonly ask: Ask;
  readonly see: () => Promise<readonly string[]>;
}

async function askOne(question: ShownQuestion, head: string, { ask, see }: Asking, canGoBack: boolean): Promise<Reply> {
  const choices = listChoices(question);
  const list = choices.map(({ key, text }) => `  ${key}  ${text}\n`).join("");
  for (let text = `${head}${list}> `; ; ) {
    const said = await ask(text);
    if (said === null || said === "q" || said === "quit") return { do: "end" };
    if (said === "" || said === "s" || said === "skip") return { do: "pass" };
    const choice = choices.find(({ key }) => key === said);
    if (choice !== undefined) return { do: "answer", name: choice.name };
    if (said === "?") text = `${explain(question, choices)}> `;
    else if (said === "values") text = `${tellValues(await see())}> `;
    else if (said !== "b" && said !== "back")
      text = `"${said.slice(0, 20)}" is no answer: ${choices.map(({ key }) => key).join(", ")}, s, b, ?, values or q.\n> `;
    else if (canGoBack) return { do: "back" };
    else text = "This is the first question.\n> ";
  }
}
