/** A reference to somebody, with what its words say. */
import type { Reference } from "./reference.ts";
import type { RoleNoun } from "./role-nouns.ts";
import type { Subject } from "./subjects.ts";

export type Meaning = RoleNoun | "bare" | "unknown";

export interface Meant {
  readonly reference: Reference;
  readonly subject: Subject;
  readonly meaning: Meaning;
}
