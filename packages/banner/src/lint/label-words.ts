/**
 * What a label says, by the beginnings of its words: written apart from the catalogues, so that it can tell a label of refusal
 * from one of agreement when a translation has swapped them.
 */

export type LabelMeaning = "accept" | "reject";

interface Words {
  /** Beginnings of words, or whole phrases. */
  readonly reject: readonly string[];
  readonly accept: readonly string[];
}

/** Refusal is looked for first: "do not accept" holds both. */
export const LABEL_WORDS: Readonly<Record<string, Words>> = {
  ar: {
    reject: ["رفض", "أرفض", "ارفض", "لا أوافق", "الضرورية فقط"],
    accept: ["قبول", "أقبل", "اقبل", "موافق", "السماح", "أوافق"],
  },
  bg: { reject: ["отхвърл", "отказ", "само необходим"], accept: ["прием", "приеми", "разреш", "съглас"] },
  ca: { reject: ["rebutj", "refus", "només les necess"], accept: ["accept", "permet"] },
  cs: { reject: ["odmít", "pouze nezbytn", "jen nezbytn", "nesouhlas"], accept: ["povol", "přijm", "souhlas"] },
  da: { reject: ["afvis", "kun nødvendig", "nej tak"], accept: ["accepter", "tillad", "godkend"] },
  de: {
    reject: [
      "ablehn",
      "verweiger",
      "nur notwendig",
      "nur erforderlich",
      "nur essenzi",
      "ohne einwilligung",
      "ohne zustimmung",
    ],
    accept: ["akzeptier", "erlaub", "zustimm", "zulass", "annehm", "einverstanden"],
  },
  el: {
    reject: ["απόρριψ", "απορρίπτ", "άρνησ", "μόνο τα απαραίτητ"],
    accept: ["αποδοχ", "αποδέχ", "επιτρέπ", "συμφων"],
  },
  en: {
    reject: [
      "reject",
      "decline",
      "refuse",
      "deny",
      "do not",
      "don't",
      "disagree",
      "opt out",
      "without accept",
      "only necessary",
      "necessary only",
      "essential only",
      "only essential",
    ],
    accept: ["accept", "allow", "agree", "got it", "enable all", "consent"],
  },
  es: {
    reject: ["rechaz", "deneg", "solo necesari", "solo las necesari", "no acept"],
    accept: ["acept", "permit", "de acuerdo"],
  },
  et: { reject: ["keeldu", "ainult vajalik"], accept: ["nõustu", "luba"] },
  eu: { reject: ["baztertu", "ukatu"], accept: ["onartu", "baimendu"] },
  fi: { reject: ["hylkää", "kiellä", "vain välttämät"], accept: ["hyväksy", "salli"] },
  fr: {
    reject: ["refus", "rejet", "continuer sans accepter", "uniquement nécessaires"],
    accept: ["accept", "autoris", "d'accord"],
  },
  ga: { reject: ["diúltaigh"], accept: ["glac", "ceadaigh"] },
  gl: { reject: ["rexeit", "refus", "só necesari"], accept: ["acept", "permit"] },
  he: { reject: ["דחי", "דחה", "סירוב", "סרב", "הכרחיות בלבד"], accept: ["אישור", "אשר", "היתר", "מסכים", "קבל"] },
  hr: { reject: ["odbij", "odbaci", "samo nužn"], accept: ["prihvati", "dopusti", "slažem"] },
  hu: { reject: ["elutasít", "csak a szükség"], accept: ["elfogad", "engedélyez"] },
  id: { reject: ["tolak", "hanya yang diperlukan"], accept: ["terima", "izinkan", "setuju"] },
  it: { reject: ["rifiut", "solo necessari", "continua senza accettare"], accept: ["accett", "consent", "acconsent"] },
  lt: { reject: ["atmest", "atsisak", "tik būtin"], accept: ["priimt", "leist", "sutink"] },
  lv: { reject: ["noraid", "atteik", "tikai nepiecieš"], accept: ["pieņem", "atļaut", "piekrīt"] },
  mt: { reject: ["irrifjuta"], accept: ["aċċetta", "ippermetti"] },
  nb: { reject: ["avvis", "avslå", "bare nødvendig"], accept: ["godta", "tillat", "aksepter"] },
  nl: { reject: ["weiger", "afwijz", "alleen noodzakelijk"], accept: ["accepter", "toestaan", "akkoord"] },
  pl: {
    reject: ["odrzu", "odmów", "nie zgadzam", "tylko niezbędn"],
    accept: ["zaakcept", "akcept", "zezwól", "zgadzam"],
  },
  pt: { reject: ["rejeit", "recus", "apenas necessári"], accept: ["aceit", "permit", "concord"] },
  ro: { reject: ["refuz", "resping", "doar cele necesare"], accept: ["accept", "permite", "de acord"] },
  ru: { reject: ["отклон", "отказ", "только необходим", "запрет", "не соглас"], accept: ["прин", "разреш", "соглас"] },
  sk: { reject: ["odmiet", "len nevyhnutn", "nesúhlas"], accept: ["prijať", "povol", "súhlas"] },
  sl: { reject: ["zavrn", "samo nujn"], accept: ["sprejm", "dovol", "strinjam"] },
  sv: {
    reject: ["avvisa", "neka", "avböj", "bara nödvändig", "endast nödvändig"],
    accept: ["godkänn", "tillåt", "acceptera"],
  },
  tr: { reject: ["redde", "yalnızca gerekli"], accept: ["kabul", "izin ver", "onayl"] },
  uk: { reject: ["відхил", "заборон", "відмов", "лише необхідн"], accept: ["прийня", "дозвол", "погодж"] },
};

/**
 * @param language BCP 47 tag; left out: words of every language count
 * @returns null when the words say neither
 */
export function classifyLabel(text: string, language?: string): LabelMeaning | null {
  const tidy = ` ${text.toLowerCase().normalize("NFC").replaceAll("’", "'").replace(/\s+/g, " ").trim()}`;
  const own = language === undefined ? undefined : LABEL_WORDS[language.split("-")[0] ?? ""];
  const tables = language === undefined ? Object.values(LABEL_WORDS) : own === undefined ? [] : [own];
  const says = (kind: LabelMeaning) =>
    tables.some((words) =>
      // Prefixes such as the Arabic article stand before the beginning: scripts without capitals are searched whole.
      words[kind].some((word) => tidy.includes(/^[\u0590-\u06ff]/.test(word) ? word : ` ${word}`)),
    );
  return says("reject") ? "reject" : says("accept") ? "accept" : null;
}
