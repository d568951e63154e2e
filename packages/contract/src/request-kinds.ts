/** The rights that can be asked for, as rows of data. Shared code reads their properties and never their names. */

/**
 * What a right does: in systems, read the person's rows into a package, erase them, take them out of use, correct them;
 * in Kept itself, record what the person says about uses of their data, state who received it, or put before a person what was
 * decided without one.
 */
export const REQUEST_ACTS = ["read", "erase", "restrict", "rectify", "choose", "state", "review"] as const;
export type RequestAct = (typeof REQUEST_ACTS)[number];

/**
 * What the person says beside who they are: which part of everything, which uses of it, on which ground, or what is wrong and
 * what is right, or how they see what was decided.
 */
export type RequestQuestion = "scope" | "uses" | "ground" | "correction" | "view";

/** What it starts clocks as (engine, clock rules). */
export type RequestOccasion = "right" | "opt-out" | "marketing-statement" | "complaint" | "question";

export interface RequestKind {
  readonly kind: string;
  readonly occasion: RequestOccasion;
  readonly act: RequestAct;
  /** The article under which a person asks for it, in the EU where it exists there. */
  readonly article: string;
  /** The privacy centre offers a form for it; the last part of the form's address. */
  readonly form: string;
  /** Somebody has to show that the address is theirs. Without it whoever asks is believed: it takes nothing from anybody. */
  readonly needsProof: boolean;
  /** Nothing can undo it: approved plans may wait, and the person is told until when they may cancel. */
  readonly final: boolean;
  /** It leaves a package that the person fetches. */
  readonly givesPackage: boolean;
  /** Of what the systems hold, only what people may take elsewhere (Art. 20 GDPR). */
  readonly portable: boolean;
  readonly asks: readonly RequestQuestion[];
  /** The centre's front page shows it first, with a sentence; the others stand in a list. */
  readonly leads: boolean;
  /** What it did stands until it is lifted, and the person is told before that. */
  readonly stands: boolean;
}

export const REQUEST_KINDS = [
  row("access", "read", "Art. 15 GDPR", { givesPackage: true, asks: ["scope"], leads: true }),
  row("rectification", "rectify", "Art. 16 GDPR", { asks: ["correction"], leads: true }),
  row("erasure", "erase", "Art. 17 GDPR", { final: true, asks: ["ground", "scope"], leads: true }),
  row("restriction", "restrict", "Art. 18 GDPR", { asks: ["ground", "scope"], stands: true, leads: true }),
  row("portability", "read", "Art. 20 GDPR", { givesPackage: true, portable: true, asks: ["scope"] }),
  row("objection", "choose", "Art. 21 GDPR", { asks: ["uses"] }),
  row("consent-withdrawal", "choose", "Art. 7(3) GDPR", { asks: ["uses"], form: "withdraw" }),
  row("opt-out-of-sale", "choose", "Cal. Civ. Code 1798.120", {
    asks: ["uses"],
    form: "do-not-sell",
    occasion: "opt-out",
    needsProof: false,
  }),
  row("limit-sensitive", "choose", "Cal. Civ. Code 1798.121", {
    asks: ["uses"],
    form: "limit",
    occasion: "opt-out",
    needsProof: false,
  }),
  row("human-review", "review", "Art. 22(3) GDPR", { asks: ["view"], form: "review" }),
  row("recipient-list", "state", "Art. 15(1)(c), 19 GDPR", { form: "recipients" }),
  row("shine-the-light", "state", "Cal. Civ. Code 1798.83", { occasion: "marketing-statement" }),
] as const satisfies readonly RequestKind[];

export type RequestKindName = (typeof REQUEST_KINDS)[number]["kind"];

/** The properties of a kind of request; throws for a name that no row has. */
export function requestKind(name: string): RequestKind {
  const kind = REQUEST_KINDS.find((row) => row.kind === name);
  if (kind === undefined) throw new Error(`There is no kind of request named ${name}.`);
  return kind;
}

function row<K extends string>(
  kind: K,
  act: RequestAct,
  article: string,
  more: Partial<Omit<RequestKind, "kind" | "act" | "article">>,
): RequestKind & { readonly kind: K } {
  return {
    kind,
    act,
    article,
    form: kind,
    needsProof: true,
    final: false,
    givesPackage: false,
    portable: false,
    asks: [],
    leads: false,
    stands: false,
    occasion: "right",
    ...more,
  };
}
