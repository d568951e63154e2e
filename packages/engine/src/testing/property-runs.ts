/**
 * How many cases a property of random worlds draws: half of `full` in a run of every day, all of them with `KEPT_TEST_LARGE`
 * (as in `.ci/run`), or as many as `KEPT_PROPERTY_RUNS` says. Properties that assert shares of what they draw do not ask here:
 * of half as many cases a share says too little.
 */
export function propertyRuns(full: number): number {
  const { KEPT_PROPERTY_RUNS: asked, KEPT_TEST_LARGE: large } = process.env;
  if (asked !== undefined) return Number(asked);
  return large === undefined ? Math.ceil(full / 2) : full;
}
