import { describe, expect, test } from "vitest";
import { REQUEST_STATES, requestState, statesBefore } from "./request-states.ts";

describe("the table of states", () => {
  test("every state can be reached from the first, and names only states that there are", () => {
    const reached = new Set<string>(["unverified"]);
    for (const name of reached) for (const next of requestState(name).next) reached.add(next);
    expect([...reached].sort()).toEqual(REQUEST_STATES.map(({ state }) => state).sort());
  });
  test("what is closed stays closed, but for a search that found nobody, an answer that came late and a merge by mistake", () => {
    const left = REQUEST_STATES.filter(({ phase, next }) => phase === "closed" && next.length > 0);
    expect(left.map(({ state }) => state)).toEqual(["nothing_found", "lapsed", "merged"]);
  });
  test("from every open state a request can end", () => {
    for (const { state, phase } of REQUEST_STATES) {
      const seen = new Set<string>([state]);
      for (const name of seen) for (const next of requestState(name).next) seen.add(next);
      if (phase !== "closed") expect([...seen].some((name) => requestState(name).phase === "closed")).toBe(true);
    }
  });
  test("what may be done has a state to go to", () => {
    for (const row of REQUEST_STATES) {
      if (row.mayAsk) expect(row.next).toContain("asking");
      if (row.mayRefuse) expect(row.next).toContain("refused");
      if (row.mayCancel) expect(row.next).toContain("cancelled");
      if (row.mayMerge) expect(row.next).toContain("merged");
      if (row.mayReopen) expect(row.next).toContain("asking");
      if (row.mayReplan || row.mayAnswer) expect(row.state === "planning" || row.next.includes("planning")).toBe(true);
    }
  });
  test("other protocols are told that it is over exactly when it is", () => {
    for (const { phase, drp, openDsr } of REQUEST_STATES) {
      expect(["fulfilled", "denied", "revoked", "expired"].includes(drp)).toBe(phase === "closed");
      expect(["completed", "cancelled"].includes(openDsr)).toBe(phase === "closed");
    }
  });
  test("a state may follow itself: being told twice is no step", () => {
    expect(statesBefore("done")).toEqual(["planning", "blocked", "running", "done"]);
  });
});
