/** What a person can say is wrong: kinds of data that the tables of people in the discovered systems really hold. */
import { CATEGORIES } from "@kept/engine/categories";
import type { Ctx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import { defineMessages } from "../platform/i18n/messages.ts";

export interface CorrectionChoice {
  /** A category of the taxonomy. */
  readonly category: string;
  readonly title: string;
}

/** Facts that people know of themselves. What they wrote, and what is a secret, is changed by other means. */
const titles = defineMessages({
  en: {
    name: "Name",
    "contact.email": "E-mail address",
    "contact.phone": "Phone number",
    "contact.address": "Postal address",
    "identity.birth-date": "Date of birth",
    "identity.gender": "Gender or form of address",
    "identity.nationality": "Nationality or place of birth",
    "identity.profile": "Profile details",
    family: "Family or marital status",
    employment: "Job and employer",
    education: "Education",
    "location.approximate": "City, region or country",
  },
  de: {
    name: "Name",
    "contact.email": "E-Mail-Adresse",
    "contact.phone": "Telefonnummer",
    "contact.address": "Postanschrift",
    "identity.birth-date": "Geburtsdatum",
    "identity.gender": "Geschlecht oder Anrede",
    "identity.nationality": "Staatsangehörigkeit oder Geburtsort",
    "identity.profile": "Angaben im Profil",
    family: "Familie oder Familienstand",
    employment: "Beruf und Arbeitgeber",
    education: "Ausbildung",
    "location.approximate": "Ort, Region oder Land",
  },
});

type Correctable = keyof (typeof titles)["en"];

/** In the order of the taxonomy; empty as long as no system has been discovered. */
export async function listCorrectionChoices(ctx: Ctx, language: Language): Promise<readonly CorrectionChoice[]> {
  const rows = await ctx.db.selectFrom("system_state").select("discovery").where("discovery", "is not", null).execute();
  const held = new Set(
    rows.flatMap(({ discovery }) =>
      (discovery?.schema ?? [])
        .filter(({ kind }) => kind === "subject")
        .flatMap(({ columns }) => columns.map(({ category }) => category)),
    ),
  );
  const words: Readonly<Record<string, string>> = titles[language];
  return CATEGORIES.flatMap(({ name }) => {
    const title = words[name as Correctable];
    return title !== undefined && held.has(name) ? [{ category: name, title }] : [];
  });
}
