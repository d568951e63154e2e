/** What a parent typed to say which account it is, as an identifier: an address, a telephone number, or else an id. */
import type { ChildPerson } from "@kept/contract/children";

export function readAccount(typed: string): ChildPerson {
  if (typed.includes("@")) return { kind: "email", value: typed };
  if (/^\+[\d\s()/.-]{7,}$/.test(typed)) return { kind: "phone", value: typed.replace(/[^\d+]/g, "") };
  return { kind: "id", value: typed };
}
