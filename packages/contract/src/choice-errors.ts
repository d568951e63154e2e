/** What can be wrong with a choice or a question about one. */
import { defineErrors } from "./problems.ts";

export const choiceErrors = defineErrors({
  merge_not_found: {
    status: 404,
    title: "There is no such merge on record",
    action: "List `GET /api/people/{personId}/merges`; merges from before they were recorded cannot be taken back.",
  },
  purpose_unknown: {
    status: 422,
    title: "The configuration names no such purpose",
    action: "Use a name from `purposes`; `kept generate types` makes types of them.",
  },
  choice_scope_unknown: {
    status: 422,
    title: "The purpose has no such channel or topic",
    action: "Use a channel or topic that the purpose lists, or none.",
  },
  choice_not_theirs: {
    status: 422,
    title: "This cannot be said about this purpose",
    action: "Consent belongs to purposes that rest on consent; others are objected to or opted out of.",
  },
  notice_unknown: {
    status: 422,
    title: "No such notice was ever shown",
    action: "Read `GET /api/choices/config` again and show its notice before asking.",
  },
  notice_missing: {
    status: 422,
    title: "A consent needs the notice that was shown",
    action: "Send `notice` with the hash and language of the notice.",
  },
  banner_refused: {
    status: 503,
    title: "The banner steers people, and is not served",
    action: "`kept lint banner` tells each place and what to do; until then everything stays blocked.",
  },
  choice_nobodys: {
    status: 422,
    title: "Nobody is named",
    action: "Send a device, a session, or both.",
  },
  choice_time_wrong: {
    status: 422,
    title: "The time of the choice cannot be",
    action: "Send a time within the last 30 days and not in the future, or none.",
  },
  session_invalid: {
    status: 401,
    title: "The session token is not valid",
    action: "Send a fresh token, signed as the configuration says.",
  },
  person_not_found: {
    status: 404,
    title: "There is no such person",
    action: "Find people by an identifier first; they may have been erased.",
  },
  choice_receipt_not_found: {
    status: 404,
    title: "There is no such receipt",
    action: "List the person's choices to see the ids of their receipts.",
  },
  snapshot_outdated: {
    status: 409,
    title: "The changes since that position cannot be told",
    action: "Load a new snapshot and go on from its position.",
  },
});
