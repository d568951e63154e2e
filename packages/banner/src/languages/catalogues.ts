/** Every language that the banner speaks, and how the best one is found for a visitor. */
import type { Catalogue } from "../core/banner-config.ts";
import ar from "./ar.json" with { type: "json" };
import bg from "./bg.json" with { type: "json" };
import ca from "./ca.json" with { type: "json" };
import cs from "./cs.json" with { type: "json" };
import da from "./da.json" with { type: "json" };
import de from "./de.json" with { type: "json" };
import el from "./el.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import et from "./et.json" with { type: "json" };
import eu from "./eu.json" with { type: "json" };
import fi from "./fi.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import ga from "./ga.json" with { type: "json" };
import gl from "./gl.json" with { type: "json" };
import he from "./he.json" with { type: "json" };
import hr from "./hr.json" with { type: "json" };
import hu from "./hu.json" with { type: "json" };
import id from "./id.json" with { type: "json" };
import it from "./it.json" with { type: "json" };
import lt from "./lt.json" with { type: "json" };
import lv from "./lv.json" with { type: "json" };
import mt from "./mt.json" with { type: "json" };
import nb from "./nb.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };
import pl from "./pl.json" with { type: "json" };
import pt from "./pt.json" with { type: "json" };
import ro from "./ro.json" with { type: "json" };
import ru from "./ru.json" with { type: "json" };
import sk from "./sk.json" with { type: "json" };
import sl from "./sl.json" with { type: "json" };
import sv from "./sv.json" with { type: "json" };
import tr from "./tr.json" with { type: "json" };
import uk from "./uk.json" with { type: "json" };

export const CATALOGUES = {
  ar,
  bg,
  ca,
  cs,
  da,
  de,
  el,
  en,
  es,
  et,
  eu,
  fi,
  fr,
  ga,
  gl,
  he,
  hr,
  hu,
  id,
  it,
  lt,
  lv,
  mt,
  nb,
  nl,
  pl,
  pt,
  ro,
  ru,
  sk,
  sl,
  sv,
  tr,
  uk,
} as const satisfies Readonly<Record<string, Catalogue>>;

export type BannerLanguage = keyof typeof CATALOGUES;

export const BANNER_LANGUAGES = Object.keys(CATALOGUES) as readonly BannerLanguage[];

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "he"] satisfies BannerLanguage[]);

/** Written from the right. */
export function isRightToLeft(language: string): boolean {
  return RIGHT_TO_LEFT.has(language);
}
