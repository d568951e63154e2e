/** What a request wants from its reader now: one sentence, and which action is the main one. */
import { RELATIONS } from "@kept/contract/relations";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { formatDay, relativeTime } from "../time/relative-time.ts";
import { count } from "./summarise-plan.ts";

type RequestAction = "approve" | "replan" | "receipt" | "lift" | null;

export interface NextStep {
  readonly title: string;
  readonly text: string;
  readonly action: RequestAction;
}

/** @param now in milliseconds */
export function nextStep(request: RequestDetail, now: number = Date.now()): NextStep {
  const kind = requestKind(request.kind);
  const held = request.systems.filter((step) => step.problem !== null);
  const later = request.systems.filter((step) => step.later !== null);
  switch (request.state) {
    case "unverified":
      if (waitsForDecision(request)) {
        return step(
          "Decide whether the mandate holds",
          "Somebody acts for the person, and nobody but you can say whether they may. The clock runs since they asked.",
        );
      }
      return step(
        "Wait for the person",
        "A link was sent. The clock runs since they asked; nothing is searched before they open it.",
      );
    case "planning":
      if (request.hasReceipt && later.length > 0) return describePart(later);
      return held.length === 0
        ? step(
            "Searching the systems",
            "Every system is being asked for rows of this person. The plan appears by itself.",
          )
        : step(
            `${count(held.length, "system")} cannot be searched`,
            "It is tried again by itself. The plan is complete only when every system has answered.",
            "replan",
          );
    case "asking":
      return step(
        "Wait for the person's answer",
        "They were asked something and answer on the page of their request. Record it here if they call or write.",
      );
    case "awaiting_approval":
      if (changedIn(request) !== null) {
        return step(
          "The plan has changed: look at it again",
          `Since it was approved, more than was approved has come to be affected in ${changedIn(request)}. It runs there only when you approve the new plan.`,
          "approve",
        );
      }
      if (request.choices.length > 0) {
        return step(
          "Weigh it: uphold, or say why not",
          "What the person says counts already. Uphold it, or refuse with the grounds that outweigh their interests.",
          "approve",
        );
      }
      if (kind.act === "review") {
        return step(
          "Review the decisions, then approve",
          "Each that the person contests, or all when they name none. They get the outcome and the reasons when you approve.",
          "approve",
        );
      }
      return step(
        "Look at the plan and approve it",
        kind.final
          ? request.undo === null
            ? "Nothing is changed before you approve. What has been erased cannot be brought back."
            : "Nothing is changed before you approve. For a while the person can take the erasure back; without them nobody can."
          : kind.givesPackage
            ? "The package is made when you approve, and the person gets a link to it."
            : kind.stands
              ? "Nothing is changed before you approve. What is taken out of use is kept sealed, and can be given back."
              : "Nothing is changed before you approve.",
        "approve",
      );
    case "blocked":
      return describeBlocked(request);
    case "waiting":
      return step(
        request.runsAt === null ? "Approved" : `Runs ${relativeTime(request.runsAt, now)}`,
        "The waiting period gives the person time to think again. Until its end they, or you, may cancel.",
      );
    case "running":
      if (request.hasReceipt && later.length > 0) return describePart(later);
      return held.length === 0
        ? step("Running", "Nothing to do. It goes on by itself, also after a restart.")
        : step(
            held.length === 1 ? "1 system holds it up" : `${held.length} systems hold it up`,
            "It is tried again until it succeeds; nothing is lost and nothing is done twice.",
          );
    case "done":
      return describeDone(request);
    case "nothing_found":
      return step(
        "Nothing was found",
        "No system holds anything by these identifiers; the person has been told.",
        "receipt",
      );
    case "refused":
      return step("Refused", "The person was told the reason, and where they may complain.");
    case "cancelled":
      return step("Cancelled", "Nothing was carried out.");
    case "lapsed":
      return step(
        "Lapsed",
        request.questions.length === 0
          ? "The link was never opened. The identifiers have been purged."
          : request.may.answer
            ? "The person was asked something and did not answer in time. If their answer comes after all, record it, and the request goes on."
            : "The person was asked something and did not answer in time. They were told, and may ask again.",
      );
    case "merged":
      return step("A duplicate", "It is answered together with the person's earlier request, by the earlier date.");
    default:
      return request.state satisfies never;
  }
}

/** A representative has confirmed their address, and their relation is one on which an operator decides. */
function waitsForDecision({ timeline }: RequestDetail): boolean {
  const named = timeline.find(({ event }) => event === "mandate-named")?.facts["relation"];
  const has = (name: string) => timeline.some(({ event }) => event === name);
  return (
    RELATIONS.some(({ relation, needsReview }) => relation === named && needsReview) &&
    has("mandate-confirmed") &&
    !has("mandate-decided")
  );
}

