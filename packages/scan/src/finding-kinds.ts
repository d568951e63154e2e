/** Kinds of findings: each a row with what it means, what to do about it and what it rests on. */

/** `breach`: something happens that the visitor has not allowed. `drift`: what is declared is not what is. `note`: worth knowing. */
export type Weight = "breach" | "drift" | "note";

interface FindingKind {
  readonly weight: Weight;
  readonly says: string;
  readonly action: string;
  readonly source: string;
}

export const FINDING_KINDS = {
  before_choice: {
    weight: "breach",
    says: "is there before the visitor has said anything",
    action: "Let the banner hold it: put the head snippet first and serve the policy header (docs/banner.md).",
    source: "Directive 2002/58/EC Art. 5(3); CNIL SAN-2025-005",
  },
  after_refusal: {
    weight: "breach",
    says: "is there although the visitor has refused",
    action: "Find what sets it (below) and give that to the banner to hold; a refusal must work.",
    source: "Directive 2002/58/EC Art. 5(3); Cal. AG v Healthline (2025)",
  },
  after_withdrawal: {
    weight: "breach",
    says: "goes on after consent was withdrawn",
    action: "Declare the name, so that withdrawal removes it, and let nothing set it again.",
    source: "GDPR Art. 7(3)",
  },
  against_signal: {
    weight: "breach",
    says: "is there although the browser sends Global Privacy Control",
    action: "Treat the signal as an opt-out of sale and sharing: on the server by Sec-GPC, in pages by the banner.",
    source: "11 CCR 7025; Cal. AG v Sephora (2022)",
  },
  no_way_to_refuse: {
    weight: "breach",
    says: "has no refusal that could be found",
    action: "Show a button that refuses beside the one that accepts.",
    source: "CNIL 2020-092; EDPB Cookie Banner Taskforce (2023), A",
  },
  refusing_takes_longer: {
    weight: "breach",
    says: "takes more clicks to refuse than to accept",
    action: "Put the refusal on the first layer.",
    source: "CNIL SAN-2025-004; 11 CCR 7004(a)(2)",
  },
  no_way_back: {
    weight: "breach",
    says: "gives no way back to the choice that could be found",
    action: "Keep a link or button on every page that opens the choices (`data-kept-open`).",
    source: "GDPR Art. 7(3); EDPB Cookie Banner Taskforce (2023), K",
  },
  undeclared_entry: {
    weight: "drift",
    says: "is kept in browsers and not declared",
    action: "Remove it, or add it to `cookies` with its purpose.",
    source: "GDPR Art. 13(1)(c); Directive 2002/58/EC Art. 5(3)",
  },
  undeclared_host: {
    weight: "drift",
    says: "is asked for and not declared",
    action: "Remove it, or add it to `banner.hosts` with its purpose.",
    source: "GDPR Art. 13(1)(e)",
  },
  outlives_declaration: {
    weight: "drift",
    says: "stays longer than is declared",
    action: "Shorten it, or correct `lifetime`.",
    source: "GDPR Art. 13(2)(a); CJEU C-673/17 (Planet49), 81",
  },
  lifetime_untold: {
    weight: "drift",
    says: "stays for a time that its declaration does not tell",
    action: "Write the time into `lifetime`: `13 months`.",
    source: "CJEU C-673/17 (Planet49), 81",
  },
  cloaked_host: {
    weight: "drift",
    says: "looks like the site's own host and is somebody else's",
    action: "Declare it in `banner.hosts` for its purpose, or stop it: what it sets counts as a third party's.",
    source: "EDPB Guidelines 2/2023, 50",
  },
  third_party_leftover: {
    weight: "note",
    says: "was set by a third party and stays after withdrawal, though nothing is sent there any more",
    action: "Only that party, or the visitor, can remove it: say so in the cookies policy.",
    source: "GDPR Art. 7(3)",
  },
  tells_browsers_apart: {
    weight: "note",
    says: "reads what tells browsers apart before a choice",
    action: "Ask its maker what it is for; reading the device needs consent as cookies do.",
    source: "EDPB Guidelines 2/2023",
  },
  no_banner: {
    weight: "note",
    says: "shows no banner that could be answered",
    action: "If one was expected here, see that it is served; labels are recognised in 34 languages.",
    source: "engine",
  },
  declared_unseen: {
    weight: "note",
    says: "is declared and was not seen",
    action: "Scan more pages (`--pages`), or remove what is no longer used.",
    source: "GDPR Art. 5(1)(a)",
  },
  page_unread: {
    weight: "note",
    says: "could not be looked at",
    action: "Scan again; what is on it is not known.",
    source: "engine",
  },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof FINDING_KINDS;

export interface ScanFinding {
  readonly code: FindingCode;
  readonly weight: Weight;
  /** What it is about: `cookie count_id`, `host count.example.org`. */
  readonly subject: string;
  readonly regions: readonly string[];
  readonly says: string;
  /** What was seen, and where. */
  readonly evidence: readonly string[];
  readonly action: string;
  readonly source: string;
}

/** Whether a scan is to fail. */
export function isFault({ weight }: ScanFinding): boolean {
  return weight !== "note";
}
