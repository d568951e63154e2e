/** By which way a person of a request is written to: their address, else the telephone that they asked from. */
import type { KeptConfig } from "../kept-config.ts";
import type { RequestPerson } from "./person.ts";
import type { RequestRow } from "./queries.ts";

type Asked = Pick<RequestRow, "channel">;

export interface Reach {
  readonly way: "mail" | "sms";
  readonly to: string;
}

/** Null: by none of ours; the operator answers by other means. */
export function reachOf(kept: KeptConfig, request: Asked, person: RequestPerson | null): Reach | null {
  if (person === null) return null;
  if (person.replyTo !== null) return { way: "mail", to: person.replyTo };
  const phone = textedPhone(request, person);
  return phone === null || kept.sms === null ? null : { way: "sms", to: phone };
}

/**
 * The number that a request came from by text, where it names nothing else: what proves it proves who asks. A number that came
 * by another way, on paper or from a list, nobody has asked to be texted at.
 */
export function textedPhone(request: Asked, person: RequestPerson | null): string | null {
  if (request.channel !== "sms" || person === null || person.replyTo !== null) return null;
  const [identifier, ...others] = person.identifiers;
  return identifier?.kind === "phone" && others.length === 0 ? identifier.value : null;
}
