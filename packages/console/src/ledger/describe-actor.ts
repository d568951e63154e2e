/** Who did something, in words. */

const ACTORS: Readonly<Record<string, string>> = {
  person: "the person",
  operator: "an operator",
  "api-key": "an API key",
  system: "Kept",
};

/** @param kind as the ledger names it; a kind that is new here is shown as it is */
export function describeActor(kind: string): string {
  return ACTORS[kind] ?? kind;
}
