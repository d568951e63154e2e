/** The answers that a question has, and the lines of the map that each of them is. */
import type { DataMap } from "./map.ts";
import { withEdge, withNaming, withRole, withTable } from "./map-lines.ts";
import type { Role } from "./model.ts";
import { type Answer, listPlaceAnswers, NOBODY, OWNER, tellCandidate } from "./place-answers.ts";
import type { Question, RoleQuestion, TableQuestion } from "./question.ts";

/** The answers to a question, the likely ones first. */
export function listAnswers(question: Question): readonly Answer[] {
  switch (question.kind) {
    case "people":
      return [
        {
          name: "people",
          text: "people",
          means: "Each row is a person. What refers to it is proposed as theirs, and so is what hangs on that.",
          apply: (map) => answerPeople(map, question.table, true),
        },
        {
          name: "no-people",
          text: "no people",
          means: "Its rows are nobody whose data you answer for. What refers to it is nobody's by that.",
          apply: (map) => answerPeople(map, question.table, false),
        },
      ];
    case "target":
      return [
        ...question.targets.map((table) => ({
          name: `to ${table}`,
          text: table,
          means: `These columns hold the key of ${table}; whose the rows are follows as for any other reference.`,
          apply: (map: DataMap) => answerTarget(map, question.column, table),
        })),
        ...(question.isOrNobody
          ? [
              {
                name: "nobody",
                text: "no people",
                means: "These columns say nothing of anybody, in whatever table they stand.",
                apply: (map: DataMap) => answerTarget(map, question.column, null),
              },
            ]
          : []),
      ];
    case "role":
      return rolesFor(question).map(({ text, means, role }) => ({
        name: role,
        text,
        means,
        apply: (map) => answerRole(map, question, role),
      }));
    case "table":
      return listTableAnswers(question);
    default:
      return listPlaceAnswers(question);
  }
}

/** The answer of that name, or undefined. */
export function findAnswer(question: Question, name: string): Answer | undefined {
  return listAnswers(question).find((answer) => answer.name === name);
}

type RoleAnswer = Omit<Answer, "name" | "apply"> & { readonly role: Role };

const PART: RoleAnswer = {
  text: "part of it: goes with that row",
  means: "The row is whosever the other row is, and goes with it.",
  role: "part",
};
const HOLDS: RoleAnswer = {
  text: "the row it refers to is theirs too",
  means: "The other row is handed out with this one, and goes with it.",
  role: "holds",
};
const OTHER_ROLES: readonly RoleAnswer[] = [
  {
    text: "they acted on it: made, changed, decided",
    means: "They are told that they did something there. Erasure takes their name out, and the row stays.",
    role: "actor",
  },
  {
    text: "they may see it",
    means: "The row is handed out to them without the others in it. Erasure takes them out of it, and the row stays.",
    role: "viewer",
  },
  {
    text: "it says nothing of whose they are",
    means: "Neither access nor erasure looks at it.",
    role: "context",
  },
];

function rolesFor(question: RoleQuestion): readonly RoleAnswer[] {
  const roles = listRoles(question);
  const [first] = question.edges;
  // What is proposed is the likely answer.
  const proposed = roles.find(({ role }) => question.edges.every((edge) => edge.role === role) && role === first?.role);
  return proposed === undefined ? roles : [proposed, ...roles.filter((one) => one !== proposed)];
}

function listRoles({ edges }: RoleQuestion): readonly RoleAnswer[] {
  if (edges.every(({ role }) => role === "holds")) return [HOLDS, ...OTHER_ROLES];
  return edges.every(({ role }) => role === "part") ? [PART, OWNER, ...OTHER_ROLES] : [OWNER, ...OTHER_ROLES];
}

function listTableAnswers({ table, tables, candidates }: TableQuestion): readonly Answer[] {
  const nobody: Answer = {
    ...NOBODY,
    apply: (map) => tables.reduce((all, one) => withTable(all, one, { public: true }), map),
  };
  if (tables.length > 1) return [nobody];
  return [
    {
      name: "people",
      text: "its rows are people themselves",
      means: "Each row is a person, found by what it is known by.",
      apply: (map) => answerPeople(map, table, true),
    },
    nobody,
    ...candidates.map((candidate): Answer => {
      const { edge, habit } = candidate;
      const { from, ...line } = edge;
      return {
        ...tellCandidate(candidate),
        apply: (map) => (habit === null ? withEdge(map, from, line) : withNaming(map, { ...habit, role: edge.role })),
      };
    }),
  ];
}

/** The map with the answer whether these are people. */
export function answerPeople(map: DataMap, table: string, subject: boolean): DataMap {
  return withTable(map, table, { subject });
}

/** The map with what columns of that name refer to; null: to nobody. */
export function answerTarget(map: DataMap, column: string, to: string | null): DataMap {
  return withNaming(map, { column, to, toColumn: null, role: to === null ? "context" : "inferred" });
}

/** The map with the role of these references: one line for all, where it speaks of no others. */
export function answerRole(map: DataMap, { edges, habit }: RoleQuestion, role: Role): DataMap {
  if (habit !== null) return withNaming(map, { ...habit, role });
  return edges.reduce((all, edge) => withRole(all, edge, role), map);
}
