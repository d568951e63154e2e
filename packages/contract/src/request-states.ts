/**
 * The states a request can be in: what each means to the operator, what may follow, and what it is called in the protocols
 * that others speak. One table: a state that is not here does not exist, and a step that `next` does not name is refused by
 * the one function that writes states.
 */

/** The four columns an operator sorts requests into. */
export type RequestPhase = "unverified" | "needs_decision" | "underway" | "closed";

export interface RequestStateRow {
  readonly state: string;
  readonly phase: RequestPhase;
  /** States that may follow. */
  readonly next: readonly string[];
  /** An operator may decide on the plan: approve or refuse. */
  readonly mayApprove: boolean;
  readonly mayRefuse: boolean;
  /** The person or an operator may still cancel. */
  readonly mayCancel: boolean;
  /** An operator may have it planned again. */
  readonly mayReplan: boolean;
  /** An operator may ask the person something first. */
  readonly mayAsk: boolean;
  /** The person's answer is awaited. */
  readonly mayAnswer: boolean;
  /** An answer that comes after all may be recorded, and the request goes on. */
  readonly mayReopen: boolean;
  /** The time to answer may be extended. */
  readonly mayExtend: boolean;
  /** It may be answered together with another request of the person. */
  readonly mayMerge: boolean;
  /** That it was merged may be taken back. */
  readonly maySeparate: boolean;
  /** Its systems may be paused, tried again or skipped one by one. */
  readonly mayControl: boolean;
  /** Data Rights Protocol 1.0. */
  readonly drp: "open" | "in_progress" | "fulfilled" | "denied" | "revoked" | "expired";
  /** DRP: the person has to do something first. */
  readonly drpNeedsPerson: boolean;
  /** OpenDSR 2.0, which knows no refusal: a refused request is completed with no results. */
  readonly openDsr: "pending" | "in_progress" | "completed" | "cancelled";
  /** W3C Data Privacy Vocabulary 2.3, status of a request. */
  readonly dpv: string;
}

type May = Partial<Pick<RequestStateRow, Extract<keyof RequestStateRow, `may${string}`>>>;
type Elsewhere = Pick<RequestStateRow, "drp" | "openDsr" | "dpv"> & { readonly drpNeedsPerson?: boolean };

/** What an operator may do with a request that is not decided yet. */
const OPEN: May = {
  mayRefuse: true,
  mayCancel: true,
  mayReplan: true,
  mayAsk: true,
  mayExtend: true,
  mayMerge: true,
  mayControl: true,
};
const UNFULFILLED = "RequestUnfulfilled";

