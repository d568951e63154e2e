/**
 * Where data may go without a further instrument, as decided by the Union, Switzerland and the United Kingdom. Each row is
 * dated: a decision that has ended, or one that covers only some importers, is seen as such.
 */

import { EEA_COUNTRIES } from "./eea-countries.ts";
import type { RegimeName } from "./regime.ts";

export interface AdequacyRow {
  readonly exporter: Extract<RegimeName, "eea" | "uk" | "ch">;
  /** ISO 3166-1, or the name of an international organisation. */
  readonly territory: string;
  /** Whom it covers there; null: everybody. */
  readonly scope: string | null;
  readonly instrument: string;
  readonly from: string;
  /** Last day; null: until revoked. */
  readonly to: string | null;
  /** What to watch. */
  readonly note: string | null;
  /** Read in a published source; false: from memory, to be compared before a transfer rests on it. */
  readonly confirmed: boolean;
}

const PRE_GDPR = "decided under Directive 95/46, kept in the review of 15 January 2024";

const EU: readonly AdequacyRow[] = [
  eu("AD", "Decision 2010/625/EU", "2010-10-19", { note: PRE_GDPR }),
  eu("AR", "Decision 2003/490/EC", "2003-06-30", { note: PRE_GDPR }),
  eu("BR", "Implementing Decision (EU) 2026/179", "2026-01-26", {
    note: "not yet taken over by the EEA: check for exporters in IS, LI, NO",
    confirmed: true,
  }),
  eu("CA", "Decision 2002/2/EC", "2001-12-20", { scope: "commercial organisations under PIPEDA", note: PRE_GDPR }),
  eu("CH", "Decision 2000/518/EC", "2000-07-26", { note: PRE_GDPR }),
  eu("FO", "Decision 2010/146/EU", "2010-03-05", { note: PRE_GDPR }),
  eu("GB", "Implementing Decision (EU) 2021/1772, renewed on 19 December 2025", "2021-06-28", {
    to: "2031-12-27",
    confirmed: true,
  }),
  eu("GG", "Decision 2003/821/EC", "2003-11-21", { note: PRE_GDPR }),
  eu("IL", "Decision 2011/61/EU", "2011-01-31", { note: PRE_GDPR }),
  eu("IM", "Decision 2004/411/EC", "2004-04-28", { note: PRE_GDPR }),
  eu("JE", "Decision 2008/393/EC", "2008-05-08", { note: PRE_GDPR }),
  eu("JP", "Implementing Decision (EU) 2019/419", "2019-01-23"),
  eu("KR", "Implementing Decision (EU) 2022/254", "2021-12-17"),
  eu("NZ", "Implementing Decision 2013/65/EU", "2012-12-19", { note: PRE_GDPR }),
  eu("US", "Implementing Decision (EU) 2023/1795", "2023-07-10", {
    scope: "companies certified under the Data Privacy Framework",
    note: "upheld in T-553/23, appeal C-703/25 P pending: a single point of failure; certification lapses by company",
    confirmed: true,
  }),
  eu("UY", "Implementing Decision 2012/484/EU", "2012-08-21", { note: PRE_GDPR }),
  eu("European Patent Organisation", "Implementing Decision of 15 July 2025", "2025-07-15", { confirmed: true }),
];

const SWISS: readonly AdequacyRow[] = [
  ...[...EEA_COUNTRIES, ..."AD AR CA FO GB GG GI IL IM JE MC NZ UY".split(" ")].map((territory) =>
    row("ch", territory, "Annex 1 DPO", "2023-09-01", territory === "CA" ? { scope: "private sector" } : {}),
  ),
  row("ch", "US", "Annex 1 DPO, as of 15 September 2024", "2024-09-15", {
    scope: "companies certified under the Swiss-U.S. Data Privacy Framework",
    confirmed: true,
  }),
];

const BRITISH: readonly AdequacyRow[] = [
  ...[...EEA_COUNTRIES, ..."AD AR CA CH FO GG GI IL IM JE JP NZ UY".split(" ")].map((territory) =>
    row("uk", territory, "Schedule 21 to the Data Protection Act 2018", "2021-01-01"),
  ),
  row("uk", "KR", "SI 2022/1213", "2022-12-19"),
  row("uk", "US", "SI 2023/1028 (data bridge)", "2023-10-12", {
    scope: "companies certified for the UK Extension to the Data Privacy Framework",
  }),
];

export const ADEQUACY: readonly AdequacyRow[] = [...EU, ...SWISS, ...BRITISH];

/** The decision that a transfer could rest on, on a day (ISO); undefined: another instrument is needed. */
export function findAdequacy(
  exporter: AdequacyRow["exporter"],
  territory: string,
  on: string,
): AdequacyRow | undefined {
  return ADEQUACY.find(
    (one) =>
      one.exporter === exporter && one.territory === territory && one.from <= on && (one.to === null || on <= one.to),
  );
}

type Rest = Partial<Pick<AdequacyRow, "scope" | "to" | "note" | "confirmed">>;

function eu(territory: string, instrument: string, from: string, rest: Rest = {}): AdequacyRow {
  return row("eea", territory, instrument, from, rest);
}

function row(
  exporter: AdequacyRow["exporter"],
  territory: string,
  instrument: string,
  from: string,
  rest: Rest = {},
): AdequacyRow {
  return { exporter, territory, scope: null, instrument, from, to: null, note: null, confirmed: false, ...rest };
}
