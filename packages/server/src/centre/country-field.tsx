/** Asks where a person lives: optional, and it shows what would be taken for it otherwise. */
import { TERRITORIES } from "@kept/engine/regimes/territories";
import type { Language } from "../platform/i18n/language.ts";
import { formTexts } from "./form-texts.ts";
import type { PageFrame } from "./layout.tsx";

interface Place {
  readonly code: string;
  readonly name: string;
}

const places = new Map<Language, readonly Place[]>();

export function CountryField(props: {
  frame: PageFrame;
  value: string;
  inferred: string | null;
  /** Of somebody else. @defaultValue where do you live? */
  label?: string;
}) {
  const { language } = props.frame;
  const texts = formTexts[language];
  const inferred =
    props.inferred === null ? undefined : listPlaces(language).find(({ code }) => code === props.inferred);
  return (
    <div class="field">
      <label for="country">{props.label ?? texts.country}</label>
      <p class="hint" id="country-hint">
        {texts.countryHint}
      </p>
      <select id="country" name="country" autocomplete="country" aria-describedby="country-hint">
        <option value="">{inferred === undefined ? texts.countryNone : texts.countryInferred(inferred.name)}</option>
        {listPlaces(language).map(({ code, name }) => (
          <option value={code} selected={code === props.value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Whether a form may name it. */
export function isPlace(code: string): boolean {
  return listPlaces("en").some((place) => place.code === code);
}

/** Every country by its name in a language; of the United States also the state whose law Kept knows. */
function listPlaces(language: Language): readonly Place[] {
  let known = places.get(language);
  if (known === undefined) {
    const texts = formTexts[language];
    const names = new Intl.DisplayNames(language, { type: "region" });
    const named = TERRITORIES.map(({ code }) => ({ code, name: names.of(code) ?? code }));
    const california = { code: "US-CA", name: texts.countryState(names.of("US") ?? "US", texts.california) };
    known = [...named, california].sort((a, b) => a.name.localeCompare(b.name, language));
    places.set(language, known);
  }
  return known;
}
