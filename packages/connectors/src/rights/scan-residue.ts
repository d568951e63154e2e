/** Looks for what is left of a person in a row store: one pass over each table, each with a snapshot of its own. */
import { namesRows } from "@kept/engine/asked-rows";
import { type FoundPerson, findPerson } from "@kept/engine/find-person";
import type { ModelIndex } from "@kept/engine/model";
import { prepareResidueScan, type ResidueReport } from "@kept/engine/residue";
import { type ErasurePlan, EVERYTHING, type Scope } from "@kept/engine/rights";
import { categoryOfIdentifier, type SoughtValue } from "@kept/engine/sought-values";
import type { RowReader, RowStore } from "../connector.ts";
import type { ResidueQuestion, RunHooks } from "../rights-system.ts";
import { drive } from "./drive.ts";

/**
 * Scans for the values asked for, those of the person's rows where the person is still there, and those of plans that
 * were carried out. `plan` makes a plan of a person who was found. Memory is bounded by a batch of rows that match, and by the keys of
 * those that the law may keep.
 */
export async function scanResidue(
  store: RowStore,
  index: ModelIndex,
  question: ResidueQuestion,
  { today }: { readonly today: string },
  { onProgress }: Pick<RunHooks, "onProgress">,
  plan: (reader: RowReader, found: FoundPerson, scope: Scope) => Promise<ErasurePlan>,
): Promise<ResidueReport> {
  const { scope } = question;
  const [current, asked] = await store.read(async (reader) => {
    const found = await drive(reader, findPerson(index.model, question.person));
    if (found.subjects.length === 0) return [null, null];
    return [await plan(reader, found, EVERYTHING), namesRows(scope) ? await plan(reader, found, scope) : null];
  });
  const done = question.done.filter(({ system }) => system === index.model.system);
  const scan = prepareResidueScan(index, listValues(question, current, done), { done, current, asked }, question);
  for (const [position, one] of scan.scans.entries()) {
    onProgress?.({ done: position, total: scan.scans.length, what: one.table });
    await store.read(async (reader) => {
      for await (const hit of reader.scanTexts(one)) scan.note(one, hit);
    });
  }
  await store.read((reader) => drive(reader, scan.settle(today)));
  onProgress?.({ done: scan.scans.length, total: scan.scans.length, what: "" });
  return scan.report();
}

function listValues(
  { person, values }: ResidueQuestion,
  current: ErasurePlan | null,
  done: readonly ErasurePlan[],
): readonly SoughtValue[] {
  const named = person.identifiers.map(({ kind, value }) => ({ category: categoryOfIdentifier(kind), value }));
  const known = [...(current === null ? [] : [current]), ...done].flatMap(({ identifying }) => identifying);
  const all = [...named, ...values, ...known].map((one) => [`${one.category} ${one.value}`, one] as const);
  return [...new Map(all).values()];
}
