import { exampleRequest } from "@kept/contract/request-examples";
import { describe, expect, it } from "vitest";
import { listTwins } from "./list-twins.ts";

const request = {
  ...exampleRequest,
  id: "req_this",
  phase: "needs_decision" as const,
  receivedAt: "2026-11-22T10:00:00Z",
};
const other = (id: string, part: Partial<typeof exampleRequest> = {}) => ({ ...request, ...part, id });

describe("listTwins", () => {
  it("has the other open ones of the same right, the earliest first", () => {
    const others = [
      request,
      other("req_later", { arrivedAt: "2026-11-20T10:00:00Z" }),
      other("req_earlier", { arrivedAt: "2026-11-12T10:00:00+01:00" }),
      other("req_closed", { phase: "closed" }),
      other("req_unproven", { receivedAt: null }),
      other("req_kind", { kind: "erasure" }),
      other("req_batch", { batch: "bat_1" }),
    ];
    expect(listTwins(request, others).map(({ id }) => id)).toEqual(["req_earlier", "req_later"]);
  });
});