export const REQUEST_STATES = [
  /** A link was sent; nobody has shown yet that the address is theirs. */
  row(
    "unverified",
    "unverified",
    ["planning", "cancelled", "lapsed", "merged"],
    { mayCancel: true },
    { drp: "open", drpNeedsPerson: true, openDsr: "pending", dpv: "RequestInitiated" },
  ),
  /** Identity is proven; systems are being searched. Stays so while a system cannot be reached. */
  row(
    "planning",
    "underway",
    ["awaiting_approval", "blocked", "nothing_found", "done", "asking", "refused", "cancelled", "merged"],
    OPEN,
    { drp: "in_progress", openDsr: "pending", dpv: "RequestAcknowledged" },
  ),
  /** The person was asked who they are, or what they mean; nothing is done until they answer. */
  row(
    "asking",
    "underway",
    ["planning", "refused", "cancelled", "lapsed", "merged"],
    { mayRefuse: true, mayCancel: true, mayAnswer: true, mayExtend: true, mayMerge: true },
    { drp: "in_progress", drpNeedsPerson: true, openDsr: "pending", dpv: "RequestRequiresAction" },
  ),
  /** The plan is complete and waits for an operator. */
  row(
    "awaiting_approval",
    "needs_decision",
    ["waiting", "running", "planning", "asking", "refused", "cancelled", "merged"],
    { ...OPEN, mayApprove: true },
    { drp: "in_progress", openDsr: "in_progress", dpv: "RequestAcknowledged" },
  ),
  /**
   * Findings have to be answered first (in a map, or by naming the person's rows): before anything is done, after an
   * erasure whose check found something left, or because a system keeps failing.
   */
  row(
    "blocked",
    "needs_decision",
    ["planning", "awaiting_approval", "nothing_found", "done", "asking", "refused", "cancelled", "merged"],
    OPEN,
    { drp: "in_progress", openDsr: "in_progress", dpv: "RequestAcknowledged" },
  ),
  /** Approved; runs when the waiting period is over. */
  row(
    "waiting",
    "underway",
    ["running", "planning", "cancelled"],
    { mayCancel: true, mayExtend: true, mayControl: true },
    { drp: "in_progress", openDsr: "in_progress", dpv: "RequestAccepted" },
  ),
  /** Nobody can cancel any more. One that only reads still ends when whoever it answers to turns out to have no right to it. */
  row(
    "running",
    "underway",
    ["done", "blocked", "planning", "cancelled"],
    { mayExtend: true, mayControl: true },
    { drp: "in_progress", openDsr: "in_progress", dpv: "RequestAccepted" },
  ),
  row("done", "closed", [], {}, { drp: "fulfilled", openDsr: "completed", dpv: "RequestFulfilled" }),
  /** No system holds anything by these identifiers; the person has been told. */
  row(
    "nothing_found",
    "closed",
    ["planning"],
    { mayReplan: true },
    { drp: "fulfilled", openDsr: "completed", dpv: "RequestFulfilled" },
  ),
  row("refused", "closed", [], {}, { drp: "denied", openDsr: "completed", dpv: "RequestRejected" }),
  row("cancelled", "closed", [], {}, { drp: "revoked", openDsr: "cancelled", dpv: UNFULFILLED }),
  /** The link was never used, and the identifiers are purged; or a question was not answered, whose answer may still come. */
  row("lapsed", "closed", ["asking"], { mayReopen: true }, { drp: "expired", openDsr: "cancelled", dpv: UNFULFILLED }),
  /** Answered together with another request of the person for the same; the earlier clock counts. A mistake is taken back. */
  row(
    "merged",
    "closed",
    ["planning"],
    { maySeparate: true },
    { drp: "revoked", openDsr: "cancelled", dpv: UNFULFILLED },
  ),
] as const;

export type RequestState = (typeof REQUEST_STATES)[number]["state"];

/** The properties of a state; throws for a name that no row has. */
export function requestState(name: string): (typeof REQUEST_STATES)[number] {
  const found = REQUEST_STATES.find((entry) => entry.state === name);
  if (found === undefined) throw new Error(`There is no state of a request named ${name}.`);
  return found;
}

/** The states from which one may be reached, itself included: being told twice is no step. */
export function statesBefore(state: RequestState): readonly RequestState[] {
  return REQUEST_STATES.filter((one) => one.state === state || one.next.includes(state)).map((one) => one.state);
}

/** The states of requests that are not closed. */
export const OPEN_STATES: readonly RequestState[] = REQUEST_STATES.filter((one) => one.phase !== "closed").map(
  (one) => one.state,
);

function row<S extends string>(
  state: S,
  phase: RequestPhase,
  next: readonly string[],
  may: May,
  elsewhere: Elsewhere,
): RequestStateRow & { readonly state: S } {
  return {
    state,
    phase,
    next,
    mayApprove: false,
    mayRefuse: false,
    mayCancel: false,
    mayReplan: false,
    mayAsk: false,
    mayAnswer: false,
    mayReopen: false,
    mayExtend: false,
    mayMerge: false,
    maySeparate: false,
    mayControl: false,
    ...may,
    drpNeedsPerson: false,
    ...elsewhere,
  };
}
