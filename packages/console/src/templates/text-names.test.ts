import { expect, test } from "vitest";
import { nameTexts } from "./text-names.ts";

test("a text is called by its part in the message, and by more where several have one part", () => {
  const names = nameTexts([
    "complaintDecisionSubject",
    "complaintUpheldText",
    "complaintNotUpheldText",
    "worksUntil",
    "refusedCourt",
    "complaintButton",
  ]);
  expect([...names.values()]).toEqual([
    "Subject",
    "Text: upheld",
    "Text: not upheld",
    "Works until",
    "Court",
    "Button",
  ]);
});
