import { SUPPRESSION_REASONS } from "@kept/contract/messages";
import { expect, it } from "vitest";
import { describeReason } from "./reason-texts.ts";

it("has words for every reason for which an address is suppressed, and shows no code of others", () => {
  for (const reason of Object.keys(SUPPRESSION_REASONS)) {
    expect(describeReason(`suppressed_${reason}`)).toMatch(/^[A-Z]/);
  }
  expect(describeReason("scan_lost")).toBe("scan lost");
});
