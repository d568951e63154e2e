import { describe, expect, it } from "vitest";
import { type BannerLook, type ButtonLook, lintLook } from "./lint-look.ts";

const button: ButtonLook = {
  label: "Accept all",
  width: 160,
  height: 44,
  fontSize: 16,
  fontWeight: 600,
  text: "#ffffff",
  fill: "#1f5fbf",
  border: "#1f5fbf",
  panel: "#ffffff",
  isPlain: false,
};
const reject: ButtonLook = { ...button, label: "Reject all" };
const fair: BannerLook = {
  where: "en",
  language: "en",
  isOptIn: true,
  accept: button,
  reject,
  clicksToAccept: 1,
  clicksToReject: 1,
  boxes: [
    { label: "Statistics", checked: false, disabled: false },
    { label: "Necessary", checked: true, disabled: true },
  ],
  closingConsents: false,
  hasWayBack: true,
};
const codes = (change: Partial<BannerLook>) => lintLook({ ...fair, ...change }).map(({ code }) => code);

describe("a banner by its look", () => {
  it("a fair one breaks no rule", () => expect(lintLook(fair)).toEqual([]));

  it.each<[string, Partial<BannerLook>, string[]]>([
    ["refusal on the second layer", { reject: null, clicksToReject: 2 }, ["reject-missing", "reject-takes-longer"]],
    ["no refusal", { reject: null, clicksToReject: null }, ["reject-missing", "reject-takes-longer"]],
    [
      "a link",
      { reject: { ...reject, fill: "#ffffff", text: "#1b1f24", isPlain: true } },
      ["reject-is-link", "reject-paler"],
    ],
    ["a small button", { reject: { ...reject, width: 80 } }, ["reject-smaller"]],
    ["a flat button", { reject: { ...reject, width: 200, height: 32 } }, ["reject-smaller"]],
    ["thin words", { reject: { ...reject, fontWeight: 400 } }, ["reject-lighter"]],
    ["small words", { reject: { ...reject, fontSize: 12 } }, ["reject-lighter"]],
    ["grey on green", { reject: { ...reject, fill: "#9ed99e", text: "#8a8a8a" } }, ["reject-paler", "contrast-low"]],
    ["pale words on the same button", { reject: { ...reject, text: "#a9c4ea" } }, ["reject-paler", "contrast-low"]],
    ["a ticked box", { boxes: [{ label: "Statistics", checked: true, disabled: false }] }, ["ticked-before-choice"]],
    [
      "a second switch",
      { boxes: [{ label: "Object to legitimate interests", checked: false, disabled: false }] },
      ["second-toggle"],
    ],
    ["swapped words", { accept: reject, reject: button }, ["label-swapped", "label-swapped"]],
    ["closing as a yes", { closingConsents: true }, ["closing-consents"]],
    ["no way back", { hasWayBack: false }, ["no-way-back"]],
  ])("%s", (_, change, expected) => expect(codes(change)).toEqual(expected));

  it("a longer word may make a wider button, and a refusal may be the bigger one", () => {
    expect(codes({ reject: { ...reject, width: 240 } })).toEqual([]);
    expect(codes({ accept: { ...button, width: 200 } })).toEqual([]);
  });

  it("where things are allowed until a no, boxes begin ticked", () => {
    expect(codes({ isOptIn: false, boxes: [{ label: "Sale", checked: true, disabled: false }] })).toEqual([]);
  });
});
