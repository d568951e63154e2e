/** The finder of authorities: where somebody lives or works, and where the controller is (Art. 77 GDPR lets them choose). */
import { type AuthorityRow, findAuthority } from "@kept/engine/regimes/authorities";
import { findTerritory } from "@kept/engine/regimes/territories";
import type { KeptConfig } from "../kept-config.ts";

/** @param place `DE`, `DE-BY`, `US-CA` */
export function findAuthorities(
  kept: KeptConfig,
  place: string,
): { readonly place: AuthorityRow[]; readonly controller: AuthorityRow[] } {
  const { country, subdivision = null } = kept.controller;
  const [code = "", part = null] = place.split("-");
  return { place: listPlace(code, part), controller: listPlace(country, subdivision) };
}

/** A part of a country that has no authority of its own (Réunion, Åland) has that of the whole. */
function listPlace(country: string, subdivision: string | null): AuthorityRow[] {
  const territory = findTerritory(country);
  const found =
    findAuthority(territory?.code ?? country, subdivision) ??
    (territory?.partOf == null ? undefined : findAuthority(territory.partOf, null));
  return found === undefined ? [] : [found];
}
