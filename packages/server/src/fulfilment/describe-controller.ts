/** The controller as a package tells of it (Art. 15(1) and (2) GDPR), out of the operator's configuration. */
import { type KeptConfig, localized } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import { centrePath } from "../requests/request-links.ts";
import { controllerTexts } from "./controller-texts.ts";
import type { ControllerContext } from "./package/package-input.ts";

export function describeController(kept: KeptConfig, publicUrl: string, language: Language): ControllerContext {
  const { controller } = kept;
  const texts = controllerTexts[language];
  const text = (value: Parameters<typeof localized>[0]): string => localized(value, language);
  return {
    name: controller.name,
    address: controller.address.join(", "),
    email: controller.email,
    representative:
      controller.representative === undefined
        ? null
        : [controller.representative.name, ...controller.representative.address].join(", "),
    protectionOfficer: controller.dpo === undefined ? null : `${controller.dpo.name}, ${controller.dpo.email}`,
    policyUrl: kept.centre.policyUrl ?? null,
    purposes: Object.values(kept.purposes).map((purpose) => {
      const bases = [...new Set(Object.values(purpose.basis))].map((basis) => texts[basis]);
      const interests = purpose.interests === undefined ? "" : ` (${text(purpose.interests)})`;
      return {
        title: text(purpose.title),
        basis: `${bases.join("; ")}${interests}`,
        categories: purpose.categories,
        retention: text(purpose.retention),
      };
    }),
    recipients: Object.values(kept.recipients).map((recipient) => ({
      name: recipient.name,
      role: texts[recipient.role],
      country: regionName(recipient.country, language),
      transfer: recipient.transfer === "none" ? null : texts[recipient.transfer],
    })),
    source: kept.sources.length === 0 ? texts.fromYou : kept.sources.map(text).join("; "),
    automatedDecisions:
      Object.keys(kept.automatedDecisions).length === 0
        ? texts.noDecisions
        : Object.values(kept.automatedDecisions)
            .map(({ title, logic, significance }) => `${text(title)}: ${text(logic)} ${text(significance)}`)
            .join(" "),
    authority: controller.authority ?? null,
    centreUrl: `${publicUrl}${centrePath.home()}`,
  };
}

function regionName(country: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: "region" }).of(country) ?? country;
}
