/** What follows from a message, before anything is done: a pure decision, so that it can be read and tested as one. */
import { caseOfRight, type MailCaseName, type MailRightName, mailClass } from "@kept/contract/mailbox-classes";
import { REQUEST_KINDS, type RequestKindName } from "@kept/contract/request-kinds";
import type { Classification } from "./classify/classify-message.ts";

export interface MessageFacts {
  readonly classification: Classification;
  /** Nobody can, or should, be answered: no address, a machine's, or one of our own. */
  readonly isUnanswerable: boolean;
  /** It came as a text message: what needs a letter as its answer is begun by a person. */
  readonly isText: boolean;
  /** Only its beginning was taken in. */
  readonly isCut: boolean;
  readonly requestIds: readonly string[];
  /** Complaints and cases of children that it goes on with. */
  readonly caseIds: readonly string[];
  readonly isOtherSender: boolean;
  /** A mail of ours did not arrive for good, and these were about it. */
  readonly bouncedKeys: readonly string[];
  readonly isPermanentBounce: boolean;
  /** It came so long ago that an automatic answer would puzzle more than help. */
  readonly isStale: boolean;
}

export interface Decision {
  /** Kinds of request to open, each with a link to confirm. */
  readonly open: readonly RequestKindName[];
  /** Cases of their own to open: what they say of the sender is a claim, and nothing happens to anybody's data. */
  readonly cases: readonly MailCaseName[];
  /** To be handed to whoever keeps people's choices. */
  readonly optOut: boolean;
  readonly setAside: boolean;
  /** A person looks, whatever else follows. */
  readonly triage: boolean;
  readonly acknowledge: boolean;
  readonly tags: readonly string[];
}

export function decideMessage(facts: MessageFacts): Decision {
  const { classification, requestIds } = facts;
  const { rights } = classification;
  const row = mailClass(classification.class);
  const tags = [
    ...(facts.isOtherSender ? ["other_sender"] : []),
    ...(row.setAside && rights.length > 0 ? ["machine_names_right"] : []),
  ];
  const nothing = { open: [], cases: [], optOut: false, setAside: false, triage: true, acknowledge: false, tags };
  if (row.name === "bounce") {
    // A request whose person cannot be reached is somebody's business.
    const matters = facts.isPermanentBounce && facts.bouncedKeys.length > 0;
    return { ...nothing, triage: matters, setAside: !matters, tags: matters ? [...tags, "bounced"] : tags };
  }
  if (row.setAside) return { ...nothing, triage: rights.length > 0, setAside: rights.length === 0 };
  // What continues a case is about that case; a reply about a request may complain of it.
  const mayOpenCase = !facts.isUnanswerable && !facts.isText && !facts.isCut && facts.caseIds.length === 0;
  const cases = mayOpenCase ? casesOf(classification.clear) : [];
  if (row.name === "reply" || requestIds.length > 0) return { ...nothing, cases };
  const acknowledge = row.answerable && !facts.isUnanswerable && !facts.isStale;
  const isClear = classification.confident && !facts.isUnanswerable && !facts.isCut;
  if (!isClear) {
    // A case acknowledges by itself; what is asked for beside it needs a person.
    const asked = [...rights, ...classification.perhaps];
    const isWhole = cases.length > 0 && asked.every((right) => caseOfRight(right) !== null);
    return { ...nothing, cases, triage: !isWhole, acknowledge: acknowledge && cases.length === 0 };
  }
  const optOut = rights.includes("unsubscribe");
  const open = rights.flatMap((right) => kindOf(right));
  const missing = rights.filter((right) => right !== "unsubscribe" && kindOf(right).length === 0);
  const { perhaps } = classification;
  return {
    ...nothing,
    optOut,
    open,
    // What may be asked for beside what is clear is not lost with it.
    triage: missing.length > 0 || perhaps.length > 0,
    // The link to confirm is the acknowledgement of what opens a request.
    acknowledge: acknowledge && open.length === 0,
    tags: [
      ...tags,
      ...(missing.length > 0 ? ["right_not_offered"] : []),
      ...(perhaps.length > 0 ? ["perhaps_more"] : []),
    ],
  };
}

function casesOf(rights: readonly MailRightName[]): readonly MailCaseName[] {
  return rights.map(caseOfRight).filter((opens) => opens !== null);
}

/** The kind of request of a right: the one of the same name, where the product has it. */
function kindOf(right: MailRightName): readonly RequestKindName[] {
  return REQUEST_KINDS.filter((row) => (row.kind as string) === right).map((row) => row.kind);
}
