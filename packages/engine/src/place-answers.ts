/** The answers to questions about one table or one column, and the lines of the map that each of them is. */
import { categoryOf } from "./categories.ts";
import type { DataMap, EdgeMap } from "./map.ts";
import { withColumn, withEdge, withNaming, withRole, withTable } from "./map-lines.ts";
import type { Edge, Role } from "./model.ts";
import type { OwnerCandidate } from "./owner-candidates.ts";
import type {
  BlankQuestion,
  CategoryQuestion,
  EmptyQuestion,
  KeyQuestion,
  OwnersQuestion,
  TypeQuestion,
  TypeTarget,
} from "./question.ts";

export interface Answer {
  /** Tells the answers of one question apart; goes over the wire. */
  readonly name: string;
  readonly text: string;
  /** What access and erasure make of it. */
  readonly means: string;
  readonly apply: (map: DataMap) => DataMap;
}

type Told = Omit<Answer, "apply">;

export const OWNER = {
  text: "theirs: they own the rows",
  means: "The whole row is handed out to them, and goes when they go.",
  role: "owner",
} as const;

export const NOBODY: Told = {
  name: "nobody",
  text: "nothing about anybody whose data you answer for",
  means: "Neither access nor erasure looks at it.",
};

const KEEP: Told = {
  name: "keep",
  text: "what stands there: it says nothing of anybody",
  means: "It stays as it is when its row is blanked.",
};

type PlaceQuestion = OwnersQuestion | EmptyQuestion | TypeQuestion | KeyQuestion | CategoryQuestion | BlankQuestion;

export function listPlaceAnswers(question: PlaceQuestion): readonly Answer[] {
  switch (question.kind) {
    case "owners":
      return listOwnersAnswers(question);
    case "empty":
      return listEmptyAnswers(question);
    case "type":
      return listTypeAnswers(question);
    case "key":
      return listKeyAnswers(question);
    case "category":
      return listCategoryAnswers(question);
    case "blank":
      return listBlankAnswers(question);
  }
}

const by = ({ columns }: Pick<Edge, "columns">) => columns.join(", ");
const withRoles = (map: DataMap, edges: readonly Edge[], roleOf: (edge: Edge) => Role) =>
  edges.reduce((all, edge) => withRole(all, edge, roleOf(edge)), map);

function listOwnersAnswers({ edges }: OwnersQuestion): readonly Answer[] {
  const names = edges.map(by).join(", ");
  return [
    {
      name: "all",
      text: `all of them own it: ${names}`,
      means: "Each gets the whole row, without the others in it. It goes when the last of them goes.",
      apply: (map) => withRoles(map, edges, () => "owner"),
    },
    ...edges.map((owner): Answer => {
      return {
        name: `only ${by(owner)} -> ${owner.to}`,
        text: `${by(owner)} owns it, the others acted on it`,
        means: "Only they get the whole row, and it goes when they go; the others are taken out of it.",
        apply: (map) => withRoles(map, edges, (edge) => (edge === owner ? "owner" : "actor")),
      };
    }),
    {
      name: "none",
      text: "none of them: they acted on it",
      means: "They are told that they did something there. Erasure takes them out, and the row stays.",
      apply: (map) => withRoles(map, edges, () => "actor"),
    },
  ];
}

function listEmptyAnswers({ tables, edges, habit, candidates }: EmptyQuestion): readonly Answer[] {
  const names = [...new Set(edges.map(by))].join(", ");
  const say = (roleOf: (edge: Edge) => Role) => (map: DataMap) => {
    const [first] = edges;
    return habit === null || first === undefined
      ? withRoles(map, edges, roleOf)
      : withNaming(map, { ...habit, role: roleOf(first) });
  };
  const confirm = say(({ role }) => role);
  const [table = "", ...others] = tables;
  return [
    {
      name: "confirm",
      text: `so it is: theirs by ${names}, and nobody's where that is empty`,
      means: "Rows that name somebody are theirs. Neither access nor erasure looks at those that name nobody.",
      apply: confirm,
    },
    ...candidates.map((candidate): Answer => {
      const { from, ...line } = candidate.edge;
      const told = tellCandidate(candidate);
      return {
        ...told,
        text: `where it is empty, ${told.text}`,
        apply: (map) => withEdge(confirm(map), from, line),
      };
    }),
    {
      name: "actor",
      text: `whoever ${names} names only acted on it`,
      means: "They are told that they did something there. Erasure takes them out, and the row stays.",
      apply: say(() => "actor"),
    },
    others.length === 0
      ? { ...NOBODY, apply: (map) => withTable(map, table, { public: true }) }
      : {
          name: "context",
          text: "it says nothing of whose they are",
          means: NOBODY.means,
          apply: say(() => "context"),
        },
  ];
}

