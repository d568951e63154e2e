/** Several computations that ask side by side: all their questions of one step make one wave. */
import type { KeyQuery, KeyRows } from "./store.ts";

export type Asking<T> = Generator<readonly KeyQuery[], T, readonly KeyRows[]>;

/** Runs all of them to their ends, each as if it were alone. Answers what they answered, in their order. */
export function* inStep<T>(works: readonly Asking<T>[]): Asking<readonly T[]> {
  const results = new Map<number, T>();
  let open = works.map((work, at) => ({ work, at, step: work.next([]) }));
  for (;;) {
    const asking: { readonly work: Asking<T>; readonly at: number; readonly queries: readonly KeyQuery[] }[] = [];
    for (const { work, at, step } of open) {
      if (step.done) results.set(at, step.value);
      else asking.push({ work, at, queries: step.value });
    }
    if (asking.length === 0) return works.map((_, at) => results.get(at) as T);
    const answers = yield asking.flatMap(({ queries }) => queries);
    let next = 0;
    open = asking.map(({ work, at, queries }) => {
      const own = answers.slice(next, next + queries.length);
      next += queries.length;
      return { work, at, step: work.next(own) };
    });
  }
}

/** The same for computations of different kinds. */
export function* inStep3<A, B, C>(a: Asking<A>, b: Asking<B>, c: Asking<C>): Asking<readonly [A, B, C]> {
  return (yield* inStep<A | B | C>([a, b, c])) as readonly [A, B, C];
}
