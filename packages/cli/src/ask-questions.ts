/** `kept discover --ask`: asks in the terminal what inference could not tell, and goes on from each answer. */
import { createInterface } from "node:readline/promises";
import type { Discovery } from "@kept/connectors/rights/discover";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { DataMap } from "@kept/engine/map";
import type { Role } from "@kept/engine/model";
import { answerPeople, answerRole, answerTarget, listQuestions, type Question } from "@kept/engine/questions";
import { type Output, paint, plural } from "./print.ts";

/**
 * Asks until nothing new is open. Answers lead to further conclusions, so that the system is looked at anew after each round. Reads
 * standard input; its end ends the questions.
 */
export async function askQuestions(rights: RowRights, first: Discovery, output: Output): Promise<Discovery> {
  const terminal = createInterface({ input: process.stdin });
  const lines = terminal[Symbol.asyncIterator]();
  const ask: Ask = async (text) => {
    output.err(text);
    const { value, done } = await lines.next();
    return done === true ? null : value.trim().toLowerCase();
  };
  try {
    const asked = new Set<string>();
    let discovery = first;
    for (;;) {
      const all = listQuestions(discovery.index.model, discovery.findings).filter((one) => !asked.has(nameOf(one)));
      // Who is a person leads on to what refers to them, and that to whose rows are whose.
      const open = all.filter(({ kind }) => kind === all[0]?.kind);
      if (open.length === 0) {
        output.err(asked.size === 0 ? "Nothing is unclear.\n" : "Nothing more to ask.\n");
        return discovery;
      }
      output.err(
        `\n${plural(open.length, "question")}. An empty answer leaves one open; q ends, and keeps what was answered.\n`,
      );
      let { map } = discovery;
      let hasEnded = false;
      for (const [at, question] of open.entries()) {
        asked.add(nameOf(question));
        const head = `\n${paint(output, "bold", `${at + 1}/${open.length}`)} ${titleOf(question)}${question.message}\n`;
        const answered = await askOne(question, map, head, ask);
        if (answered === null) {
          hasEnded = true;
          break;
        }
        map = answered;
      }
      if (map !== discovery.map) {
        discovery = await rights.discoverUnder(map);
        rights.useMap(map);
      }
      if (hasEnded) return discovery;
    }
  } finally {
    terminal.close();
  }
}

/** Prints and reads a line; null: there are no more. */
type Ask = (text: string) => Promise<string | null>;

function nameOf(question: Question): string {
  switch (question.kind) {
    case "people":
      return `people ${question.table}`;
    case "target":
      return `target ${question.column}`;
    case "role":
      return `role ${question.edges.map(({ id }) => id).join(" ")}`;
  }
}

function titleOf(question: Question): string {
  return question.kind === "people" ? `${question.table}: ` : "";
}

interface Choice {
  readonly key: string;
  readonly text: string;
  readonly apply: (map: DataMap) => DataMap;
}

interface RoleChoice {
  readonly key: string;
  readonly text: string;
  readonly role: Role;
}

const OWNER: RoleChoice = { key: "o", text: "theirs: they own the rows", role: "owner" };
const PART: RoleChoice = { key: "p", text: "part of it: goes with that row", role: "part" };
const HOLDS: RoleChoice = { key: "h", text: "the row it refers to is theirs too", role: "holds" };
const OTHER_ROLES: readonly RoleChoice[] = [
  { key: "a", text: "they acted on it: made, changed, decided", role: "actor" },
  { key: "v", text: "they may see it", role: "viewer" },
  { key: "n", text: "it says nothing of whose they are", role: "context" },
];

function choicesOf(question: Question): readonly Choice[] {
  switch (question.kind) {
    case "people":
      return [
        { key: "y", text: "people", apply: (map) => answerPeople(map, question.table, true) },
        { key: "n", text: "no people", apply: (map) => answerPeople(map, question.table, false) },
      ];
    case "target":
      return [
        ...question.targets.map((table, at) => ({
          key: String(at + 1),
          text: table,
          apply: (map: DataMap) => answerTarget(map, question.column, table),
        })),
        ...(question.isOrNobody
          ? [{ key: "n", text: "no people", apply: (map: DataMap) => answerTarget(map, question.column, null) }]
          : []),
      ];
    case "role": {
      const first = question.edges.every(({ role }) => role === "holds")
        ? [HOLDS]
        : question.edges.every(({ role }) => role === "part")
          ? [PART, OWNER]
          : [OWNER];
      return [...first, ...OTHER_ROLES].map(({ key, text, role }) => ({
        key,
        text,
        apply: (map) => answerRole(map, question, role),
      }));
    }
  }
}

/** The map with the answer; the same one where it was left open; null at the end. */
async function askOne(question: Question, map: DataMap, head: string, ask: Ask): Promise<DataMap | null> {
  const choices = choicesOf(question);
  const list = choices.map(({ key, text }) => `  ${key}  ${text}\n`).join("");
  for (let text = `${head}${list}> `; ; ) {
    const answer = await ask(text);
    if (answer === null || answer === "q") return null;
    if (answer === "") return map;
    const choice = choices.find(({ key }) => key === answer);
    if (choice !== undefined) return choice.apply(map);
    text = `"${answer.slice(0, 20)}" is no answer: ${choices.map(({ key }) => key).join(", ")}, nothing, or q.\n> `;
  }
}
