import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { BannerConfig, Catalogue } from "../core/banner-config.ts";
import { exampleConfig } from "../testing/example-config.ts";
import { lintConfig } from "./lint-config.ts";

const folder = `${import.meta.dirname}/../languages`;
const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).map((name) => name.replace(".json", ""));

async function configOf(
  language: string,
  change: (texts: Catalogue) => Partial<Catalogue> = () => ({}),
): Promise<BannerConfig> {
  const texts = JSON.parse(await readFile(`${folder}/${language}.json`, "utf8")) as Catalogue;
  return { ...exampleConfig, language, texts: { ...texts, ...change(texts) } };
}
const codes = (config: BannerConfig, least = 180) => lintConfig(config, least).map(({ code }) => code);

describe("a banner by its configuration", () => {
  it.each(names)("%s: our own breaks no rule", async (language) => {
    expect(lintConfig(await configOf(language), 182)).toEqual([]);
  });

  it.each(names)(
    "%s: swapped answers are found, on both layers and where things are allowed until a no",
    async (language) => {
      const swapped = await configOf(language, ({ accept, reject }) => ({ accept: reject, reject: accept }));
      expect(codes(swapped)).toEqual(["label-swapped", "label-swapped"]);
      const sale = await configOf(language, ({ optIn, optOut }) => ({ optIn: optOut, optOut: optIn }));
      expect(codes(sale)).toEqual(["label-swapped", "label-swapped"]);
    },
  );

  it("the Arabic swap of a known library's playground is told in words", async () => {
    const [finding] = lintConfig(
      await configOf("ar", ({ accept, reject }) => ({ accept: reject, reject: accept })),
      180,
    );
    expect(finding).toMatchObject({ code: "label-swapped", blocks: true, evidence: "“رفض الكل” is to accept" });
  });

  it("words that say nothing are pointed out, and do not stop the banner", async () => {
    const config = await configOf("en", () => ({ reject: "Maybe later" }));
    expect(lintConfig(config, 180)).toMatchObject([{ code: "label-unclear", blocks: false }]);
  });

  it("texts that are missing, or lost a hole", async () => {
    expect(codes(await configOf("de", () => ({ signal: " ", blocked: "Gesperrt." })))).toEqual([
      "text-missing",
      "text-missing",
    ]);
  });

  it("asking again too soon", async () => {
    expect(codes({ ...(await configOf("en")), askAgainDays: 30 })).toEqual(["asked-too-soon"]);
    expect(codes({ ...(await configOf("en")), askAgainDays: 182 }, 182)).toEqual([]);
  });

  it("colours that cannot be read", async () => {
    const theme = { background: "#ffffff", text: "#1b1f24", accent: "#9ed99e", accentText: "#8a8a8a" };
    expect(codes({ ...(await configOf("en")), theme })).toContain("contrast-low");
  });
});
