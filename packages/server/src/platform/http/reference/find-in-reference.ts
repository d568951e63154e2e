/** The search of the reference: every word has to stand somewhere in what an endpoint or an error says. */
import type { Endpoint } from "@kept/contract/endpoint";
import { type EndpointGroup, endpointGroups } from "@kept/contract/endpoints";
import { type ErrorCode, errorDefinition, errors } from "@kept/contract/errors";

export interface Found {
  /** Groups with what was found of them. */
  readonly groups: readonly EndpointGroup[];
  readonly errors: readonly ErrorCode[];
}

/** Everything, when there are no words. */
export function findInReference(search: string): Found {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const hasAll = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const groups = endpointGroups.map((group) => ({
    ...group,
    endpoints: group.endpoints.filter((endpoint) => hasAll(wordsOf(endpoint))),
  }));
  const codes = Object.keys(errors) as ErrorCode[];
  return {
    groups: groups.filter((group) => group.endpoints.length > 0),
    errors: codes.filter((code) => {
      const { title, action } = errorDefinition(code);
      return hasAll(`${code} ${title} ${action}`);
    }),
  };
}

function wordsOf({ id, method, path, summary, description, access, ledger = "" }: Endpoint): string {
  return [id, method, path, summary, description, access, ledger].join("\n");
}
