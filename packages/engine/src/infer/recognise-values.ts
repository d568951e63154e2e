/** Recognises what sampled values are (e-mail addresses, cards, coordinates, hashes) by their form and their check digits. */

export interface Recognised {
  readonly category: string;
  /** Share of the values that have the form. */
  readonly share: number;
  readonly what: string;
}

interface Recogniser {
  readonly category: string;
  readonly what: string;
  readonly test: (value: string) => boolean;
}

const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[\p{L}\d-]{2,}$/u;
const PHONE = /^(\+|00)\d[\d\s().\-/]{6,18}\d$|^\(?\d{2,5}\)?[\s.\-/]\d{2,4}[\s.\-/]?\d{2,6}([\s.\-/]\d{1,6})?$/;
const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:]{3,39}(\.\d+){0,3}$/i;
const HASHED = /^(\$2[abxy]?\$\d\d\$|\$argon2|\$scrypt|\$pbkdf2|\$[156y]\$|pbkdf2_|argon2|bcrypt|\{SSHA|scrypt[:$])/i;
const JWT = /^eyJ[\w-]{8,}\.[\w-]+\./;
const SECRET = /^(sk|pk|rk|ghp|gho|xox[bp])[_-][\w-]{10,}$/;
const AGENT = /^(Mozilla|Opera|Dalvik|okhttp|curl)\/\d/;
const COORDINATES = /^-?\d{1,2}\.\d{3,},\s*-?\d{1,3}\.\d{3,}$|^POINT\s*\(/i;
const MAC = /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;
const DATE_LIKE = /^\d{4}-\d{2}-\d{2}|^\d{2}[./]\d{2}[./]\d{4}$/;

/** The Luhn check of payment cards. */
export function passesLuhn(text: string): boolean {
  const digits = text.replace(/[\s-]/g, "");
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The checksum of an IBAN (ISO 13616, mod 97). */
export function passesIban(text: string): boolean {
  const iban = text.replace(/\s/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const RECOGNISERS: readonly Recogniser[] = [
  { category: "contact.email", what: "e-mail addresses", test: (value) => EMAIL.test(value) },
  { category: "financial.card", what: "card numbers that pass the Luhn check", test: passesLuhn },
  { category: "financial.account", what: "IBANs with a right checksum", test: passesIban },
  { category: "online.ip", what: "IP addresses", test: (value) => IPV4.test(value) || IPV6.test(value) },
  {
    category: "credential",
    what: "hashes or tokens",
    test: (value) => HASHED.test(value) || JWT.test(value) || SECRET.test(value),
  },
  { category: "online.user-agent", what: "user agents", test: (value) => AGENT.test(value) },
  { category: "location.precise", what: "coordinates", test: (value) => COORDINATES.test(value) },
  { category: "online.device", what: "hardware addresses", test: (value) => MAC.test(value) },
  {
    category: "contact.phone",
    what: "phone numbers",
    test: (value) => PHONE.test(value) && !DATE_LIKE.test(value) && !IPV4.test(value),
  },
];

const FULL_NAME = /^\p{Lu}[\p{L}'’-]+( \p{Lu}\.)?( (von|van|de|del|da|la|le|di|der|den))*( \p{Lu}[\p{L}'’-]+){1,3}$/u;
const COMPANY =
  /\b(gmbh|ag|kg|ltd|limited|inc|llc|corp|company|co|sa|sarl|bv|nv|srl|spa|oy|ab|group|holding|shop|store)\b/i;
/** Fewer names than this may be anything in capitals. */
const NAMES_TO_TELL = 5;

/** Whether most of the values are first and last names as people write them. */
export function areFullNames(values: readonly string[]): boolean {
  const filled = values.map((value) => value.trim()).filter((value) => value !== "");
  const names = filled.filter((value) => FULL_NAME.test(value) && !COMPANY.test(value));
  return filled.length >= NAMES_TO_TELL && names.length >= filled.length * 0.8;
}

const ADDRESS_INSIDE = /[\p{L}\d._%+-]+@[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}/u;
/** Fewer addresses than this may be the house's own. */
const ADDRESSES_TO_TELL = 3;

/** Whether addresses of several people stand inside of most values: in a JSON document, in a job's arguments, in what a log says. */
export function holdAddresses(values: readonly string[]): boolean {
  const filled = values.map((value) => value.trim()).filter((value) => value !== "");
  const addresses = filled.flatMap((value) => ADDRESS_INSIDE.exec(value)?.[0].toLowerCase() ?? []);
  return addresses.length * 2 >= filled.length && new Set(addresses).size >= ADDRESSES_TO_TELL;
}

/** What most of the values are, or null when no form fits at least eight in ten. Empty texts do not count. */
export function recogniseValues(values: readonly string[]): Recognised | null {
  const filled = values.map((value) => value.trim()).filter((value) => value !== "");
  if (filled.length < 2) return null;
  for (const { category, what, test } of RECOGNISERS) {
    const share = filled.reduce((count, value) => count + (test(value) ? 1 : 0), 0) / filled.length;
    if (share >= 0.8) return { category, share, what };
  }
  return null;
}
