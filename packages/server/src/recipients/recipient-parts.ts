/** What the use cases of recipients are made from. */
import type { Question } from "@kept/contract/decisions";
import type { KeptConfig } from "../kept-config.ts";
import type { Ctx } from "../platform/ctx.ts";

export interface RecipientParts {
  readonly kept: KeptConfig;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Of the configuration: paths in it count from here. */
  readonly folder: string;
  /** Variables of the environment that channels may name. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The decision point: may this purpose give this person's data to this recipient now? */
  readonly mayUse: (ctx: Ctx, question: Question) => Promise<{ readonly allowed: boolean; readonly reason: string }>;
}
