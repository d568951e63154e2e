/** The rights of the protocol, as rows, and which kind of request each opens here. */
import { REQUEST_KINDS, type RequestKindName } from "@kept/contract/request-kinds";

interface ExerciseRow {
  readonly exercise: string;
  /** A kind of request; null: there is none yet, and the right is not offered. */
  readonly kind: string | null;
}

const EXERCISES: readonly ExerciseRow[] = [
  { exercise: "access", kind: "access" },
  { exercise: "access:categories", kind: "access" },
  { exercise: "access:specific", kind: "access" },
  { exercise: "deletion", kind: "erasure" },
  { exercise: "sale:opt-out", kind: "opt-out-of-sale" },
  { exercise: "sale:opt-in", kind: null },
];

/** The kind that a right opens; null for a right that is unknown or not offered. */
export function kindOfExercise(exercise: string): RequestKindName | null {
  const name = EXERCISES.find((row) => row.exercise === exercise)?.kind;
  return REQUEST_KINDS.find((row) => row.kind === name)?.kind ?? null;
}

/** The rights that are offered, for the directory of businesses. */
export function supportedActions(): readonly string[] {
  return EXERCISES.map((row) => row.exercise).filter((exercise) => kindOfExercise(exercise) !== null);
}
