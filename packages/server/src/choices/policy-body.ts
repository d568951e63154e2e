/** The configuration behind a policy version, kept word for word: receipts and history are written from it years later. */
import type { ChoicePolicy } from "@kept/engine/choices/policy";
import type { KeptConfig, LocalText } from "../kept-config.ts";

export interface PolicyBody {
  readonly controller: KeptConfig["controller"];
  readonly policyUrl: string | null;
  readonly purposes: Readonly<
    Record<
      string,
      {
        readonly title: LocalText;
        readonly description: LocalText | null;
        readonly consequence: LocalText | null;
        readonly retention: LocalText;
        readonly basis: ChoicePolicy["purposes"][string]["basis"];
        readonly categories: readonly string[];
        readonly recipients: readonly string[];
        readonly sale: boolean;
        readonly directMarketing: boolean;
      }
    >
  >;
  readonly recipients: Readonly<
    Record<string, { readonly name: string; readonly role: string; readonly country: string }>
  >;
}

/** What is kept of a configuration. */
export function describePolicyBody(kept: KeptConfig): PolicyBody {
  return {
    controller: kept.controller,
    policyUrl: kept.centre.policyUrl ?? null,
    purposes: Object.fromEntries(
      Object.entries(kept.purposes).map(([name, purpose]) => [
        name,
        {
          title: purpose.title,
          description: purpose.description ?? null,
          consequence: purpose.consequence ?? null,
          retention: purpose.retention,
          basis: purpose.basis as PolicyBody["purposes"][string]["basis"],
          categories: purpose.categories,
          recipients: purpose.recipients,
          sale: purpose.sale,
          directMarketing: purpose.directMarketing,
        },
      ]),
    ),
    recipients: Object.fromEntries(
      Object.entries(kept.recipients).map(([name, { name: title, role, country }]) => [
        name,
        { name: title, role, country },
      ]),
    ),
  };
}
