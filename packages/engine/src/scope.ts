/** What a right with a scope is about. */
import type { ModelTable } from "./model.ts";
import type { Scope } from "./rights.ts";

/** Which rows of a table a right with this scope is about. */
export function isTableInScope(scope: Scope, table: ModelTable): boolean {
  if (scope.tables.length > 0 && !scope.tables.includes(table.name)) return false;
  return scope.categories.length === 0 || table.columns.some((column) => isCategoryInScope(scope, column.category));
}

/** `content` takes in `content.text`; an empty list takes in everything. */
export function isCategoryInScope(scope: Scope, category: string): boolean {
  if (scope.categories.length === 0) return true;
  return scope.categories.some((wanted) => category === wanted || category.startsWith(`${wanted}.`));
}
