/** Who may act for somebody else, and what each has to show, as rows of data. */

export interface RelationRow {
  readonly relation: string;
  /** For operators. */
  readonly title: string;
  /** The person says by themselves that it is so: nothing more is needed. */
  readonly personConfirms: boolean;
  /** Somebody looks at what was sent and decides: no rule decides by itself. */
  readonly needsReview: boolean;
  /** The mandate has to be sent with it, signed. */
  readonly needsPaper: boolean;
  readonly source: string;
}

export const RELATIONS = [
  row("agent", "Authorised agent", { personConfirms: true, source: "11 CCR 7063(a); EDPB Guidelines 01/2022, 3.4" }),
  row("attorney", "Holds a power of attorney", {
    needsPaper: true,
    source: "11 CCR 7063(b); Cal. Prob. Code 4121–4130",
  }),
  row("guardian", "Guardian by law or court", { needsPaper: true, source: "national law of representation" }),
  row("parent", "Parent of a child", {
    source: "recital 38 GDPR; 16 CFR 312.6; a child's erasure is a case of its own",
  }),
  row("heir", "Heir or relative of somebody who has died", {
    needsPaper: true,
    source: "recital 27 GDPR: national law",
  }),
  row("household", "Somebody of the same household", { source: "Cal. Civ. Code 1798.145(p)" }),
] as const;

export type RelationName = (typeof RELATIONS)[number]["relation"];
export const RELATION_NAMES = RELATIONS.map((one) => one.relation);

/** The row of a relation; throws for a name that no row has. */
export function relationRow(name: string): RelationRow & { readonly relation: RelationName } {
  const found = RELATIONS.find((one) => one.relation === name);
  if (found === undefined) throw new Error(`There is no relation named ${name}.`);
  return found;
}

function row<R extends string>(
  relation: R,
  title: string,
  more: Partial<Pick<RelationRow, "personConfirms" | "needsPaper">> & Pick<RelationRow, "source">,
): RelationRow & { readonly relation: R } {
  const personConfirms = more.personConfirms ?? false;
  return { relation, title, needsPaper: false, ...more, personConfirms, needsReview: !personConfirms };
}
