/** The states a request can be in, with what each means to the operator and what may follow, as rows of data. */

/** The four columns an operator sorts requests into. */
export type RequestPhase = "unverified" | "needs_decision" | "underway" | "closed";

export interface RequestStateRow {
  readonly state: string;
  readonly phase: RequestPhase;
  /** An operator may decide on the plan: approve or refuse. */
  readonly mayApprove: boolean;
  readonly mayRefuse: boolean;
  /** The person or an operator may still cancel. */
  readonly mayCancel: boolean;
  /** An operator may have it planned again. */
  readonly mayReplan: boolean;
}

export const REQUEST_STATES = [
  /** A link was sent; nobody has shown yet that the address is theirs. */
  row("unverified", "unverified", { mayCancel: true }),
  /** Identity is proven; systems are being searched. Stays so while a system cannot be reached. */
  row("planning", "underway", { mayRefuse: true, mayCancel: true, mayReplan: true }),
  /** The plan is complete and waits for an operator. */
  row("awaiting_approval", "needs_decision", { mayApprove: true, mayRefuse: true, mayCancel: true, mayReplan: true }),
  /**
   * Findings have to be answered first (in a map, or by naming the person's rows): before anything is done, after an
   * erasure whose check found something left, or because a system keeps failing.
   */
  row("blocked", "needs_decision", { mayRefuse: true, mayCancel: true, mayReplan: true }),
  /** Approved; runs when the waiting period is over. */
  row("waiting", "underway", { mayCancel: true }),
  row("running", "underway", {}),
  row("done", "closed", {}),
  /** No system holds anything by these identifiers; the person has been told. */
  row("nothing_found", "closed", { mayReplan: true }),
  row("refused", "closed", {}),
  row("cancelled", "closed", {}),
  /** The link was never used; the identifiers are purged. */
  row("lapsed", "closed", {}),
] as const;

export type RequestState = (typeof REQUEST_STATES)[number]["state"];

/** The properties of a state; throws for a name that no row has. */
export function requestState(name: string): (typeof REQUEST_STATES)[number] {
  const found = REQUEST_STATES.find((entry) => entry.state === name);
  if (found === undefined) throw new Error(`There is no state of a request named ${name}.`);
  return found;
}

function row<S extends string>(
  state: S,
  phase: RequestPhase,
  may: Partial<Omit<RequestStateRow, "state" | "phase">>,
): RequestStateRow & { readonly state: S } {
  return { state, phase, mayApprove: false, mayRefuse: false, mayCancel: false, mayReplan: false, ...may };
}
