/** What requests leave in the ledger. Ids, codes and counts only: never personal data. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";
import { mandateEntries } from "./mandates.ts";
import { undoEntries } from "./undo-entries.ts";
import { verificationEntries } from "./verification-entries.ts";

const counts = { deleted: z.int(), detached: z.int(), redacted: z.int(), retained: z.int() };

export const requestEntries = defineEntries({
  ...verificationEntries,
  ...mandateEntries,
  ...undoEntries,
  "request.submitted": {
    title: "Request submitted",
    data: z.object({
      kind: z.string(),
      channel: z.string(),
      /** Which rules apply, how the place is known and by what; the place itself stays in the request. */
      regimes: z.string().optional(),
      regionMethod: z.string().optional(),
      regionConfidence: z.number().optional(),
      regionResolver: z.string().optional(),
      spoofSuspected: z.boolean().optional(),
    }),
  },
  "request.link-renewed": { title: "New link asked for", data: z.object({}) },
  "request.verified": { title: "Identity confirmed", data: z.object({ how: z.string(), dueOn: z.string() }) },
  "request.planned": {
    title: "Plan made",
    data: z.object({ version: z.int(), rows: z.int(), findings: z.int(), blocking: z.int(), outcome: z.string() }),
  },
  "request.choices-recorded": {
    title: "What the person says about uses of their data recorded: it counts at once",
    data: z.object({ receipt: z.string().nullable(), choices: z.int(), weighed: z.int() }),
  },
  "request.stated": {
    title: "Stated to the person who received their data",
    data: z.object({ sha256: z.string(), recipients: z.int(), pointsBack: z.boolean() }),
  },
  "request.reviews-opened": {
    title: "Automated decisions put before a person",
    data: z.object({ decisions: z.int() }),
  },
  "request.contested": { title: "Person said how they see a decision", data: z.object({ decision: z.string() }) },
  "request.reviews-viewed": {
    title: "Automated decisions looked at for review",
    data: z.object({ decisions: z.int() }),
  },
  "request.reviewed": {
    title: "Automated decision reviewed by a person",
    data: z.object({ decision: z.string(), outcome: z.string() }),
  },
  "request.reviews-settled": {
    title: "Outcome of reviews given",
    data: z.object({ upheld: z.int(), changed: z.int() }),
  },
  "request.weighed": {
    title: "What was recorded for the person decided on",
    data: z.object({ outcome: z.string(), choices: z.int() }),
  },
  "request.joined-batch": {
    title: "Taken into an approved erasure of several people",
    data: z.object({ batch: z.string(), version: z.int() }),
  },
  "request.system-unreachable": {
    title: "System could not be reached",
    data: z.object({ system: z.string(), code: z.string() }),
  },
  "request.replanned": { title: "New plan asked for", data: z.object({ namedRows: z.int() }) },
  "request.approved": {
    title: "Plan approved",
    data: z.object({ version: z.int(), runsAt: z.string().nullable() }),
  },
  "request.plan-changed": {
    title: "Plan changed before the run: approval asked again",
    data: z.object({ system: z.string() }),
  },
  "request.refusal-proposed": {
    title: "Refusal proposed: another person has to agree",
    data: z.object({ reason: z.string() }),
  },
  "request.refused": {
    title: "Request refused",
    data: z.object({ reason: z.string(), letterHash: z.string(), proof: z.int(), twoPersons: z.boolean() }),
  },
  "request.withheld": {
    title: "Part left out of the answer",
    data: z.object({ system: z.string(), table: z.string(), columns: z.int(), reason: z.string() }),
  },
  "request.withheld-given": {
    title: "Part given after all",
    data: z.object({ system: z.string(), table: z.string() }),
  },
  "request.assigned": { title: "In somebody's hand", data: z.object({ operator: z.string().nullable() }) },
  "request.reminder-asked": { title: "Reminder sent by hand", data: z.object({ whom: z.string() }) },
  "request.fee-proposed": {
    title: "Fee proposed: another person has to agree",
    data: z.object({ ground: z.string(), amount: z.int(), currency: z.string() }),
  },
  "request.fee-quoted": {
    title: "Person asked for a fee",
    data: z.object({ ground: z.string(), amount: z.int(), currency: z.string() }),
  },
  "request.fee-answered": { title: "Person answered to the fee", data: z.object({ accepts: z.boolean() }) },
  "request.fee-paid": { title: "Fee paid", data: z.object({}) },
  "request.fee-dropped": { title: "No fee after all", data: z.object({}) },
  "request.ground-recorded": { title: "Ground of the right recorded", data: z.object({}) },
  "request.noted": { title: "Note added", data: z.object({}) },
  "request.task-opened": { title: "Colleague asked", data: z.object({ dueOn: z.string() }) },
  "request.task-done": { title: "Colleague answered", data: z.object({ isLate: z.boolean() }) },
  "request.work-viewed": { title: "Notes and tasks looked at", data: z.object({ notes: z.int(), tasks: z.int() }) },
  "request.held": { title: "Held for the law", data: z.object({}) },
  "request.hold-lifted": { title: "Hold lifted", data: z.object({}) },
  "request.letter-viewed": { title: "Letter looked at", data: z.object({}) },
  "request.cancelled": { title: "Request cancelled", data: z.object({}) },
  "request.reopened": {
    title: "Opened again: the person's answer came after all",
    /** `inTime`: it had come before the question was over, and was entered later. */
    data: z.object({ cameOn: z.string(), inTime: z.boolean() }),
  },
  "request.lapsed": { title: "Request lapsed: the link was never used", data: z.object({}) },
  "request.nothing-found": { title: "No system holds anything", data: z.object({ systems: z.int() }) },
  "request.started": { title: "Run started", data: z.object({ version: z.int() }) },
  "request.step-intended": {
    title: "About to change a system",
    data: z.object({ system: z.string(), planHash: z.string(), ...counts }),
  },
  "request.step-completed": {
    title: "System completed",
    data: z.object({ system: z.string(), verified: z.boolean(), rows: z.int(), ...counts }),
  },
  "request.step-failed": { title: "Step failed", data: z.object({ system: z.string(), code: z.string() }) },
  "request.not-verified": {
    title: "Carried out, not verified: something is left",
    data: z.object({ receipt: z.string(), receiptHash: z.string(), systems: z.int(), findings: z.int() }),
  },
  "request.held-up": {
    title: "Held up by a system that keeps failing",
    data: z.object({ system: z.string(), code: z.string() }),
  },
  "request.system-paused": { title: "System paused", data: z.object({ system: z.string() }) },
  "request.system-resumed": { title: "System resumed", data: z.object({ system: z.string() }) },
  "request.system-retried": { title: "System to be tried again at once", data: z.object({ system: z.string() }) },
  "request.system-skipped": {
    title: "System left out of the answer, with its reason",
    data: z.object({ system: z.string() }),
  },
  "request.part-delivery-decided": {
    title: "What is ready is to go out before the rest",
    data: z.object({ systems: z.int() }),
  },
  "request.partly-done": {
    title: "Answered in part: the rest follows",
    data: z.object({ receipt: z.string(), receiptHash: z.string(), systems: z.int(), missing: z.int() }),
  },
  "request.rest-follows": {
    title: "The rest of an answer that was approved is carried out",
    data: z.object({ version: z.int() }),
  },
  "request.package-ready": {
    title: "Package ready",
    data: z.object({ sha256: z.string(), bytes: z.int(), files: z.int(), rows: z.int() }),
  },
  "request.package-fetched": { title: "Package fetched", data: z.object({}) },
  "request.package-expired": { title: "Package deleted after its time", data: z.object({}) },
  "request.done": { title: "Request fulfilled", data: z.object({ receipt: z.string(), receiptHash: z.string() }) },
  "request.asked": {
    title: "Question to the person",
    data: z.object({ cause: z.string(), promptly: z.boolean(), postedOn: z.string().optional() }),
  },
  "request.answered": { title: "Person answered", data: z.object({ cause: z.string() }) },
  "request.answers-viewed": { title: "Questions and answers looked at", data: z.object({ questions: z.int() }) },
  "request.extension-decided": { title: "Extension decided", data: z.object({ reason: z.string() }) },
  "request.extended": {
    title: "Time to answer extended: the person was told",
    data: z.object({ reason: z.string(), dueOn: z.string(), legalDueOn: z.string(), isValid: z.boolean() }),
  },
  "request.extension-bounced": {
    title: "Notice of the extension came back: nothing is extended",
    data: z.object({ dueOn: z.string(), legalDueOn: z.string() }),
  },
  "request.separation-proposed": { title: "Taking a merge back proposed", data: z.object({}) },
  "request.separated": { title: "Answered by itself again", data: z.object({ from: z.string() }) },
  "request.released": { title: "Another request is answered by itself again", data: z.object({ dueOn: z.string() }) },
  "request.merged": { title: "Closed as a duplicate", data: z.object({ into: z.string() }) },
  "request.absorbed": {
    title: "Duplicate taken in; the earlier clock counts",
    /** `arrivedAt`, `regimes`: its own, from before. */
    data: z.object({
      from: z.string(),
      dueOn: z.string(),
      arrivedAt: z.string().optional(),
      regimes: z.string().optional(),
    }),
  },
  "request.acknowledged": { title: "Receipt acknowledged to the person", data: z.object({}) },
  "request.reminded": {
    title: "Operators reminded",
    data: z.object({ rule: z.string(), level: z.string(), daysLeft: z.int() }),
  },
  "request.due-moved": {
    title: "Due date changed by new holiday or zone data",
    data: z.object({ rule: z.string(), from: z.string(), to: z.string(), data: z.string() }),
  },
  "request.rows-viewed": {
    title: "Rows of a plan looked at",
    data: z.object({ system: z.string(), table: z.string(), rows: z.int() }),
  },
  "request.residue-scan-started": {
    title: "Search for what is left of the person started",
    data: z.object({ systems: z.int(), plusTags: z.boolean() }),
  },
  "request.residue-scanned": {
    title: "Systems searched for what is left of the person",
    data: z.object({ systems: z.int(), failed: z.int(), columns: z.int(), places: z.int(), rows: z.int() }),
  },
  "request.restriction-stands": { title: "Data restricted", data: z.object({ systems: z.int() }) },
  "request.corrected": {
    title: "Data corrected: recipients are to be told",
    data: z.object({ system: z.string(), categories: z.string(), tables: z.string(), rows: z.int() }),
  },
  "request.right-unsupported": {
    title: "A system cannot do this right",
    data: z.object({ system: z.string(), act: z.string() }),
  },
  "request.lift-announced": {
    title: "Person told that the restriction will be lifted",
    data: z.object({ by: z.string() }),
  },
  "request.lift-held-up": { title: "Lift held up", data: z.object({ code: z.string() }) },
  "request.lifted": {
    title: "Restriction lifted",
    data: z.object({
      systems: z.int(),
      newer: z.int(),
      residue: z.int().optional(),
      receipt: z.string(),
      receiptHash: z.string(),
    }),
  },
  "request.lift-followed": {
    title: "Goes on: the restriction that it waited for is lifted",
    data: z.object({ restriction: z.string() }),
  },
  "request.identifiers-viewed": { title: "Identifiers looked at", data: z.object({}) },
});
