import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Catalogue } from "../core/banner-config.ts";
import { BANNER_LANGUAGES, CATALOGUES } from "./catalogues.ts";
import english from "./en.json" with { type: "json" };
import { REGIME_WORDS } from "./regime-words.ts";

const OFFICIAL = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split(" ");
const RIGHT_TO_LEFT = ["ar", "he"];

const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe("the banner's languages", async () => {
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".json"));
  const catalogues = await Promise.all(
    names.map(async (name) => {
      const texts = JSON.parse(await readFile(`${import.meta.dirname}/${name}`, "utf8")) as Catalogue;
      return [name.replace(".json", ""), texts] as const;
    }),
  );

  it("are the 24 of the Union, some more, and some that are written from the right", () => {
    const known = catalogues.map(([language]) => language);
    expect(known).toEqual(expect.arrayContaining([...OFFICIAL, ...RIGHT_TO_LEFT]));
    expect([...BANNER_LANGUAGES]).toEqual(known);
    expect(CATALOGUES).toEqual(Object.fromEntries(catalogues));
  });

  it.each(BANNER_LANGUAGES)("%s says why which rules apply, in words of its own", (language) => {
    const words = Object.entries(REGIME_WORDS[language]);
    expect(words.filter(([, text]) => text.trim() === "")).toEqual([]);
    if (language === "en") return;
    const borrowed = words.filter(
      ([name, text]) => text === (REGIME_WORDS.en as unknown as Record<string, string>)[name],
    );
    expect(borrowed).toEqual([]);
  });

  it.each(catalogues)("%s has every text, with the holes of the English one, and no label twice", (_, texts) => {
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(texts) as [keyof Catalogue, string][]) {
      expect(text.trim(), key).not.toBe("");
      expect(holes(text), key).toEqual(holes(english[key]));
    }
    const { accept, reject, settings, save, optIn, optOut } = texts;
    expect(new Set([accept, reject, settings, save, optIn, optOut].filter((label) => label !== accept)).size).toBe(
      accept === optIn ? 4 : 5,
    );
    // Labels of the same rank have about the same length: one must not shout.
    expect(reject.length).toBeLessThanOrEqual(Math.max(accept.length * 2, 40));
  });
});
