/** Asks a store what inference wants to know of its values, in rounds: an answer (these are people) leads to further questions. */
import { askEvidence } from "@kept/engine/infer/ask-evidence";
import {
  type Evidence,
  type InclusionPair,
  inclusionKey,
  type KeyQuestion,
  keyName,
} from "@kept/engine/infer/evidence";
import type { Stated } from "@kept/engine/infer/stated";
import type { SystemSchema } from "@kept/engine/schema";
import type { ColumnSample } from "@kept/engine/store";
import type { RowStore } from "../connector.ts";

/** What of a store is asked. */
type Asked = Pick<RowStore, "sampleColumns" | "measureInclusion" | "read">;

/** Distinct values of a column that are looked at, and that are looked for in another. */
const sampleValues = 200;
/** The second round asks what the first showed; a third what that showed. No schema met so far asked for a fourth. */
const rounds = 3;

/** Samples and inclusions of a store. Bounded in statements, rows and rounds, whatever the size of the store. */
export async function gatherEvidence(store: Asked, schema: SystemSchema, stated?: Stated): Promise<Evidence> {
  const samples: ColumnSample[] = [];
  const inclusion = new Map<string, number>();
  const sampled = new Set<string>();
  const compared = new Set<string>();
  const keys = new Set<string>();
  const sought = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const ask = askEvidence(schema, { samples, inclusion, keys }, stated);
    const columns = ask.columns.filter(({ table, column }) => isNew(sampled, `${table}.${column}`));
    if (columns.length > 0) samples.push(...(await store.sampleColumns(columns, sampleValues)));
    const pairs: readonly InclusionPair[] = ask.pairs.filter((pair) => isNew(compared, inclusionKey(pair)));
    const unknown = ask.keys.map((question) => ({
      ...question,
      values: question.values.filter((value) =>
        isNew(sought, keyName(question.table, question.column, value, question.where)),
      ),
    }));
    const questions = unknown.filter(({ values }) => values.length > 0);
    if (columns.length === 0 && pairs.length === 0 && questions.length === 0) break;
    for (const key of questions.length === 0 ? [] : await findKeys(store, questions)) keys.add(key);
    const measured = pairs.length === 0 ? [] : await store.measureInclusion(pairs, sampleValues);
    for (const [position, pair] of pairs.entries()) {
      const share = measured[position];
      if (share !== null && share !== undefined) inclusion.set(inclusionKey(pair), share);
    }
  }
  return { samples, inclusion, keys };
}

/** Which of these values are keys, in one round trip. */
async function findKeys(store: Asked, questions: readonly KeyQuestion[]): Promise<readonly string[]> {
  const found = await store.read((reader) =>
    reader.findKeys(
      questions.map(({ table, column, values, where }) => ({
        table,
        select: [column],
        any: [
          {
            kind: "key",
            columns: [column],
            in: values.map((value) => [value]),
            fold: false,
            when: where === undefined ? {} : { [where.column]: [where.value] },
          },
        ],
      })),
    ),
  );
  return questions.flatMap(({ table, column, where }, position) =>
    (found[position] ?? []).map(([value]) => keyName(table, column, String(value).toLowerCase(), where)),
  );
}

function isNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
