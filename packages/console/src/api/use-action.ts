/** Runs a change that a person asked for: busy while it runs, its problem when it is refused. */
import type { Problem } from "@kept/contract/problems";
import { useCallback, useState } from "react";
import { problemOf } from "./problem-error.ts";

export interface Action {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Never rejects; `true` when the change was made. */
  readonly run: (change: () => Promise<unknown>) => Promise<boolean>;
  readonly clear: () => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(async (change: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await change();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, run, clear };
}
