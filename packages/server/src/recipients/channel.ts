/** A way to tell a recipient, behind one shape: what it is told with, and what came of a try. */
import type { ChannelKind, NoticeAnswer } from "@kept/contract/recipients";
import type { RecipientConfig } from "../kept-config.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { NoticePerson } from "./notice-person.ts";
import type { NoticeRow } from "./queries.ts";
import type { RecipientParts } from "./recipient-parts.ts";

/** One try. */
export interface Telling {
  readonly notice: NoticeRow;
  readonly recipient: RecipientConfig;
  readonly person: NoticePerson;
  /** The request's short name for people. */
  readonly reference: string;
}

export type Told =
  | { readonly kind: "sent"; readonly remoteId?: string }
  | { readonly kind: "answered"; readonly answer: NoticeAnswer; readonly words: string }
  /** `final`: trying again is of no use. */
  | { readonly kind: "failed"; readonly code: string; readonly final: boolean };

export interface Channel {
  readonly kind: Exclude<ChannelKind, "by-hand">;
  /** That it was told is not enough: an answer is expected, and its absence shows once the deadline is over. */
  readonly awaitsAnswer: boolean;
  /** It can say which kinds of data are meant. One that cannot is told once all of it is done. */
  readonly saysPart: boolean;
  tell(ctx: Ctx, parts: RecipientParts, telling: Telling): Promise<Told>;
}