function step(title: string, text: string, action: RequestAction = null): NextStep {
  return { title, text, action };
}

/** The system whose plan no longer was the approved one when it was to run; null when that is not why it waits. */
function changedIn({ timeline }: RequestDetail): string | null {
  const last = timeline.findLast(({ event }) => event === "approved" || event === "plan-changed");
  return last?.event === "plan-changed" ? String(last.facts["system"] ?? "") : null;
}

function describePart(later: RequestDetail["systems"]): NextStep {
  return step(
    "A part has gone out",
    `The person has what was ready. What ${listSystems(later)} holds follows by itself; the clock runs until the answer is whole.`,
  );
}

/** A plan with open questions, an erasure that left something, or a system that keeps failing. */
function describeBlocked(request: RequestDetail): NextStep {
  const left = request.systems.filter(({ state }) => state === "committed");
  if (left.length > 0) {
    return step(
      "Carried out, but something is left",
      `The check afterwards still found something in ${listSystems(left)}: see below. Have it planned again: what a trigger or the application wrote meanwhile is found then. What is not found, the map misses.`,
    );
  }
  const failing = request.systems.filter(({ state }) => state === "unreachable" || state === "failed");
  if (failing.length > 0) {
    return step(
      `${count(failing.length, "system")} ${failing.length === 1 ? "keeps" : "keep"} failing`,
      `${listSystems(failing)} could not do its part, and is still tried again by itself. The clock does not wait for it.`,
      "replan",
    );
  }
  if (request.waitsFor.length > 0) return describeWait(request.waitsFor);
  return step(
    `Answer ${count(request.blockingFindings, "finding")} first`,
    "Each is listed below with what settles it. Then have it planned again.",
  );
}

/** What is sealed cannot be found: nothing is to be answered, and the lift is announced on the page of the restriction. */
function describeWait(restrictions: RequestDetail["waitsFor"]): NextStep {
  const names = restrictions.map(({ reference }) => reference).join(", ");
  return restrictions.every(({ isAnnounced }) => isAnnounced)
    ? step("Waits for the lift of a restriction", `The lift of ${names} is announced. Then this goes on by itself.`)
    : step(
        "The person's data is restricted",
        `Announce the lift of ${names}: the person is told first. Then this is planned again by itself.`,
      );
}

function listSystems(steps: RequestDetail["systems"]): string {
  return steps.map(({ system }) => system).join(", ");
}

/** Says so when a system could not be looked at again afterwards: done is not yet proven then. */
/** The restriction stands, is about to end, or has ended. */
function describeRestriction({ state, liftsAt, problem }: NonNullable<RequestDetail["restriction"]>): NextStep {
  if (state === "lifted" && problem !== null)
    return step("Lifted, not verified", `It is in use again, and not all as it was. ${problem.message}`, "receipt");
  if (state === "lifted")
    return step("Lifted", "Everything is in use again as it was. The person was told before.", "receipt");
  if (problem !== null) return step("The lift does not go on", problem.message, "lift");
  if (state === "announced") {
    const when =
      liftsAt === null
        ? "The notice has not been accepted by their mail server yet; the lift waits for that."
        : `The person has been told. It is lifted ${relativeTime(liftsAt)}, unless the notice comes back before.`;
    return step("The lift is announced", when);
  }
  return step(
    "Restricted",
    "The data is stored and not used. When the reason has ended, announce the lift: the person is told first.",
    "lift",
  );
}

function describeDone(request: RequestDetail): NextStep {
  if (request.restriction !== null) return describeRestriction(request.restriction);
  if (request.undo?.state === "undone" && request.undo.undone.some(({ residue }) => residue !== undefined))
    return step("Taken back, not verified", "What was erased is there again, and not all as it was.", "receipt");
  if (request.undo?.state === "undone")
    return step(
      "Taken back",
      "What was erased is in its place again, and what was kept for that is destroyed.",
      "receipt",
    );
  if (request.undo?.state === "undoing")
    return step("Being taken back", "What was erased is being put back in every system. It goes on by itself.");
  const open = request.systems.filter(({ found, state }) => found === true && state !== "verified");
  if (open.length > 0) {
    return step(
      "Carried out, not verified",
      `What was done in ${listSystems(open)} has not been confirmed by a second look.`,
      "receipt",
    );
  }
  if (request.choices.length > 0) return step("Done", "It counts, and the person has been told.", "receipt");
  const text = request.package === null ? "Everything was carried out and checked." : describePackage(request.package);
  return step("Done", text, "receipt");
}

function describePackage(info: NonNullable<RequestDetail["package"]>): string {
  if (info.state === "building") return "The package is being written.";
  if (info.state === "expired") return "The package's time is over; it has been deleted.";
  const until = info.expiresAt === null ? "" : ` It can be fetched until ${formatDay(info.expiresAt.slice(0, 10))}.`;
  return `The package is ready.${until}`;
}
