/** Finds the authority of a place. A plain form that asks with GET, so that its answer can be linked to. */
import { AUTHORITIES, type AuthorityRow } from "@kept/engine/regimes/authorities";
import { CountryField } from "../centre/country-field.tsx";
import { Layout, type PageFrame } from "../centre/layout.tsx";
import type { Language } from "../platform/i18n/language.ts";
import { complaintPath } from "./complaint-parts.ts";
import { complaintTexts } from "./complaint-texts.ts";

/** Länder with an authority of their own, by name. */
const PARTS = AUTHORITIES.filter(({ country, subdivision }) => country === "DE" && subdivision !== null);

export function AuthorityPage(props: {
  frame: PageFrame;
  place: string;
  found: { readonly place: readonly AuthorityRow[]; readonly controller: readonly AuthorityRow[] };
}) {
  const { frame, place, found } = props;
  const texts = complaintTexts[frame.language];
  const [country = "", part = ""] = place === "US-CA" ? [place] : place.split("-");
  const lands = new Intl.Collator(frame.language);
  const ours = found.controller.filter((one) => !found.place.some(({ url }) => url === one.url));
  return (
    <Layout frame={frame} title={texts.finderTitle} lead={texts.finderLead}>
      <div class="wrap">
        <div class="sheet">
          <form method="get" action={complaintPath.authorities()}>
            {frame.kept.languages.length > 1 ? <input type="hidden" name="lang" value={frame.language} /> : null}
            <CountryField frame={frame} value={country} inferred={null} />
            {country !== "DE" ? null : (
              <div class="field">
                <label for="part">{texts.finderPart}</label>
                <select id="part" name="part">
                  <option value="">{texts.finderPartAll}</option>
                  {PARTS.map((row) => ({ code: row.subdivision ?? "", name: landOf(row, frame.language) }))
                    .sort((a, b) => lands.compare(a.name, b.name))
                    .map(({ code, name }) => (
                      <option value={code} selected={code === part}>
                        {name}
                      </option>
                    ))}
                </select>
              </div>
            )}
            <p class="actions">
              <button class="button" type="submit">
                {texts.finderButton}
              </button>
            </p>
          </form>
        </div>
      </div>
      <div class="wrap columns">
        <section aria-labelledby="here">
          <h2 id="here">{texts.finderHere}</h2>
          {found.place.length === 0 ? <p>{texts.finderNone}</p> : null}
          {found.place.map((row) => (
            <AuthorityCard row={row} />
          ))}
        </section>
        {ours.length === 0 ? null : (
          <section aria-labelledby="ours">
            <h2 id="ours">{texts.finderOurs}</h2>
            {ours.map((row) => (
              <AuthorityCard row={row} />
            ))}
          </section>
        )}
      </div>
    </Layout>
  );
}

/** Länder that Germans call otherwise. */
const GERMAN: Readonly<Record<string, string>> = {
  BY: "Bayern",
  HE: "Hessen",
  MV: "Mecklenburg-Vorpommern",
  NI: "Niedersachsen",
  NW: "Nordrhein-Westfalen",
  RP: "Rheinland-Pfalz",
  SN: "Sachsen",
  ST: "Sachsen-Anhalt",
  TH: "Thüringen",
};

function landOf({ english, subdivision }: AuthorityRow, language: Language): string {
  const name = english.replace(/^.*\bof /, "").replace(/ for the private sector$/, "");
  return language === "de" ? (GERMAN[subdivision ?? ""] ?? name) : name;
}

function AuthorityCard({ row }: { row: AuthorityRow }) {
  return (
    <p>
      <strong>{row.name}</strong>
      <br />
      <a href={row.url}>{row.url}</a>
      {row.email === null ? null : (
        <>
          <br />
          <a href={`mailto:${row.email}`}>{row.email}</a>
        </>
      )}
    </p>
  );
}
