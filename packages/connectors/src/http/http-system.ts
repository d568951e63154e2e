/** An operator's own service as a system: it decides whose data is whose, and Kept asks, checks, settles and verifies. */
import type { ResidueReport } from "@kept/engine/residue";
import { SystemError } from "../connector.ts";
import type { Ability, ResidueQuestion, RightsOptions, RightsSystem, RunHooks } from "../rights-system.ts";
import { createAskedScope } from "./asked-scope.ts";
import type { ResidueMessage } from "./change-messages.ts";
import { checkResidueAnswer } from "./check-changes.ts";
import { checkDescription } from "./check-messages.ts";
import { createServiceErasure } from "./erase-service.ts";
import { type ExchangeKey, KeyUnusable, readExchangeKey } from "./exchange-key.ts";
import { createServiceAccess } from "./export-service.ts";
import { findInService } from "./find-in-service.ts";
import { ENDPOINTS, type ServiceDescription } from "./protocol.ts";
import { createServiceRectification } from "./rectify-service.ts";
import { createServiceUndo } from "./restore-service.ts";
import { createServiceRestriction } from "./restrict-service.ts";
import { readServiceAddress } from "./service-address.ts";
import {
  createServiceClient,
  type ServiceClient,
  type ServiceRetries,
  type ServiceTimeouts,
} from "./service-client.ts";

export interface HttpSystemOptions {
  /** The name by which Kept knows it. */
  readonly system: string;
  /** Base address of the service; `https:`, or `http:` to a private address that `allowPrivate` allows. */
  readonly url: string;
  /** A shared secret, two PEM blocks (see `readExchangeKey`), or a key that was read already. */
  readonly key?: string | ExchangeKey;
  /** Lets calls reach private addresses. @defaultValue false */
  readonly allowPrivate?: boolean;
  readonly timeouts?: Partial<ServiceTimeouts>;
  readonly retries?: Partial<ServiceRetries>;
}

export interface HttpSystem extends RightsSystem {
  /** What the service says it is and holds. */
  readonly description: ServiceDescription;
}

const DEFAULT_TIMEOUTS: ServiceTimeouts = { connect: 10_000, answer: 30_000, run: 300_000, idle: 30_000 };
const DEFAULT_RETRIES: ServiceRetries = { attempts: 3, firstDelay: 300 };

/**
 * Opens a service: asks for its description, which also proves the key on both sides.
 * Rejects with a SystemError: `system_url_invalid`, `system_unreachable`, `system_login_refused`, ...
 */
export async function openHttpSystem(options: HttpSystemOptions): Promise<HttpSystem> {
  const { system, url, key, allowPrivate = false } = options;
  const { base, reach } = readServiceAddress(system, url, allowPrivate);
  const client = createServiceClient({
    system,
    base,
    reach,
    key: readKey(system, key),
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    retries: { ...DEFAULT_RETRIES, ...options.retries },
  });
  const description = await client.askJson({ endpoint: ENDPOINTS.describe, changes: false }, checkDescription);
  return makeSystem(client, description);
}

function readKey(system: string, key: string | ExchangeKey | undefined): ExchangeKey {
  if (typeof key === "object") return key;
  try {
    if (key !== undefined) return readExchangeKey(key);
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    throw new SystemError("system_login_refused", system, error.message, "See docs/http-system.md, Keys.");
  }
  throw new SystemError(
    "system_login_refused",
    system,
    "No key is configured for the service.",
    "Name the variable that holds the shared secret in the system's `secret`.",
  );
}

function makeSystem(client: ServiceClient, description: ServiceDescription): HttpSystem {
  const { system } = client;
  const { scope: takesScope, restriction, rectification, residue, undo } = description.capabilities;
  const asked = createAskedScope(takesScope);

  async function scanService(
    { person, scope, values, plusTags }: ResidueQuestion,
    options: RightsOptions,
    { onProgress }: Pick<RunHooks, "onProgress">,
  ): Promise<ResidueReport> {
    onProgress?.({ done: 0, total: 1, what: description.name });
    const message: ResidueMessage = { ...asked.message(person, scope, options), values, plusTags };
    const answer = await client.askJson({ endpoint: ENDPOINTS.residue, message, changes: false }, checkResidueAnswer);
    onProgress?.({ done: 1, total: 1, what: "" });
    return { system, ...answer };
  }

  return {
    system,
    kind: "http",
    description,
    find: (person) => findInService(client, person),
    ...createServiceAccess(client, asked),
    ...createServiceErasure(client, description, asked),
    ...(restriction === true ? { restriction: createServiceRestriction(client, asked) } : {}),
    ...(rectification === true ? { rectification: createServiceRectification(client) } : {}),
    ...(undo === true ? { undo: createServiceUndo(client) } : {}),
    ...(residue === true ? { scanResidue: (question, options, hooks) => scanService(question, options, hooks) } : {}),
    lacks: Object.fromEntries(
      Object.entries({ restriction, rectification, residue, undo }).filter(([, why]) => why !== true),
    ) as Readonly<Partial<Record<Ability, string>>>,
    // Each call has a connection of its own, so that nothing is left to close.
    [Symbol.asyncDispose]: async () => {},
  };
}
