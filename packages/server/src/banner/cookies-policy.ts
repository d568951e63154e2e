/** The cookies policy, made from the registry: what people read is what the banner enforces. */
import { createHash } from "node:crypto";
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import { type KeptConfig, localized } from "../kept-config.ts";
import { type Language, languages } from "../platform/i18n/language.ts";
import { cookiesTexts } from "./cookies-texts.ts";
import { COOKIE, TCF_ENTRY } from "./describe-banner.ts";

interface PolicyEntry {
  readonly name: string;
  readonly kind: string;
  /** Hosts that set or read it; the operator's own when empty. */
  readonly party: string;
  readonly lifetime: string;
  readonly about: string;
}

interface PolicyPurpose {
  readonly title: string;
  readonly rule: string;
  readonly description: string | null;
  readonly consequence: string | null;
  readonly recipients: readonly string[];
  readonly hosts: readonly string[];
  readonly entries: readonly PolicyEntry[];
}

/** Purposes that keep something in browsers, or load from others, in a language. */
export function describeCookies(kept: KeptConfig, language: Language): readonly PolicyPurpose[] {
  const texts = cookiesTexts[language];
  const own: PolicyPurpose = {
    title: texts.service,
    rule: texts.necessary,
    description: texts.serviceText,
    consequence: null,
    recipients: [],
    hosts: [],
    entries: [
      { name: COOKIE, kind: texts.kind_cookie, party: texts.own, lifetime: texts.year, about: "" },
      ...(kept.banner.tcf === undefined
        ? []
        : [{ name: TCF_ENTRY, kind: texts["kind_local-storage"], party: texts.own, lifetime: texts.year, about: "" }]),
    ],
  };
  const described = Object.entries(kept.purposes).flatMap(([id, purpose]): PolicyPurpose[] => {
    const entries = Object.entries(kept.cookies)
      .filter(([, cookie]) => cookie.purpose === id)
      .map(([name, { storage, hosts, party, lifetime, description }]) => ({
        name,
        kind: texts[`kind_${storage}`],
        party: hosts.length > 0 ? hosts.join(", ") : party === "third" ? "" : texts.own,
        lifetime: localized(lifetime, language),
        about: description === undefined ? "" : localized(description, language),
      }));
    const hosts = Object.entries(kept.banner.hosts).flatMap(([host, of]) => (of === id ? [host] : []));
    if (entries.length + hosts.length === 0) return [];
    return [
      {
        title: localized(purpose.title, language),
        rule: texts[ruleOf(kept, id)],
        description: purpose.description === undefined ? null : localized(purpose.description, language),
        consequence: purpose.consequence === undefined ? null : localized(purpose.consequence, language),
        recipients: purpose.recipients.map((name) => {
          const recipient = kept.recipients[name];
          return recipient === undefined ? name : `${recipient.name} (${recipient.country})`;
        }),
        hosts,
        entries,
      },
    ];
  });
  return [own, ...described];
}

/** Changes with whatever people are told, in whichever language. */
export function cookiesVersion(kept: KeptConfig): string {
  const told = languages.map((language) => describeCookies(kept, language));
  return createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 12);
}

/** The whole as Markdown. */
export function writeCookiesPolicy(kept: KeptConfig, language: Language, preferencesUrl: string): string {
  const texts = cookiesTexts[language];
  const head = [texts.name, texts.kind, texts.party, texts.lifetime, texts.about];
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const parts = describeCookies(kept, language).flatMap(({ title, rule, ...rest }) => [
    `## ${title}`,
    [rule, rest.description].filter((text) => text !== null).join(" "),
    ...(rest.consequence === null ? [] : [`${texts.without}: ${rest.consequence}`]),
    ...(rest.recipients.length === 0 ? [] : [`${texts.recipients}: ${rest.recipients.join(", ")}`]),
    ...(rest.hosts.length === 0 ? [] : [`${texts.hosts}: ${rest.hosts.join(", ")}`]),
    ...(rest.entries.length === 0
      ? []
      : [
          [
            row(head),
            row(head.map(() => "---")),
            ...rest.entries.map(({ name, kind, party, lifetime, about }) =>
              row([`\`${name}\``, kind, party, lifetime, about]),
            ),
          ].join("\n"),
        ]),
  ]);
  const intro = [
    `# ${texts.title}`,
    `${kept.controller.name}. ${texts.version(cookiesVersion(kept))}`,
    texts.lead(kept.centre.brand),
    texts.law,
    `${texts.change} [${texts.changeLink}](${preferencesUrl})`,
  ];
  return `${[...intro, ...parts].join("\n\n")}\n`;
}

function ruleOf(kept: KeptConfig, id: string): "necessary" | "asked" | "optOut" {
  const purpose = kept.purposes[id];
  if (purpose === undefined) return "asked";
  const bases = kept.regimes.map((regime) => basisOf(purpose, regime));
  const needs = bases.map((basis) => basis !== undefined && legalBasis(basis).needsConsent);
  if (needs.every(Boolean)) return "asked";
  return needs.some(Boolean) || purpose.sale || purpose.directMarketing ? "optOut" : "necessary";
}
