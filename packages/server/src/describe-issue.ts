/** What is wrong with a configuration, and what to write instead. */
import type * as z from "zod";

/** A sentence with the place, the fault and the remedy. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.length === 0 ? "(the whole)" : issue.path.map(String).join(".");
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || /received undefined/.test(issue.message)
        ? `${path} is missing: add it (${issue.expected}).`
        : `${path} has the wrong type: write ${withArticle(issue.expected)}.`;
    case "unrecognized_keys":
      return `${path} has ${issue.keys.map((key) => `"${key}"`).join(", ")}, which is not known: remove or rename it.`;
    case "invalid_value":
      return `${path} is not allowed: write one of ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return `${path} is empty: fill it in or leave it out.`;
    case "invalid_union":
      return describeChoice(issue, path);
    default:
      return `${path} ${issue.message}.`;
  }
}

/** Of what may be written in several ways: what is wrong with the way that was meant, or which ways there are. */
function describeChoice({ errors, path }: z.core.$ZodIssueInvalidUnion, place: string): string {
  const ways = errors.map((issues) => ({ issues, other: issues.find(isOtherType) }));
  const [fault] = ways.find(({ other }) => other === undefined)?.issues ?? [];
  if (fault !== undefined) return describeIssue({ ...fault, path: [...path, ...fault.path] });
  const expected = [...new Set(ways.flatMap(({ other }) => other?.expected ?? []))].join(" or ");
  return ways.some(({ other }) => /received undefined/.test(other?.message ?? ""))
    ? `${place} is missing: add it (${expected}).`
    : `${place} has the wrong type: write ${withArticle(expected)}.`;
}

/** It is written in another way than this one. */
function isOtherType(issue: z.core.$ZodIssue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === "invalid_type" && issue.path.length === 0;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
