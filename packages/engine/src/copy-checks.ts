/** Rows that stay do not call the person by what stood in their own row, wherever the plan was to take that out. */
import { foldText } from "./edge-values.ts";
import { type Check, remains } from "./erasure-checks.ts";
import type { ModelIndex } from "./model.ts";
import type { ErasurePlan } from "./rights.ts";
import { matchKeys } from "./store.ts";

/** A question for each statement that blanks marked copies of what the person's own rows held. */
export function checkCopies(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  return plan.operations.flatMap((operation): readonly Check[] => {
    if (operation.op !== "update") return [];
    const { table: name, keyColumns, keys, set } = operation;
    const copies = (index.table.get(name)?.columns ?? []).flatMap(({ name: column, copyOf }) => {
      if (copyOf === undefined || set[column] === undefined) return [];
      const said = plan.subjectValues.map(({ table, values }) =>
        table === copyOf.table ? values[copyOf.column] : null,
      );
      const wanted = new Set(said.flatMap((value) => (value == null || value.trim() === "" ? [] : [foldText(value)])));
      return wanted.size > 0 ? [{ column, wanted }] : [];
    });
    if (copies.length === 0) return [];
    const query = { table: name, select: copies.map(({ column }) => column), any: [matchKeys(keyColumns, keys)] };
    return [
      {
        query,
        judge: (rows) =>
          copies.flatMap(({ column, wanted }, at) => {
            const left = rows.filter((row) => wanted.has(foldText(row[at] ?? ""))).length;
            return left > 0
              ? [
                  remains(name, column, left, [
                    "still repeats what the person's own row said",
                    "still repeat what the person's own row said",
                  ]),
                ]
              : [];
          }),
      },
    ];
  });
}
