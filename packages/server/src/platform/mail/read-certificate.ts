/** Key and certificate of a listener, from their files. */
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { StartError } from "../start-error.ts";

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * @param variables how the two settings begin: `KEPT_RELAY`
 * @throws StartError `certificate_unusable`
 */
export function readCertificate(variables: string, paths: Certificate): Certificate {
  try {
    const [certificate, key] = [readFileSync(paths.certificate, "utf8"), readFileSync(paths.key, "utf8")];
    createSecureContext({ cert: certificate, key });
    return { certificate, key };
  } catch (cause) {
    throw new StartError("certificate_unusable", "The listener's certificate and its key cannot be used.", {
      action: `Set ${variables}_CERTIFICATE and ${variables}_KEY to files (PEM) that belong together and can be read.`,
      cause,
    });
  }
}