function listTypeAnswers(question: TypeQuestion): readonly Answer[] {
  const { table, column, type, value, targets, elsewhere } = question;
  const when = value === null ? {} : { [type]: [value] };
  const plain = { columns: [column], when, match: false, pattern: null, path: [], same: false } as const;
  // Two lines for one target have to differ in their names, so that one of them names its column.
  const line =
    (to: string, role: EdgeMap["role"], toColumns: readonly string[] | null = null) =>
    (map: DataMap) =>
      withEdge(map, table, { ...plain, to, toColumns, role });
  const answers = targets.flatMap(({ table: to, key, isPerson }: TypeTarget): readonly Answer[] => {
    if (!isPerson) {
      const means = "The row is whosever that row is, and goes with it.";
      return [{ name: `part ${to}`, text: `a row of ${to}: part of it`, means, apply: line(to, "part") }];
    }
    const acted = "They are told that they did something there. Erasure takes their name out, and the row stays.";
    return [
      { name: `owner ${to}`, text: `somebody of ${to}, whose row it is`, means: OWNER.means, apply: line(to, "owner") },
      {
        name: `actor ${to}`,
        text: `somebody of ${to} who acted on it`,
        means: acted,
        apply: line(to, "actor", [key]),
      },
    ];
  });
  const nowhere = elsewhere ?? (value === null ? targets[0]?.table : undefined);
  if (nowhere === undefined) return answers;
  const text = value === null ? "nobody's, whatever it refers to" : "something that is nobody's";
  return [...answers, { name: "nobody", text, means: NOBODY.means, apply: line(nowhere, "none") }];
}

function listKeyAnswers({ table, candidates }: KeyQuestion): readonly Answer[] {
  return [
    ...candidates.map((columns): Answer => {
      return {
        name: `key ${columns.join(", ")}`,
        text: columns.join(", "),
        means: "Rows are named by that. Should two rows share it, nothing is changed and it is told.",
        apply: (map) => withTable(map, table, { key: columns }),
      };
    }),
    { ...NOBODY, apply: (map) => withTable(map, table, { public: true }) },
  ];
}

function listCategoryAnswers({ table, column, categories }: CategoryQuestion): readonly Answer[] {
  return [
    ...categories.map((category): Answer => {
      const { title, erasable } = categoryOf(category);
      return {
        name: category,
        text: category === "other" ? "nothing about anybody" : title,
        means: erasable ? "It is blanked where its row has to stay." : "It stays where its row has to stay.",
        apply: (map) => withColumn(map, table, column, { category }),
      };
    }),
    { ...KEEP, apply: (map) => withColumn(map, table, column, { keep: true }) },
  ];
}

/** Values that are offered. */
const MOST_VALUES = 12;

function listBlankAnswers({ table, column, values }: BlankQuestion): readonly Answer[] {
  return [
    ...values.slice(0, MOST_VALUES).map((value): Answer => {
      return {
        name: `blank ${value}`,
        text: JSON.stringify(value),
        means: "Where a row has to stay without its content, it holds that.",
        apply: (map) => withColumn(map, table, column, { blank: value }),
      };
    }),
    { ...KEEP, apply: (map) => withColumn(map, table, column, { keep: true }) },
  ];
}

/** How a reference is told that could make rows somebody's. */
export function tellCandidate({ edge: { from, columns, to, role } }: OwnerCandidate): Told {
  const by = columns.join(", ");
  switch (role) {
    case "owner":
      return { name: `${by} -> ${to}`, text: `somebody's of ${to}, by ${by}`, means: OWNER.means };
    case "part":
      return {
        name: `${by} -> ${to}`,
        text: `part of the row of ${to}, by ${by}`,
        means: "The row is whosever the other row is, and goes with it.",
      };
    case "holds":
      return {
        name: `${from}.${by} -> ${to}`,
        text: `whosever the row of ${from} is that refers to it, by ${by}`,
        means: "The row is handed out with the one that refers to it, and goes with it.",
      };
  }
}
