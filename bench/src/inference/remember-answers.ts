/** Keeps what a store has answered: the variants of one schema ask nearly the same questions of the same rows. */
import type { RowStore } from "@kept/connectors/connector";
import { type InclusionPair, inclusionKey } from "@kept/engine/infer/evidence";
import type { ColumnSample } from "@kept/engine/store";

/** What evidence is gathered from. */
type Asked = Pick<RowStore, "sampleColumns" | "measureInclusion" | "read">;

/** The same store, which is asked every question once. Its rows must not change meanwhile. */
export function rememberAnswers(store: RowStore): Asked {
  const samples = new Map<string, ColumnSample>();
  const shares = new Map<string, number | null>();
  return {
    async sampleColumns(columns, limit) {
      const keyOf = ({ table, column }: { table: string; column: string }) => `${limit} ${table}.${column}`;
      const open = columns.filter((each) => !samples.has(keyOf(each)));
      for (const sample of open.length === 0 ? [] : await store.sampleColumns(open, limit))
        samples.set(keyOf(sample), sample);
      return columns.flatMap((each) => samples.get(keyOf(each)) ?? []);
    },
    async measureInclusion(pairs, limit) {
      const keyOf = (pair: InclusionPair) => `${limit} ${inclusionKey(pair)}`;
      const open = pairs.filter((pair) => !shares.has(keyOf(pair)));
      const measured = open.length === 0 ? [] : await store.measureInclusion(open, limit);
      for (const [position, pair] of open.entries()) shares.set(keyOf(pair), measured[position] ?? null);
      return pairs.map((pair) => shares.get(keyOf(pair)) ?? null);
    },
    read: (work) => store.read(work),
  };
}
