/** What a surface that asks needs beside the gate: the words and where choices are sent. JSON. */
import type { GppSettings } from "../gpp/describe-answers.ts";
import type { TcfSettings } from "../tcf/tcf-settings.ts";
import type { Theme } from "./contrast.ts";
import type { GateConfig, PurposeRule } from "./gate-config.ts";

export interface Recipient {
  readonly name: string;
  readonly country?: string;
  readonly privacyUrl?: string | null;
}

/** A cookie or storage entry, as people are told of it. */
export interface StoredItem {
  readonly name: string;
  readonly purpose: string;
  readonly lifetime: string;
}

/** A purpose in words. */
export interface AskedPurpose extends PurposeRule {
  readonly title: string;
  readonly description?: string | null;
  /** What does not work when it is refused. */
  readonly consequence?: string | null;
  readonly recipients?: readonly Recipient[];
  readonly stored?: readonly StoredItem[];
}

/** The words of the banner in one language. `{brand}`, `{host}`, `{purpose}` and `{regime}` are filled in. */
export interface Catalogue {
  readonly title: string;
  readonly intro: string;
  /** Heading and first words where things are allowed until a no. */
  readonly optOutTitle: string;
  readonly optOutIntro: string;
  readonly accept: string;
  readonly reject: string;
  readonly optOut: string;
  readonly optIn: string;
  readonly settings: string;
  readonly save: string;
  readonly close: string;
  readonly always: string;
  readonly recipients: string;
  readonly stored: string;
  readonly without: string;
  readonly policy: string;
  readonly cookies: string;
  readonly reopen: string;
  readonly signal: string;
  readonly signalConflict: string;
  readonly why: string;
  readonly saved: string;
  readonly blocked: string;
  readonly undeclared: string;
  readonly allowHere: string;
  readonly reload: string;
}

export interface BannerConfig extends GateConfig {
  readonly purposes: readonly AskedPurpose[];
  readonly brand: string;
  /** BCP 47 tag of the texts. */
  readonly language: string;
  readonly rtl?: boolean;
  readonly texts: Catalogue;
  /** Name of the regime, and in words why it applies: "because you seem to be in the European Economic Area". */
  readonly regime: { readonly name: string; readonly why: string };
  /** Of the notice in the record of choices. */
  readonly notice?: { readonly hash: string; readonly language: string };
  readonly policyUrl?: string | null;
  /** What is kept in browsers, name by name. */
  readonly cookiesUrl?: string | null;
  /** Where the full record can be seen and changed. */
  readonly preferencesUrl?: string | null;
  /** `POST` goes there (contract: `choices.record`); left out: the choice stays in the browser. */
  readonly endpoint?: string | null;
  /** `region`: beside the page, which stays usable. `dialog`: before it, natively modal. @defaultValue region */
  readonly layout?: "region" | "dialog";
  /** The way back: a button in a corner, or a link of the page's own with `data-kept-open`. @defaultValue corner */
  readonly wayBack?: "corner" | "own";
  /** Colours, each `#rrggbb`; what is left out is the banner's own. */
  readonly theme?: Partial<Theme>;
  /** Google Consent Mode signals, each with the purposes that must all be allowed. */
  readonly consentMode?: Readonly<Record<string, readonly string[]>>;
  /** Section of the Global Privacy Platform and the purposes behind its opt-outs. */
  readonly gpp?: GppSettings;
  /** The Transparency and Consent Framework, for registered platforms; its script is another one (`banner-tcf.js`). */
  readonly tcf?: TcfSettings;
}
