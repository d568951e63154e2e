/** What went wrong at a service, as a SystemError: by the kind of failure, never in the other side's own words. */
import { SystemError, type SystemErrorCode } from "../connector.ts";
import { ShapeProblem } from "./check-shape.ts";
import { AddressRefused } from "./guarded-address.ts";
import { CallTimedOut } from "./http-call.ts";
import { SignatureProblem } from "./message-signatures.ts";
import type { ServiceErrorCode } from "./protocol.ts";

interface Meaning {
  readonly code: SystemErrorCode;
  readonly message: string;
  readonly advice: string;
  /** Trying again may help. */
  readonly passing: boolean;
}

const keyAdvice = "Check that both sides have the same key and key id (docs/http-system.md, Signatures).";
const clockAdvice = "Check the clocks of both machines: signatures are good for two minutes.";
const addressAdvice =
  "Give the public base address; if it is behind a proxy, set `url` of the service's handler to it.";

const refused = (message: string, advice = keyAdvice): Meaning => ({
  code: "system_login_refused",
  message,
  advice,
  passing: false,
});

const byServiceCode: Readonly<Record<ServiceErrorCode, Meaning>> = {
  message_malformed: broken("The service could not read the message."),
  signature_missing: refused(
    "The service saw no signature on the call.",
    "A proxy may drop Signature and Signature-Input.",
  ),
  signature_malformed: refused("The service could not read the signature of the call."),
  signature_incomplete: refused("The service wants the signature to cover more than it does."),
  signature_invalid: refused("The service refused the signature of the call.", `${keyAdvice} ${addressAdvice}`),
  signature_expired: refused("The service found the signature of the call out of date.", clockAdvice),
  // Each try is signed anew, so that only a repeated transmission below us can bring this about.
  signature_replayed: { ...refused("The service has seen this very call before.", clockAdvice), passing: true },
  key_unknown: refused("The service does not know the key's id."),
  endpoint_unknown: wrongAddress("The service has no such endpoint."),
  method_not_allowed: wrongAddress("The service does not take calls of this method there."),
  run_in_progress: {
    code: "system_conflict",
    message: "The service is still carrying out this run.",
    advice: "Wait, and ask for its status again.",
    passing: true,
  },
  message_too_large: broken("The message is too large for the service."),
  service_failed: { ...broken("The service failed."), passing: true },
  service_busy: unreachable("The service is too busy."),
};

/** A status without words of the service's own that can be trusted. */
export function meaningOfStatus(status: number): Meaning {
  if (status >= 300 && status < 400) return wrongAddress("The service answers with a redirect, which is not followed.");
  if (status === 401 || status === 403 || status === 407) return refused("The service refused the call.");
  if (status === 404 || status === 405 || status === 410)
    return wrongAddress("There is no rights service at that address.");
  if (status === 408 || status === 504) return timedOut("The service or a proxy before it took too long.");
  if (status === 429 || status === 502 || status === 503) return unreachable("The service cannot answer now.");
  return { ...broken(`The service answered with the status ${status}.`), passing: status >= 500 };
}

export function meaningOfCode(code: ServiceErrorCode): Meaning {
  return byServiceCode[code];
}

/** The meaning of anything that a call throws. */
export function meaningOfError(error: unknown): Meaning {
  if (error instanceof AddressRefused) {
    return {
      code: "system_url_invalid",
      message: "The service's address is one that calls may not reach.",
      advice: "Private addresses have to be allowed for this system; plain http is for private addresses only.",
      passing: false,
    };
  }
  if (error instanceof CallTimedOut) return timedOut("The service took too long.");
  if (error instanceof SignatureProblem) {
    const advice = error.code === "signature_expired" ? clockAdvice : keyAdvice;
    return refused("The service's answer is not signed with the agreed key, or was changed on its way.", advice);
  }
  if (error instanceof ShapeProblem)
    return broken(`The service's answer does not follow the protocol. ${error.message}`);
  if (error instanceof ExportIncomplete) return { ...broken(error.message), passing: true };
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (/^(ERR_TLS|CERT_|ERR_SSL|EPROTO|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)/.test(code)) {
    return {
      code: "system_unreachable",
      message: "No secure connection to the service could be made.",
      advice: "Check the service's certificate: its name, its chain and its dates.",
      passing: false,
    };
  }
  return unreachable("The service cannot be reached, or the connection was cut.");
}

/** An export ended before it was whole, or is not what its plan promised. */
export class ExportIncomplete extends Error {
  override readonly name = "ExportIncomplete";
}

/** Makes the error for callers. The cause is left out: it may quote what was sent. */
export function systemError(system: string, { code, message, advice }: Meaning): SystemError {
  return new SystemError(code, system, message, advice);
}

function broken(message: string): Meaning {
  const advice = "Ask whoever runs the service; docs/http-system.md says what it has to answer.";
  return { code: "system_failed", message, advice, passing: false };
}

function wrongAddress(message: string): Meaning {
  return { code: "system_url_invalid", message, advice: addressAdvice, passing: false };
}

function unreachable(message: string): Meaning {
  const advice = "Check that the service runs and that this machine may reach it, then try again.";
  return { code: "system_unreachable", message, advice, passing: true };
}

function timedOut(message: string): Meaning {
  return { code: "system_timeout", message, advice: "Try again when the service is less busy.", passing: true };
}
