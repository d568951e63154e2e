/** The plain choices by which a person can limit a request: kinds of data that the discovered systems really hold. */
import { REQUEST_KINDS, type RequestKind } from "@kept/contract/request-kinds";
import { categoryOf } from "@kept/engine/categories";
import { choiceRight, reachedPurposes } from "@kept/engine/choices/choice-rights";
import { purposeTitle } from "../kept-config.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import { defineMessages } from "../platform/i18n/messages.ts";
import type { RequestParts } from "../requests/request-parts.ts";

export interface ScopeChoice {
  /** First word of categories of the taxonomy: takes in everything below it. */
  readonly category: string;
  readonly title: string;
}

const titles = defineMessages({
  en: {
    contact: "Contact details",
    name: "Name",
    identity: "Personal details",
    family: "Family",
    employment: "Work",
    education: "Education",
    financial: "Payments and accounts",
    location: "Places",
    online: "Devices and connections",
    content: "What you wrote and uploaded",
    special: "Sensitive data",
    preference: "Settings",
  },
  de: {
    contact: "Kontaktdaten",
    name: "Name",
    identity: "Angaben zur Person",
    family: "Familie",
    employment: "Beruf",
    education: "Ausbildung",
    financial: "Zahlungen und Konten",
    location: "Orte",
    online: "Geräte und Verbindungen",
    content: "Geschriebenes und Hochgeladenes",
    special: "Besonders geschützte Daten",
    preference: "Einstellungen",
  },
});

export interface UseChoice {
  /** A purpose of the configuration. */
  readonly purpose: string;
  readonly title: string;
}

/** The uses that a right can be about under any regime of the configuration; empty for rights that are not about uses. */
export function listUseChoices(parts: RequestParts, kind: RequestKind, language: Language): readonly UseChoice[] {
  if (!kind.asks.includes("uses")) return [];
  const { policy } = parts.choices;
  const all = Object.keys(policy.purposes);
  const reached = parts.kept.regimes.flatMap((regime) => reachedPurposes(policy, regime, choiceRight(kind.kind), all));
  const names = new Set(reached.map(({ purpose }) => purpose));
  return all
    .filter((purpose) => names.has(purpose))
    .map((purpose) => ({ purpose, title: purposeTitle(parts.kept, purpose, language) }));
}

/** Uses by which the scope of a right over data can be named: all that the configuration has. */
export function listScopeUses(parts: RequestParts, kind: RequestKind, language: Language): readonly UseChoice[] {
  if (!kind.asks.includes("scope")) return [];
  return Object.keys(parts.kept.purposes).map((purpose) => ({
    purpose,
    title: purposeTitle(parts.kept, purpose, language),
  }));
}

/** Rights that mean something here: one over uses needs a use that it reaches, a review needs decisions to look at. */
export function offeredKinds(parts: RequestParts): readonly (typeof REQUEST_KINDS)[number][] {
  const decides = Object.keys(parts.kept.automatedDecisions).length > 0;
  return REQUEST_KINDS.filter((kind: RequestKind) => {
    if (kind.asks.includes("view")) return decides;
    return !kind.asks.includes("uses") || listUseChoices(parts, kind, "en").length > 0;
  });
}

type Group = keyof (typeof titles)["en"];

/** What people call the kind of data to which a category belongs: several categories have one title. */
export function categoryGroupTitle(category: string, language: Language): string {
  const group = category.split(".")[0] ?? "";
  const words: Readonly<Record<string, string>> = titles[language];
  return words[group] ?? category;
}

/** In the order of the titles; empty as long as no system has been discovered. */
export async function listScopeChoices(ctx: Ctx, language: Language): Promise<readonly ScopeChoice[]> {
  const rows = await ctx.db.selectFrom("system_state").select("discovery").where("discovery", "is not", null).execute();
  const held = new Set<string>();
  for (const { discovery } of rows) {
    for (const table of discovery?.schema ?? []) {
      if (table.kind !== "subject" && table.kind !== "personal") continue;
      for (const column of table.columns) {
        if (categoryOf(column.category).personal) held.add(column.category.split(".")[0] ?? "");
      }
    }
  }
  const words = titles[language];
  return (Object.keys(words) as Group[])
    .filter((group) => held.has(group))
    .map((group) => ({ category: group, title: words[group] }));
}
