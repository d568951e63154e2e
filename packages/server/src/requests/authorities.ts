/** Where a person may complain about the answer to a request. */
import { type AuthorityRow, findAuthority } from "@kept/engine/regimes/authorities";
import { findTerritory } from "@kept/engine/regimes/territories";
import type { KeptConfig } from "../kept-config.ts";
import type { RequestRow } from "./queries.ts";

export interface Authority {
  readonly name: string;
  readonly url: string;
  readonly email: string | null;
}

/**
 * The authority where the person lives, if that is known, and the controller's (Art. 77 GDPR: residence, work, or the place
 * of the infringement). Never empty for a controller in a country that has one.
 */
export function authoritiesFor(kept: KeptConfig, region: RequestRow["region"]): readonly Authority[] {
  const { country, subdivision = null, authority } = kept.controller;
  const atHome = region === null || region.country === null ? undefined : findPlaceAuthority(region);
  const own =
    authority === undefined ? toAuthority(findAuthority(country, subdivision)) : { ...authority, email: null };
  const found = [toAuthority(atHome), own].filter((one) => one !== null);
  return found.filter((one, index) => found.findIndex(({ url }) => hostOf(url) === hostOf(one.url)) === index);
}

function findPlaceAuthority({ country, subdivision }: NonNullable<RequestRow["region"]>): AuthorityRow | undefined {
  const territory = country === null ? undefined : findTerritory(country);
  if (territory === undefined) return undefined;
  return findAuthority(territory.code, subdivision) ?? findAuthority(territory.partOf ?? "", null);
}

function toAuthority(row: AuthorityRow | undefined): Authority | null {
  return row === undefined ? null : { name: row.name, url: row.url, email: row.email };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, "") : url;
}
