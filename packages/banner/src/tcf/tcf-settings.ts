/** What the add-on for the Transparency and Consent Framework needs: part of the banner's configuration. JSON. */

/** A purpose or feature in the words of the framework, which may not be changed. */
export interface Named {
  readonly name: string;
  readonly description: string;
  readonly illustrations?: readonly string[];
}

type Names = Readonly<Record<string, Named>>;

/** Of the global vendor list, version 3, what the screen shows. */
export interface TcfVendor {
  readonly id: number;
  readonly name: string;
  readonly purposes: readonly number[];
  readonly legIntPurposes: readonly number[];
  readonly flexiblePurposes: readonly number[];
  readonly specialPurposes: readonly number[];
  readonly features: readonly number[];
  readonly specialFeatures: readonly number[];
  readonly dataDeclaration?: readonly number[];
  readonly dataRetention?: {
    readonly stdRetention?: number;
    readonly purposes?: Readonly<Record<string, number>>;
    readonly specialPurposes?: Readonly<Record<string, number>>;
  };
  readonly usesCookies?: boolean;
  readonly cookieMaxAgeSeconds?: number | null;
  readonly cookieRefresh?: boolean;
  readonly usesNonCookieAccess?: boolean;
  readonly deviceStorageDisclosureUrl?: string;
  readonly privacyUrl?: string;
  readonly interestUrl?: string;
}

export interface TcfSettings {
  /** As IAB Europe registered it. 0 and 1 are nobody's. */
  readonly cmpId: number;
  readonly cmpVersion: number;
  /** The GDPR applies to this visitor. Where it does not, the interface says so and nothing is asked. */
  readonly gdprApplies: boolean;
  /** Country of the publisher, ISO 3166-1 alpha-2. */
  readonly publisherCountry: string;
  readonly listVersion: number;
  readonly policyVersion: number;
  /** Each purpose of the framework that is used (1 to 11), and the site's own purpose behind it. */
  readonly purposes: Readonly<Record<string, string>>;
  /** False: no legitimate interest of a partner is accepted, as if everybody had objected to all. */
  readonly legitimateInterests: boolean;
  readonly names: {
    readonly purposes: Names;
    readonly specialPurposes: Names;
    readonly features: Names;
    readonly specialFeatures: Names;
    readonly dataCategories: Names;
  };
  /** Whom the operator works with; nobody else is disclosed. */
  readonly vendors: readonly TcfVendor[];
  readonly texts: TcfWords;
}

/** Words of the screen beside those of the framework. `{count}`, `{names}` and `{days}` are filled in. */
export interface TcfWords {
  readonly intro: string;
  readonly purposes: string;
  readonly specialFeatures: string;
  readonly partners: string;
  readonly scope: string;
  readonly details: string;
  readonly explain: string;
  readonly examples: string;
  readonly asking: string;
  readonly allPartners: string;
  readonly always: string;
  readonly features: string;
  readonly consent: string;
  readonly interest: string;
  readonly someInterest: string;
  readonly noInterest: string;
  readonly object: string;
  readonly objected: string;
  readonly data: string;
  readonly kept: string;
  readonly stored: string;
  readonly renewed: string;
  readonly privacy: string;
  readonly interestClaim: string;
  readonly devices: string;
}

/** An answer of the person: what they allow to whom. */
export interface TcfAnswer {
  readonly purposes: readonly number[];
  readonly specialFeatures: readonly number[];
  readonly vendors: readonly number[];
  /** Purposes and vendors whose legitimate interest was not objected to. */
  readonly interests: readonly number[];
  readonly vendorInterests: readonly number[];
  /** Layer on which it was given. */
  readonly screen: number;
}
