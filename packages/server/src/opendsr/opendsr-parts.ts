/** What the use cases of OpenDSR as a processor are made from. */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { StartError } from "../platform/start-error.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { OpendsrSettings } from "./opendsr-config.ts";

export interface OpendsrParts {
  readonly settings: OpendsrSettings;
  readonly requests: RequestParts;
  /** PEM, with its chain. */
  readonly certificate: string;
  readonly key: KeyObject;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** @throws StartError `kept_config_invalid` when certificate or key cannot be read */
export function createOpendsrParts(given: {
  readonly settings: OpendsrSettings;
  readonly requests: RequestParts;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}): OpendsrParts {
  const { settings, requests, folder, variables } = given;
  try {
    const certificate = readFileSync(resolve(folder, settings.certificate), "utf8");
    const key = createPrivateKey(readFileSync(resolve(folder, settings.key), "utf8"));
    return { settings, requests, certificate, key, variables };
  } catch (cause) {
    throw new StartError("kept_config_invalid", "The certificate of OpenDSR, or its key, cannot be read.", {
      action: "Put PEM files where opendsr.certificate and opendsr.key say, from the folder of kept.config.ts.",
      cause,
    });
  }
}
