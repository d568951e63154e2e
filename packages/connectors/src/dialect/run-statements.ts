/** Statements of several operations, run in their order: some of them are one for the database. */
import type { WithNext } from "@kept/engine/store";
import type { Dialect, Session } from "./dialect.ts";
import type { Fragment } from "./fragment.ts";

/** Runs the statements of each operation and answers how many rows it changed. `onDone` hears of each as it is done. */
export async function runStatements<T extends { readonly op: string; readonly withNext?: WithNext }>(
  session: Session,
  { joinStatements }: Pick<Dialect<unknown>, "joinStatements">,
  operations: readonly T[],
  prepare: (operation: T) => readonly Fragment[],
  onDone?: (index: number) => void,
): Promise<readonly number[]> {
  const statements: Fragment[] = [];
  /** For each statement: whose rows it changes, part by part. */
  const owners: (readonly number[])[] = [];
  let parts: Fragment[] = [];
  let partOwners: number[] = [];
  for (const [index, operation] of operations.entries()) {
    const own = prepare(operation);
    const isJoined = joinStatements !== null && (operation.withNext === true || parts.length > 0);
    if (!isJoined) {
      statements.push(...own);
      owners.push(...own.map(() => [index]));
      continue;
    }
    parts.push(...own);
    partOwners.push(...own.map(() => index));
    if (operation.withNext === true && index < operations.length - 1) continue;
    const [only] = parts;
    // One part alone tells by itself how many rows it changed.
    if (only !== undefined) statements.push(parts.length > 1 ? joinStatements(parts) : only);
    if (only !== undefined) owners.push(partOwners);
    parts = [];
    partOwners = [];
  }
  // An operation without a statement (no key of it can exist) is done when those before it are.
  let told = 0;
  const tellBefore = (end: number) => {
    for (; told < end; told++) onDone?.(told);
  };
  const answers = await session.queryAll(statements, (position) => {
    const owner = owners[position]?.at(-1) ?? 0;
    if (owners[position + 1]?.at(-1) !== owner) tellBefore(owner + 1);
  });
  tellBefore(operations.length);
  const changed = operations.map(() => 0);
  for (const [position, { affected, rows }] of answers.entries()) {
    const list = owners[position] ?? [];
    for (const [part, owner] of list.entries()) {
      changed[owner] = (changed[owner] ?? 0) + (list.length > 1 ? Number(rows[0]?.[part] ?? 0) : affected);
    }
  }
  return changed;
}
