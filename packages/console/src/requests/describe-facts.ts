/** What a ledger entry of a request tells, in words: "211 rows, version 1". */
import type { TimelineEntry } from "@kept/contract/requests";
import { formatDay, formatMoment } from "../time/relative-time.ts";
import { DISPOSITIONS } from "./dispositions.ts";
import { formatBytes } from "./format-bytes.ts";
import { LEVEL_TEXTS, TIER_TEXTS } from "./identity-texts.ts";
import { CHANNEL_TEXTS, REFUSAL_TEXTS } from "./request-texts.ts";

type Facts = TimelineEntry["facts"];

/** In the order in which they are told; whatever is not here (hashes, what the title says already) is left out. */
const EVENTS: Readonly<Record<string, (facts: Facts) => readonly string[]>> = {
  submitted: (facts) => [
    lookUp(CHANNEL_TEXTS, facts["channel"]) ?? "",
    until(facts, "regimes", (names) => `rules: ${names.replaceAll(" ", ", ")}`),
    facts["spoofSuspected"] === true ? "connection and statement disagree" : "",
  ],
  asked: (facts) => [lookUp(CAUSES, facts["cause"]) ?? "", facts["promptly"] === false ? "asked late" : ""],
  "proof-given": (facts) => [lookUp(TIER_TEXTS, facts["tier"]) ?? "", reachedOf(facts)],
  "proof-short": (facts) => [reachedOf(facts)],
  "code-asked": (facts) => [lookUp(TIER_TEXTS, facts["tier"]) ?? ""],
  "proof-failed": (facts) => [lookUp(TIER_TEXTS, facts["tier"]) ?? "", amount(facts, "tries", "try", "tries")],
  doubted: (facts) => [
    said(facts, "ground").replaceAll("_", " "),
    facts["document"] === true ? "a document may be sent" : "",
    facts["promptly"] === false ? "asked late" : "",
  ],
  "mandate-named": (facts) => [said(facts, "relation")],
  "mandate-answered": (facts) => [
    facts["permitted"] === true ? `yes, answers to the ${said(facts, "answersTo")}` : "no",
  ],
  "mandate-decided": (facts) => [
    facts["accepted"] === true ? `accepted, answers to the ${said(facts, "answersTo")}` : "not accepted",
  ],
  "mandate-viewed": (facts) => [facts["paper"] === true ? "the document" : ""],
  "document-received": (facts) => [until(facts, "destroyBy", (at) => `destroyed by ${formatMoment(at)}`)],
  "document-viewed": () => [],
  "document-decided": (facts) => [facts["accepted"] === true ? "accepted" : "not accepted"],
  "document-destroyed": (facts) => [facts["why"] === "time" ? "its time was over" : "with the decision"],
  reopened: (facts) => [facts["inTime"] === true ? "it had come in time" : "it came late"],
  answered: (facts) => [lookUp(CAUSES, facts["cause"]) ?? ""],
  "answers-viewed": (facts) => [amount(facts, "questions", "question")],
  "extension-decided": (facts) => [said(facts, "reason")],
  extended: (facts) => [
    until(facts, "dueOn", (day) => `due ${formatDay(day)}`),
    facts["isValid"] === false ? "too late to count" : "",
  ],
  "extension-bounced": (facts) => [until(facts, "dueOn", (day) => `due ${formatDay(day)}`)],
  "joined-batch": (facts) => [version(facts)],
  "task-opened": (facts) => [until(facts, "dueOn", (day) => `by ${formatDay(day)}`)],
  "task-done": (facts) => [facts["isLate"] === true ? "late" : ""],
  "work-viewed": (facts) => [amount(facts, "notes", "note"), amount(facts, "tasks", "task")],
  withheld: (facts) => [
    `${said(facts, "system")}.${said(facts, "table")}`,
    amount(facts, "columns", "column"),
    lookUp(REFUSAL_TEXTS, facts["reason"])?.label ?? "",
  ],
  "withheld-given": (facts) => [`${said(facts, "system")}.${said(facts, "table")}`],
  merged: () => [],
  separated: () => [],
  released: (facts) => [until(facts, "dueOn", (day) => `due ${formatDay(day)}`)],
  absorbed: (facts) => [until(facts, "dueOn", (day) => `due ${formatDay(day)}`)],
  reminded: (facts) => [said(facts, "level"), describeLeft(facts["daysLeft"])],
  "due-moved": (facts) => [
    until(facts, "from", (day) => `from ${formatDay(day)}`),
    until(facts, "to", (day) => `to ${formatDay(day)}`),
  ],
  verified: (facts) => [said(facts, "how"), until(facts, "dueOn", (day) => `due ${formatDay(day)}`)],
  planned: (facts) => [
    amount(facts, "rows", "row"),
    facts["blocking"] === facts["findings"] ? "" : amount(facts, "findings", "finding"),
    amount(facts, "blocking", "finding to answer", "findings to answer"),
    version(facts),
  ],
  "choices-recorded": (facts) => [
    amount(facts, "choices", "use"),
    amount(facts, "weighed", "to be weighed", "to be weighed"),
  ],
  stated: (facts) => [
    amount(facts, "recipients", "recipient"),
    facts["pointsBack"] === true ? "points at this year's" : "",
  ],
  "reviews-opened": (facts) => [amount(facts, "decisions", "decision")],
  contested: () => [],
  "reviews-viewed": (facts) => [amount(facts, "decisions", "decision")],
  reviewed: (facts) => [said(facts, "outcome")],
  "reviews-settled": (facts) => [
    amount(facts, "upheld", "upheld", "upheld"),
    amount(facts, "changed", "changed", "changed"),
  ],
  weighed: (facts) => [said(facts, "outcome"), amount(facts, "choices", "use")],
  "system-unreachable": (facts) => [inSystem(facts)],
  replanned: (facts) => [amount(facts, "namedRows", "row named", "rows named")],
  approved: (facts) => [version(facts), until(facts, "runsAt", (at) => `runs ${formatMoment(at)}`)],
  "plan-changed": (facts) => [said(facts, "system")],
  refused: (facts) => [
    lookUp(REFUSAL_TEXTS, facts["reason"])?.label ?? said(facts, "reason"),
    facts["twoPersons"] === true ? "two people agreed" : "",
  ],
  "refusal-proposed": (facts) => [lookUp(REFUSAL_TEXTS, facts["reason"])?.label ?? said(facts, "reason")],
  "nothing-found": (facts) => [amount(facts, "systems", "system searched", "systems searched")],
  started: (facts) => [version(facts)],
  "step-intended": (facts) => [said(facts, "system"), ...outcome(facts)],
  "step-completed": (facts) => [
    said(facts, "system"),
    ...outcome(facts),
    facts["verified"] === false ? "not verified" : "verified",
  ],
  "step-failed": (facts) => [inSystem(facts)],
  "not-verified": (facts) => [amount(facts, "findings", "finding"), amount(facts, "systems", "system")],
  "held-up": (facts) => [inSystem(facts)],
  assigned: (facts) => [facts["operator"] === null ? "nobody in particular" : said(facts, "operator")],
  "reminder-asked": (facts) => [until(facts, "whom", (whom) => `to the ${whom}`)],
  "fee-proposed": (facts) => [describeAmount(facts)],
  "fee-quoted": (facts) => [describeAmount(facts)],
  "fee-answered": (facts) => [facts["accepts"] === true ? "accepted" : "declined"],
  "system-paused": (facts) => [said(facts, "system")],
  "system-resumed": (facts) => [said(facts, "system")],
  "system-retried": (facts) => [said(facts, "system")],
  "system-skipped": (facts) => [said(facts, "system")],
  "part-delivery-decided": (facts) => [amount(facts, "systems", "system later", "systems later")],
  "partly-done": (facts) => [
    amount(facts, "systems", "system"),
    amount(facts, "missing", "system missing", "systems missing"),
  ],
  "rest-follows": (facts) => [version(facts)],
  "package-ready": (facts) => [
    amount(facts, "rows", "row"),
    amount(facts, "files", "file"),
    typeof facts["bytes"] === "number" ? formatBytes(facts["bytes"]) : "",
  ],
  "rows-viewed": (facts) => [`${amount(facts, "rows", "row")} of ${said(facts, "system")}.${said(facts, "table")}`],
  "residue-scan-started": (facts) => [amount(facts, "systems", "system")],
  "residue-scanned": (facts) => [
    amount(facts, "rows", "row left", "rows left") || "nothing left",
    amount(facts, "failed", "system not searched", "systems not searched"),
  ],
  "restriction-stands": (facts) => [amount(facts, "systems", "system")],
  corrected: (facts) => [amount(facts, "rows", "row"), said(facts, "categories"), inSystem(facts)],
  "right-unsupported": (facts) => [said(facts, "system")],
  "lift-announced": (facts) => [until(facts, "by", (by) => `by ${by.replaceAll("_", " ")}`)],
  "lift-followed": () => [],
  "lift-held-up": (facts) => [said(facts, "code")],
  lifted: (facts) => [
    amount(facts, "systems", "system"),
    amount(facts, "newer", "newer value stayed", "newer values stayed"),
    amount(facts, "residue", "place is not as it was", "places are not as they were"),
  ],
  "undo-opened": (facts) => [
    until(facts, "until", (moment) => `until ${formatMoment(moment)}`),
    amount(facts, "unable", "system in which it cannot be", "systems in which it cannot be"),
  ],
  "undo-asked": (facts) => [until(facts, "by", (by) => `by the ${by}`), amount(facts, "systems", "system")],
  "undo-held-up": (facts) => [inSystem(facts)],
  undone: (facts) => [
    amount(facts, "rows", "row"),
    amount(facts, "newer", "newer row stayed", "newer rows stayed"),
    amount(facts, "residue", "place is not as it was", "places are not as they were"),
    amount(facts, "unable", "system in which it cannot be", "systems in which it cannot be"),
  ],
  "undo-ended": (facts) => [until(facts, "by", (by) => UNDO_ENDS[by] ?? by)],
  done: () => [],
};

