/** The taxonomy of data categories, as data: what a column can hold, what people call it, and what a right does with it. */

export interface Category {
  /** Dotted and stable: the name used in maps. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The W3C Data Privacy Vocabulary's personal-data concept, where one fits. */
  readonly iri: string | null;
  /** A value of it says something of a person. */
  readonly personal: boolean;
  /** A value of it finds one person. */
  readonly identifying: boolean;
  /** Is blanked when a row is redacted. */
  readonly erasable: boolean;
  /** Is never exported unless the map says so. */
  readonly secret: boolean;
}

const PD = "https://w3id.org/dpv/pd#";

type Mark = "personal" | "identifying" | "erasable" | "secret";

function category(name: string, title: string, concept: string | null, marks: readonly Mark[]): Category {
  return {
    name,
    title,
    iri: concept === null ? null : PD + concept,
    personal: marks.includes("personal"),
    identifying: marks.includes("identifying"),
    erasable: marks.includes("erasable"),
    secret: marks.includes("secret"),
  };
}

const ABOUT = ["personal", "erasable"] as const;
const FINDS = ["personal", "identifying", "erasable"] as const;

/** Every category that inference proposes. Installations add their own beside these. */
export const CATEGORIES: readonly Category[] = [
  category("contact.email", "E-mail address", "EmailAddress", FINDS),
  category("contact.phone", "Phone or fax number", "TelephoneNumber", FINDS),
  category("contact.address", "Postal address", "PhysicalAddress", ABOUT),
  category("contact.link", "Website or profile link", "Contact", ABOUT),
  category("name", "Name of a person", "Name", ABOUT),
  category("identity.username", "User name or handle", "Username", FINDS),
  category("identity.birth-date", "Date of birth or age", "BirthDate", ABOUT),
  category("identity.government-id", "Official document number", "OfficialID", FINDS),
  category("identity.gender", "Gender or form of address", "Gender", ABOUT),
  category("identity.nationality", "Nationality or place of birth", "Nationality", ABOUT),
  category("identity.profile", "Profile details", "Identifying", ABOUT),
  category("family", "Family or marital status", "Family", ABOUT),
  category("employment", "Job and employer", "EmploymentHistory", ABOUT),
  category("education", "Education", "EducationQualification", ABOUT),
  category("financial.card", "Payment card", "PaymentCardNumber", FINDS),
  category("financial.account", "Bank account", "BankAccount", FINDS),
  category("financial.income", "Pay and income", "Income", ABOUT),
  category("location.precise", "Precise location", "Location", ABOUT),
  category("location.approximate", "City, region or country", "Location", ABOUT),
  category("online.ip", "IP address", "IPAddress", ABOUT),
  category("online.device", "Device identifier", "DeviceBased", ABOUT),
  category("online.user-agent", "Browser and system", "BrowserFingerprint", ABOUT),
  category("credential", "Password, key or token", "Authenticating", ["personal", "erasable", "secret"]),
  category("content.text", "Text a person wrote", "Communication", ABOUT),
  category("content.media", "Picture, sound or file", "Picture", ABOUT),
  category("special.health", "Health", "Health", ABOUT),
  category("special.religion", "Religion or belief", "Religion", ABOUT),
  category("special.politics", "Political opinion", "PoliticalAffiliation", ABOUT),
  category("special.union", "Trade union membership", "TradeUnionMembership", ABOUT),
  category("special.ethnicity", "Ethnic origin", "EthnicOrigin", ABOUT),
  category("special.sexuality", "Sex life or orientation", "SexualPreference", ABOUT),
  category("special.biometric", "Biometric or genetic data", "Biometric", ABOUT),
  category("special.criminal", "Criminal record", "CriminalConviction", ABOUT),
  category("preference", "Setting or preference", "Preference", ["personal"]),
  category("system.id", "Identifier of a row", null, []),
  category("system.time", "Date or time", null, []),
  category("system.counter", "Count", null, []),
  category("system.flag", "State or type", null, []),
  category("amount", "Amount or measure", null, []),
  category("other", "Something else", null, []),
];

const BY_NAME = new Map(CATEGORIES.map((each) => [each.name, each]));
const OTHER = BY_NAME.get("other") as Category;

/** The category of that name, or undefined when the taxonomy has none. */
export function findCategory(name: string): Category | undefined {
  return BY_NAME.get(name);
}

/** The category of that name; an unknown name counts as `other`. */
export function categoryOf(name: string): Category {
  return BY_NAME.get(name) ?? OTHER;
}

/** Says who somebody is: a value of it finds them, or is what they are called. */
export function isNaming(name: string): boolean {
  return name === "name" || (findCategory(name)?.identifying ?? false);
}
