/** One value of a person's data as a page shows it, and as a search finds it. */
import { ANOTHER_PERSON } from "@kept/engine/access-columns";
import { createPackageFormat } from "../fulfilment/package/package-format.ts";
import { toJsonValue } from "../fulfilment/package/table-file.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { OwnRow } from "../requests/own-rows.ts";
import { dataTexts } from "./data-texts.ts";
import { formatBytes } from "./format.ts";

const LONGEST_SHOWN = 400;
const LONGEST_LABEL = 80;

/** Empty for what holds nothing. */
export function showValue(value: unknown, language: Language): string {
  return shorten(textOf(value, language), LONGEST_SHOWN);
}

function textOf(value: unknown, language: Language): string {
  const texts = dataTexts[language];
  if (value === null || value === undefined || value === "") return "";
  if (value === ANOTHER_PERSON) return texts.others;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (value instanceof Uint8Array) return texts.file(formatBytes(value.length, language));
  const plain = toJsonValue(value);
  if (typeof plain === "object") return JSON.stringify(plain);
  const time = typeof plain === "string" ? createPackageFormat(language).time(plain) : null;
  return time ?? String(plain);
}

/**
 * What tells a row from others in few words: its first values that say something, or its number on the page. Never its key:
 * that may name somebody else.
 */
export function labelOf({ key, values }: Pick<OwnRow, "key" | "values">, language: Language, number: number): string {
  const keys = new Set(key ?? []);
  const said = Object.values(values)
    .filter((value) => typeof value === "string" && !keys.has(value) && value !== ANOTHER_PERSON)
    .map((value) => showValue(value, language))
    .filter((text) => text !== "");
  if (said.length === 0) return dataTexts[language].entry(number);
  return shorten(said.slice(0, 3).join(" · "), LONGEST_LABEL);
}

/** Whether the words stand in the row, whatever their case: as people read it, or as the system has it. */
export function holdsWords({ values }: OwnRow, words: string, language: Language): boolean {
  const wanted = words.toLocaleLowerCase(language);
  const holds = (text: string): boolean => text.toLocaleLowerCase(language).includes(wanted);
  return Object.values(values).some(
    (value) =>
      holds(textOf(value, language)) || (typeof value === "string" && value !== ANOTHER_PERSON && holds(value)),
  );
}

function shorten(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most).join("")}…`;
}
