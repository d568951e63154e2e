/** What of a person's data a service is asked about. */
import { namesRows } from "@kept/engine/asked-rows";
import type { Finding } from "@kept/engine/model";
import { EVERYTHING, type PersonQuery, type Scope } from "@kept/engine/rights";
import type { RightsOptions } from "../rights-system.ts";
import { rowsUnsupported, scopeUnsupported } from "./erasure-plan.ts";
import type { RightsMessage } from "./protocol.ts";

/** How a service is asked for a part of somebody's data, and what it cannot leave out. */
export interface AskedScope {
  message(person: PersonQuery, scope: Scope, options: RightsOptions): RightsMessage;
  /** Single rows no service can be asked about; one that answers for everything only cannot be asked for a part. */
  findings(scope: Scope, blocks: boolean): readonly Finding[];
}

/** `takesScope`: the service answers for a part, too. */
export function createAskedScope(takesScope: boolean): AskedScope {
  return {
    message: (person, scope, { today }) => ({
      person,
      // What the protocol names, whatever else the asker knows of the part that is meant.
      scope: takesScope ? { tables: scope.tables, categories: scope.categories } : EVERYTHING,
      today,
    }),
    findings: (scope, blocks) => {
      if (namesRows(scope)) return [rowsUnsupported(blocks)];
      const isPart = scope.tables.length + scope.categories.length > 0;
      return isPart && !takesScope ? [scopeUnsupported(blocks)] : [];
    },
  };
}
