/** A store that notes how long its transactions take, so that a run can be told apart from its verification. */
import type { RowStore } from "@kept/connectors/connector";

export interface StoreTimes {
  /** Milliseconds from now on in transactions that read. */
  reading: number;
  /** Milliseconds from now on in transactions that write. */
  writing: number;
}

/** The same store; `times` grows as it works, and may be set back to zero. */
export function timeStore(store: RowStore): { readonly store: RowStore; readonly times: StoreTimes } {
  const times: StoreTimes = { reading: 0, writing: 0 };
  /** Transactions side by side take the time once. */
  const running = { reading: { count: 0, since: 0 }, writing: { count: 0, since: 0 } };
  const noting = async <T>(kind: keyof StoreTimes, work: () => Promise<T>): Promise<T> => {
    const own = running[kind];
    if (own.count === 0) own.since = performance.now();
    own.count += 1;
    try {
      return await work();
    } finally {
      own.count -= 1;
      if (own.count === 0) times[kind] += performance.now() - own.since;
    }
  };
  return {
    times,
    store: {
      system: store.system,
      kind: store.kind,
      capabilities: store.capabilities,
      introspect: () => store.introspect(),
      sampleColumns: (columns, limit) => store.sampleColumns(columns, limit),
      measureInclusion: (pairs, limit) => store.measureInclusion(pairs, limit),
      read: (work) => noting("reading", () => store.read(work)),
      write: (work, options) => noting("writing", () => store.write(work, options)),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    },
  };
}
