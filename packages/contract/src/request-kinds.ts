/** The rights that can be asked for, as rows of data. Shared code reads their properties and never their names. */

/** What a right does in a system: read the person's rows into a package, or erase them. */
export type RequestAct = "read" | "erase";

/** What it starts clocks as (engine, clock rules). */
export type RequestOccasion = "right" | "opt-out" | "marketing-statement" | "complaint" | "question";

export interface RequestKind {
  readonly kind: string;
  readonly occasion: RequestOccasion;
  readonly act: RequestAct;
  /** The article under which a person in the EU asks for it. */
  readonly article: string;
  /** The privacy centre offers a form for it; the last part of the form's address. */
  readonly form: string;
  /** Nothing can undo it: approved plans may wait, and the person is told until when they may cancel. */
  readonly final: boolean;
  /** It leaves a package that the person fetches. */
  readonly givesPackage: boolean;
}

export const REQUEST_KINDS = [
  {
    kind: "access",
    occasion: "right",
    act: "read",
    article: "Art. 15 GDPR",
    form: "access",
    final: false,
    givesPackage: true,
  },
  {
    kind: "erasure",
    occasion: "right",
    act: "erase",
    article: "Art. 17 GDPR",
    form: "erasure",
    final: true,
    givesPackage: false,
  },
] as const satisfies readonly RequestKind[];

export type RequestKindName = (typeof REQUEST_KINDS)[number]["kind"];

/** The properties of a kind of request; throws for a name that no row has. */
export function requestKind(name: string): RequestKind {
  const kind = REQUEST_KINDS.find((row) => row.kind === name);
  if (kind === undefined) throw new Error(`There is no kind of request named ${name}.`);
  return kind;
}