const UNDO_ENDS: Readonly<Record<string, string>> = {
  end_of_window: "the time was over",
  person: "as the person wished",
  not_finished: "it could not be finished in time",
};

const CAUSES: Readonly<Record<string, string>> = {
  identity: "who they are",
  clarification: "what they mean",
  fee: "the fee",
};

function describeAmount(facts: Facts): string {
  const amount = facts["amount"];
  return typeof amount === "number" ? `${(amount / 100).toFixed(2)} ${said(facts, "currency")}` : "";
}

function describeLeft(days: Facts[string] | undefined): string {
  if (typeof days !== "number") return "";
  return days < 0 ? `${-days} days over` : days === 0 ? "due today" : `${days} days left`;
}

/** Empty when the entry's title says everything. An event that is new here is told as `name value`. */
export function describeFacts(event: string, facts: Facts): string {
  const parts = EVENTS[event]?.(facts) ?? Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return parts.filter((part) => part !== "").join(", ");
}

function said(facts: Facts, name: string): string {
  const value = facts[name];
  return value === undefined || value === null ? "" : String(value);
}

function amount(facts: Facts, name: string, noun: string, several = `${noun}s`): string {
  const value = facts[name];
  return typeof value === "number" && value > 0 ? `${value.toLocaleString("en")} ${value === 1 ? noun : several}` : "";
}

function reachedOf(facts: Facts): string {
  const [reached, needed] = [lookUp(LEVEL_TEXTS, facts["reached"]), lookUp(LEVEL_TEXTS, facts["needed"])];
  return facts["reached"] === facts["needed"] ? "" : `${reached ?? ""}, ${needed ?? ""} is needed`;
}

function version(facts: Facts): string {
  return facts["version"] === undefined ? "" : `version ${said(facts, "version")}`;
}

function inSystem(facts: Facts): string {
  return [said(facts, "system"), said(facts, "code")].filter((part) => part !== "").join(": ");
}

function until(facts: Facts, name: string, say: (value: string) => string): string {
  const value = said(facts, name);
  return value === "" ? "" : say(value);
}

function outcome(facts: Facts): readonly string[] {
  return DISPOSITIONS.map(({ key, label }) => {
    const value = facts[key];
    return typeof value === "number" && value > 0 ? `${value.toLocaleString("en")} ${label}` : "";
  });
}

function lookUp<Text>(texts: Readonly<Record<string, Text>>, name: Facts[string] | undefined): Text | undefined {
  return typeof name === "string" && Object.hasOwn(texts, name) ? texts[name] : undefined;
}
