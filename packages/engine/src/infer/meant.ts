/** A reference to somebody, with what its words say. */
import type { Reference } from "./reference.ts";
import type { RoleNoun } from "./role-nouns.ts";
import type { Subject } from "./subjects.ts";

/** `few`: one of a few people who stand in many rows; the words say no more. */
export type Meaning = RoleNoun | "bare" | "unknown" | "few";

export interface Meant {
  readonly reference: Reference;
  readonly subject: Subject;
  readonly meaning: Meaning;
}
