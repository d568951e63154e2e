/** Who is signed in, and how many requests wait for a decision: what every page shows at its side. */

import { listInbox } from "@kept/contract/mailbox-endpoints";
import { getMe } from "@kept/contract/operators";
import type { Permission } from "@kept/contract/permissions";
import { listRequests } from "@kept/contract/request-endpoints";
import { useRouteLoaderData } from "react-router";
import { type Answer, call } from "../api/call.ts";

export type Actor = NonNullable<Answer<typeof getMe>["actor"]>;

export interface ShellData {
  /** Null: nobody is signed in. */
  readonly actor: Actor | null;
  /** Null: not to be seen with this actor's permissions. */
  readonly toDecide: number | null;
  /** Messages that wait for a person; null as above. */
  readonly toRead: number | null;
}

export async function loadShell(): Promise<ShellData> {
  const { actor } = await call(getMe, {});
  if (actor === null || !actor.permissions.includes("requests:read")) return { actor, toDecide: null, toRead: null };
  const [{ phases }, { counts }] = await Promise.all([
    call(listRequests, { query: { limit: 1 } }),
    call(listInbox, { query: { limit: 1 } }),
  ]);
  return { actor, toDecide: phases.needs_decision, toRead: counts.triage };
}

/** Whether the signed-in operator may do something; buttons that would be refused are not shown. */
export function useMay(permission: Permission): boolean {
  const data = useRouteLoaderData<ShellData>("shell");
  return data?.actor?.permissions.includes(permission) ?? false;
}
