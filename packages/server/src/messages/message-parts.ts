/** What the use cases of messages are made from. */
import { createPrivateKey } from "node:crypto";
import type { ChoiceParts } from "../choices/choice-parts.ts";
import type { MessageScope } from "../choices/suppressions.ts";
import type { Settings } from "../config.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { DkimKey } from "../platform/mail/mail.ts";
import { readCertificate } from "../platform/mail/read-certificate.ts";
import { StartError } from "../platform/start-error.ts";
import type { StreamConfig } from "./streams-config.ts";

export interface MessageParts {
  readonly kept: KeptConfig;
  readonly choices: ChoiceParts;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly signatures: readonly DkimKey[];
  readonly relayHost: string;
  /** Null: no relay. */
  readonly relayPort: number | null;
  /** PEM; null: the relay speaks no TLS itself. */
  readonly relayTls: { readonly certificate: string; readonly key: string } | null;
  /** The port that the relay took; null while it does not listen. Set by the slice. */
  listeningOn: number | null;
}

/** @throws StartError `signature_key_missing` when a domain's key is not there or cannot be read */
export function createMessageParts(given: {
  readonly kept: KeptConfig;
  readonly choices: ChoiceParts;
  readonly settings: Pick<Settings, "publicUrl" | "relayHost" | "relayPort" | "relayTls" | "variables">;
}): MessageParts {
  const { kept, choices, settings } = given;
  const signatures = kept.signatures.map(({ domain, selector, key }): DkimKey => {
    const privateKey = settings.variables[key.env] ?? "";
    if (!isKey(privateKey)) {
      throw new StartError("signature_key_missing", `Messages from ${domain} cannot be signed.`, {
        action: `Set ${key.env} to the RSA private key (PEM) whose public half stands at ${selector}._domainkey.${domain}.`,
      });
    }
    return { domain, selector, privateKey };
  });
  const { publicUrl, relayHost, relayPort } = settings;
  const relayTls = settings.relayTls === null ? null : readCertificate("KEPT_RELAY", settings.relayTls);
  return { kept, choices, publicUrl, signatures, relayHost, relayPort, relayTls, listeningOn: null };
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

/** What is asked before a message of this stream leaves. */
export function scopeOf(stream: StreamConfig): MessageScope {
  return { class: stream.class, purpose: stream.purpose ?? null, topic: stream.topic ?? null };
}

/** `News <news@example.org>` -> `news@example.org`. */
export function addressOf(sender: string): string {
  return (/<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender).trim().toLowerCase();
}

/** The key of the sender's domain, or of the nearest one above it. */
export function signatureFor(parts: MessageParts, sender: string): DkimKey | null {
  const domain = addressOf(sender).split("@")[1] ?? "";
  const fitting = parts.signatures.filter((key) => domain === key.domain || domain.endsWith(`.${key.domain}`));
  return fitting.toSorted((a, b) => b.domain.length - a.domain.length)[0] ?? null;
}
