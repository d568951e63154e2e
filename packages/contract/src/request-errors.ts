/** What can be wrong with a request. */
import { defineErrors } from "./problems.ts";

export const requestErrors = defineErrors({
  request_not_found: {
    status: 404,
    title: "There is no such request",
    action: "List the requests to see their ids.",
  },
  request_state_wrong: {
    status: 409,
    title: "The request is in a state in which this cannot be done",
    action: "Read the request again; its `may` says what can be done now.",
  },
  plan_version_wrong: {
    status: 409,
    title: "The plan is not the one that was looked at",
    action: "Read the plan again and approve its version.",
  },
  request_unidentified: {
    status: 422,
    title: "The request names nobody",
    action: "Name at least one identifier or one row that is the person.",
  },
  request_no_address: {
    status: 409,
    title: "There is no address to write to",
    action: "Reach the person by other means and record what they say.",
  },
  question_not_posted: {
    status: 409,
    title: "A question cannot have been posted on that day",
    action: "Name the day on which it went to the post: not before the request came, and not a day to come.",
  },
  extension_not_possible: {
    status: 409,
    title: "The time to answer cannot be extended",
    action: "It was extended already, the first period is over, or no rule that applies allows it.",
  },
  separation_not_possible: {
    status: 409,
    title: "This merge cannot be taken back (any more)",
    action: "It was taken back already, or who it was about has been forgotten.",
  },
  separation_same_person: {
    status: 409,
    title: "Another person has to do it",
    action: "You have proposed it: let a colleague take the merge back.",
  },
  merge_not_possible: {
    status: 409,
    title: "The two requests cannot be answered together",
    action: "Both have to be open, of the same right and scope, and to share an identifier.",
  },
  refusal_not_lawful: {
    status: 422,
    title: "This reason does not exist under the rules that apply",
    action: "Choose one of the reasons that every regime of the request knows, or answer in part.",
  },
  refusal_proof_missing: {
    status: 422,
    title: "The reason is not proven",
    action: "Write down what it demands; the pointers name the fields.",
  },
  withhold_not_possible: {
    status: 409,
    title: "Nothing can be left out here",
    action: "Only an answer that hands data out can leave a part of it out.",
  },
  ground_of_other_right: {
    status: 422,
    title: "This ground belongs to another right",
    action: "Use one that GET /api/right-grounds names for this right, or none.",
  },
  scope_purpose_unknown: {
    status: 422,
    title: "The configuration names no such use",
    action: "Use names of `purposes` in kept.config.ts.",
  },
  scope_rows_not_for_right: {
    status: 422,
    title: "This right is not about single rows",
    action: "Leave out `scope.rows`.",
  },
  rows_unavailable: {
    status: 503,
    title: "These entries cannot be shown at the moment",
    action: "Try again later. What was put together for you can be fetched all the same.",
  },
  rows_gone: {
    status: 409,
    title: "Nothing of what was named is there any more",
    action: "Look at the data again, and name what is there now.",
  },
  rows_too_many: {
    status: 422,
    title: "This is too much to name one by one",
    action: "Ask for whole tables in a request of its own.",
  },
  fee_not_lawful: {
    status: 422,
    title: "No fee may be asked for under the rules that apply",
    action: "Answer free of charge, or choose a ground that every regime of the request knows (GET /api/fee-grounds).",
  },
  fee_too_high: {
    status: 422,
    title: "The law names a smaller sum as the most",
    action: "Ask for no more than that, in its currency.",
  },
  fee_proof_missing: {
    status: 422,
    title: "The ground of the fee is not proven",
    action: "Write down what it demands; the pointers name the fields.",
  },
  fee_not_open: {
    status: 409,
    title: "There is no fee that waits for this",
    action: "Read the request again; its `fee` says where it stands.",
  },
  fee_same_person: {
    status: 409,
    title: "Two different people have to agree to a fee",
    action: "Have somebody else confirm it.",
  },
  refusal_waits: {
    status: 409,
    title: "Somebody has proposed to refuse it",
    action: "Look at it by itself: confirm the refusal, or approve it in its place.",
  },
  reminded_already: {
    status: 409,
    title: "A reminder went out within the last day",
    action: "Wait until tomorrow, or reach them by other means.",
  },
  operator_not_found: {
    status: 422,
    title: "There is no operator with this id who may act on requests",
    action: "List the requests; `assignees` names who can have one in hand.",
  },
  refusal_not_proposed: {
    status: 409,
    title: "No refusal waits to be confirmed",
    action: "Propose one first.",
  },
  refusal_same_person: {
    status: 409,
    title: "Two different people have to agree",
    action: "Have somebody else confirm it.",
  },
  task_not_open: {
    status: 409,
    title: "There is no such open task",
    action: "Read the tasks again: it was answered, or is another request's.",
  },
  request_held: {
    status: 409,
    title: "It is held for the law",
    action: "Lift the hold first, or refuse the request on the ground of legal claims.",
  },
  letter_missing: {
    status: 404,
    title: "There is no letter",
    action: "One is kept when a request is refused.",
  },
  system_unknown: {
    status: 422,
    title: "There is no such system",
    action: "Use the name of a system of the configuration.",
  },
  step_over: {
    status: 409,
    title: "Nothing is left to do in this system",
    action: "Read the request again: it is finished with, holds nothing of the person, or is paused already.",
  },
  step_begun: {
    status: 409,
    title: "Something may have been changed in this system already",
    action: "Let it be settled: it is tried again until it is known what was done. Pause it if it must not go on.",
  },
  step_not_stopped: {
    status: 409,
    title: "This system is neither paused nor skipped",
    action: "Read the request again; each system's `may` says what can be done with it.",
  },
  step_not_failing: {
    status: 409,
    title: "This system is not failing",
    action: "There is nothing to try again: it is at work, or finished with.",
  },
  skip_not_possible: {
    status: 409,
    title: "The last system cannot be skipped",
    action: "Without it there is no answer. Refuse the request with its reason, or wait for the system.",
  },
  nothing_ready: {
    status: 409,
    title: "There is nothing to deliver before the rest",
    action: "Something has to be planned or done, and a system has to be failing or paused.",
  },
  plan_missing: {
    status: 409,
    title: "There is no plan yet",
    action: "Wait until the request has been planned.",
  },
  package_missing: {
    status: 404,
    title: "There is no package",
    action: "It has not been made yet, its time is over, or this right leaves none.",
  },
  restriction_missing: {
    status: 409,
    title: "There is no restriction to lift",
    action: "Read the request again; its `restriction` says where it stands.",
  },
  notice_undeliverable: {
    status: 409,
    title: "The person has to be told before a restriction is lifted, and there is no address to write to",
    action: "Tell them by letter or telephone, and say so in `notified`.",
  },
  receipt_missing: {
    status: 404,
    title: "There is no receipt yet",
    action: "The receipt is made when the request is fulfilled.",
  },
});
