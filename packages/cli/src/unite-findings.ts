/** Findings of many people, told once each. */
import type { Finding } from "@kept/engine/model";

/** One for each code and place, in the order in which they came; with how many more people it was found of. */
export function uniteFindings(findings: readonly Finding[]): readonly Finding[] {
  const alike = Map.groupBy(findings, ({ code, table, column }) => `${code} ${table} ${column}`);
  return [...alike.values()].flatMap(([first, ...others]): readonly Finding[] => {
    if (first === undefined) return [];
    const more = others.length === 1 ? "one more person" : `${others.length} more people`;
    return [others.length === 0 ? first : { ...first, message: `${first.message} So it is with ${more}.` }];
  });
}
