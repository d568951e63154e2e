import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Catalogue } from "../core/banner-config.ts";
import { classifyLabel, LABEL_WORDS } from "./label-words.ts";

describe("what labels say", async () => {
  const folder = `${import.meta.dirname}/../languages`;
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));

  it.each(names)("%s: every answer is recognised, by the words of its language and by those of all", async (name) => {
    const language = name.replace(".json", "");
    expect(LABEL_WORDS[language], language).toBeDefined();
    const texts = JSON.parse(await readFile(`${folder}/${name}`, "utf8")) as Catalogue;
    for (const known of [language, undefined]) {
      expect(classifyLabel(texts.accept, known), texts.accept).toBe("accept");
      expect(classifyLabel(texts.optIn, known), texts.optIn).toBe("accept");
      expect(classifyLabel(texts.reject, known), texts.reject).toBe("reject");
      expect(classifyLabel(texts.optOut, known), texts.optOut).toBe("reject");
      for (const other of [texts.settings, texts.save, texts.close, texts.reopen])
        expect(classifyLabel(other, known), other).toBeNull();
    }
  });

  it.each([
    ["Continue without accepting", "reject"],
    ["I do not accept", "reject"],
    ["Continuer sans accepter", "reject"],
    ["Nur notwendige Cookies", "reject"],
    ["Only necessary", "reject"],
    ["That's OK", null],
    ["Alle Cookies zulassen", "accept"],
  ] as const)("%s", (text, meaning) => expect(classifyLabel(text)).toBe(meaning));
});
