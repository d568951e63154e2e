import { exampleRequest } from "@kept/contract/request-examples";
import { REQUEST_STATES } from "@kept/contract/request-states";
import { describe, expect, it } from "vitest";
import { nextStep } from "./next-step.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

describe("nextStep", () => {
  it("has a sentence for every state", () => {
    for (const { state } of REQUEST_STATES) {
      const step = nextStep({ ...exampleRequest, state }, now);
      expect(step.title, state).not.toBe("");
      expect(step.text, state).toMatch(/\.$/);
    }
  });

  it("warns before what is final and not before what is not", () => {
    expect(nextStep({ ...exampleRequest, kind: "erasure" }, now).text).toContain("cannot be brought back");
    expect(nextStep(exampleRequest, now).text).not.toContain("cannot be brought back");
  });

  const entry = (event: string, facts: Record<string, string | number> = {}) => ({
    at: "2026-11-22T11:00:00.000Z",
    event,
    actor: { kind: "system" as const, id: "kept" },
    facts,
  });

  it("asks for a decision where nobody but an operator can say whether somebody may act for the person", () => {
    const title = (relation: string, ...more: string[]) => {
      const timeline = [entry("mandate-named", { relation }), ...more.map((event) => entry(event))];
      return nextStep({ ...exampleRequest, state: "unverified", timeline }, now).title;
    };
    expect(title("heir", "mandate-confirmed")).toBe("Decide whether the mandate holds");
    expect(title("heir")).toBe("Wait for the person");
    expect(title("agent", "mandate-confirmed")).toBe("Wait for the person");
    expect(title("heir", "mandate-confirmed", "mandate-decided")).toBe("Wait for the person");
  });

  it("says why an approved request waits again", () => {
    const changed = [entry("approved"), entry("plan-changed", { system: "shop" }), entry("planned")];
    const step = nextStep({ ...exampleRequest, state: "awaiting_approval", timeline: changed }, now);
    expect(step).toMatchObject({ title: "The plan has changed: look at it again", action: "approve" });
    expect(step.text).toContain("shop");
    const approved = {
      ...exampleRequest,
      state: "awaiting_approval" as const,
      timeline: [...changed, entry("approved")],
    };
    expect(nextStep(approved, now).title).toBe("Look at the plan and approve it");
  });

  it("names the number of findings that block", () => {
    const blocked = { ...exampleRequest, state: "blocked" as const, blockingFindings: 2 };
    expect(nextStep(blocked, now)).toMatchObject({ title: "Answer 2 findings first", action: null });
  });

  it("sends whoever reads a request that a restriction holds up to the restriction", () => {
    const one = { requestId: "req_1", reference: "K7QM-3F2X", since: "2026-11-20T10:00:00.000Z", isAnnounced: false };
    const blocked = { ...exampleRequest, state: "blocked" as const, blockingFindings: 1 };
    const standing = nextStep({ ...blocked, waitsFor: [one] }, now);
    expect(standing).toMatchObject({ title: "The person's data is restricted", action: null });
    expect(standing.text).toContain("Announce the lift of K7QM-3F2X");
    const announced = nextStep({ ...blocked, waitsFor: [{ ...one, isAnnounced: true }] }, now);
    expect(announced.text).toBe("The lift of K7QM-3F2X is announced. Then this goes on by itself.");
  });

  it("tells an erasure that left something from a plan with open questions", () => {
    const [step] = exampleRequest.systems;
    if (step === undefined) throw new Error("The example has no system.");
    const blocked = (state: typeof step.state) =>
      nextStep({ ...exampleRequest, state: "blocked", blockingFindings: 1, systems: [{ ...step, state }] }, now);
    expect(blocked("committed").title).toBe("Carried out, but something is left");
    expect(blocked("committed").text).toContain(step.system);
    expect(blocked("failed").title).toBe("1 system keeps failing");
    expect(blocked("planned").title).toBe("Answer 1 finding first");
  });

  it("says that a system which cannot be reached holds the search up", () => {
    const [step] = exampleRequest.systems;
    if (step === undefined) throw new Error("The example has no system.");
    const problem = { code: "connection_refused", message: "refused" };
    const held = { ...exampleRequest, state: "planning" as const, systems: [{ ...step, problem }] };
    expect(nextStep(held, now).title).toBe("1 system cannot be searched");
    expect(nextStep({ ...held, systems: [step] }, now).title).toBe("Searching the systems");
  });

  it("counts the systems that hold a run up, and its words agree with the count", () => {
    const [step] = exampleRequest.systems;
    if (step === undefined) throw new Error("The example has no system.");
    const held = { ...step, problem: { code: "system_unreachable", message: "gone" } };
    const running = (...systems: (typeof held)[]) =>
      nextStep({ ...exampleRequest, state: "running" as const, systems }, now).title;
    expect(running(held)).toBe("1 system holds it up");
    expect(running(held, { ...held, system: "other" })).toBe("2 systems hold it up");
  });

  it("does not call done what was not verified", () => {
    const [step] = exampleRequest.systems;
    if (step === undefined) throw new Error("The example has no system.");
    const done = (state: typeof step.state) => ({
      ...exampleRequest,
      state: "done" as const,
      systems: [{ ...step, state }],
    });
    expect(nextStep(done("verified"), now).title).toBe("Done");
    expect(nextStep(done("committed"), now)).toMatchObject({ title: "Carried out, not verified" });
    expect(nextStep(done("committed"), now).text).toContain("shop");
  });

  it("says when an approved request runs", () => {
    const waiting = { ...exampleRequest, state: "waiting" as const, runsAt: "2026-11-24T13:00:00.000Z" };
    expect(nextStep(waiting, now).title).toBe("Runs in 2 days");
  });
});
