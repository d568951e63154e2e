/** How the website asks before it uses anybody's data, and leads people to what they have chosen. */
import { createHmac } from "node:crypto";
import { openChoices } from "@kept/contract/choice-endpoints";
import { createClient } from "@kept/sdk/client";
import { type Gate, openGate } from "@kept/sdk/gate";
import type { KeptNames } from "../kept-names.ts";

export interface Member {
  readonly id: number;
  readonly email: string;
}

export interface SiteChoices extends AsyncDisposable {
  /** May the next newsletter go to this member? */
  mayGetNewsletter(member: Member): Promise<boolean>;
  /** Where this member sees and changes their choices: a link of an hour. */
  choicesUrl(member: Member): Promise<string>;
}

export interface ChoicesOptions {
  /** Where Kept is reached. */
  readonly server: string;
  /** An API key with `decisions:read`. */
  readonly apiKey: string;
  /** The secret that Kept knows as MI_OPTION_SESSION_KEY: hexadecimal digits. */
  readonly sessionKey: string;
}

const ISSUER = "https://mi-option.example.org";
const LIFETIME_SECONDS = 300;

/** Opens the gate of Kept and keeps it open. */
export async function connectChoices(options: ChoicesOptions): Promise<SiteChoices> {
  const client = createClient({ server: options.server });
  const gate: Gate<KeptNames> = await openGate<KeptNames>({ server: options.server, apiKey: options.apiKey });
  return {
    mayGetNewsletter: async (member) => {
      const person = await gate.find({ kind: "id", value: String(member.id) });
      // Whoever never said anything has not said yes.
      return person !== null && gate.may(person, "newsletter", { channel: "email" }).allowed;
    },
    choicesUrl: async (member) => {
      const session = signSession(member, options.sessionKey);
      return (await client.call(openChoices, { body: { session } })).url;
    },
    [Symbol.asyncDispose]: () => gate.close(),
  };
}

/** Who is signed in, in the form of which Kept's docs tell (docs/choices.md): a JWT, HS256, of five minutes. */
export function signSession(member: Member, key: string, now = Date.now()): string {
  const iat = Math.floor(now / 1_000);
  const claims = {
    iss: ISSUER,
    aud: "kept",
    sub: String(member.id),
    iat,
    exp: iat + LIFETIME_SECONDS,
    email: member.email,
    email_verified: true,
  };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", Buffer.from(key, "hex")).update(text).digest("base64url")}`;
}
