/**
 * Files that go with rows. They are looked at while a change is planned, and deleted once its rows are gone for good: a file cannot be
 * brought back by a rollback. What deletes them is called again until it has done it, and finds what is done already.
 */
import type { Finding, ModelIndex } from "@kept/engine/model";
import { fileId, findStillNamed } from "@kept/engine/plan-files";
import type { ErasurePlan, PlannedFile } from "@kept/engine/rights";
import type { RowStore } from "../connector.ts";
import type { FileState, FileStores } from "../files/file-store.ts";
import { createFileStores } from "../files/file-stores.ts";
import { drive } from "./drive.ts";

/** Files of one call. */
const AT_ONCE = 500;

export interface FileErasure {
  /** The plan with what its stores have of its files. Rejects with a SystemError where one could not delete them. */
  look(plan: ErasurePlan): Promise<ErasurePlan>;
  /** Deletes the files of a plan whose rows are gone. Answers the plan as its files were left, and those that are still there. */
  remove(
    index: ModelIndex,
    plan: ErasurePlan,
  ): Promise<{ readonly plan: ErasurePlan; readonly left: readonly PlannedFile[] }>;
}

/** Files named by rows of this store, in the stores that there are. */
export function createFileErasure(store: RowStore, stores: FileStores = createFileStores([], () => "")): FileErasure {
  return {
    async look(plan) {
      const going = (plan.files ?? []).filter(({ fate }) => fate !== "kept");
      if (going.length === 0) return plan;
      const states = new Map<string, FileState>();
      for (const [name, files] of Map.groupBy(going, (file) => file.store)) {
        // That the map names a store that is not there is a finding of its own.
        if (!stores.names.has(name)) continue;
        const opened = await stores.open(name);
        await opened.check();
        for (const [file, state] of await opened.look(files.map((one) => one.name)))
          states.set(fileId(name, file), state);
      }
      return withStates(plan, states);
    },

    async remove(index, plan) {
      const files = plan.files ?? [];
      const going = files.filter(({ fate }) => fate !== "kept");
      if (going.length === 0) return { plan, left: [] };
      const left: PlannedFile[] = [];
      const kept = new Set<string>();
      for (const [name, some] of Map.groupBy(going, (file) => file.store)) {
        const opened = await stores.open(name);
        for (let start = 0; start < some.length; start += AT_ONCE) {
          const batch = some.slice(start, start + AT_ONCE);
          // Whoever has come to name it since goes on having it.
          const named = await store.read((reader) => drive(reader, findStillNamed(index, batch)));
          for (const id of named) kept.add(id);
          const gone = batch.filter((file) => !named.has(fileId(name, file.name)));
          const names = gone.map((file) => file.name);
          await opened.delete(names);
          const there = await opened.look(names);
          left.push(...gone.filter((file) => there.get(file.name) !== "missing"));
        }
      }
      const fates = files.map(
        (file): PlannedFile => (kept.has(fileId(file.store, file.name)) ? { ...file, fate: "kept" } : file),
      );
      return { plan: { ...plan, files: fates }, left };
    },
  };
}

/** The same of one of several people whose files were looked at together. */
export function shareFates(plan: ErasurePlan, whole: ErasurePlan): ErasurePlan {
  if (plan.files === undefined) return plan;
  const known = new Map((whole.files ?? []).map((file) => [fileId(file.store, file.name), file]));
  return {
    ...plan,
    files: plan.files.map((file) => ({ ...file, fate: known.get(fileId(file.store, file.name))?.fate ?? file.fate })),
  };
}

function withStates(plan: ErasurePlan, states: ReadonlyMap<string, FileState>): ErasurePlan {
  const refused: PlannedFile[] = [];
  const missing: PlannedFile[] = [];
  const files = (plan.files ?? []).map((file): PlannedFile => {
    const state = file.fate === "kept" ? undefined : states.get(fileId(file.store, file.name));
    if (state === "refused") refused.push(file);
    if (state !== "missing") return file;
    missing.push(file);
    return { ...file, fate: "missing" };
  });
  const findings = [...byColumn(refused, fileRefused), ...byColumn(missing, fileMissing)];
  return { ...plan, files, findings: [...plan.findings, ...findings] };
}

/** A finding for each column that names some of these. */
function byColumn(
  files: readonly PlannedFile[],
  tell: (file: PlannedFile, count: number) => Finding,
): readonly Finding[] {
  const groups = Map.groupBy(files, ({ store, table, column }) => JSON.stringify([store, table, column]));
  return [...groups.values()].flatMap((group) => group.slice(0, 1).map((file) => tell(file, group.length)));
}

function fileRefused({ store, table, column }: PlannedFile, count: number): Finding {
  return {
    code: "file_refused",
    table,
    column,
    message: `${countOf(count)} named by ${table}.${column} cannot be deleted in ${store}: a folder or a link has the name.`,
    suggestion: `Look at what ${table}.${column} names in these rows, and put files in the place of folders and links.`,
    blocks: true,
  };
}

function fileMissing({ store, table, column }: PlannedFile, count: number): Finding {
  return {
    code: "file_missing",
    table,
    column,
    message: `${countOf(count)} named by ${table}.${column} ${count === 1 ? "is" : "are"} not in ${store}.`,
    suggestion:
      "Nothing has to be done where they are gone already; else correct `prefix` or `url` of the column, or the address of the store.",
    blocks: false,
  };
}

/** What verification says of files that are left; of one person's plan, of those that are theirs. */
export function filesRemain(left: readonly PlannedFile[], { files = [] }: ErasurePlan): readonly Finding[] {
  const own = new Set(files.map((file) => fileId(file.store, file.name)));
  return stillThere(left.filter((file) => own.has(fileId(file.store, file.name))));
}

function stillThere(files: readonly PlannedFile[]): readonly Finding[] {
  return byColumn(files, ({ store, table, column }, count) => ({
    code: "file_remains",
    table,
    column,
    message: `${countOf(count)} named by ${table}.${column} ${count === 1 ? "is" : "are"} still in ${store}.`,
    suggestion: "See what puts files there again, then plan again.",
    blocks: true,
  }));
}

/** What is to come back would come back without its files. */
export function filesNotGivenBack({ files = [] }: ErasurePlan): readonly Finding[] {
  const going = files.filter(({ fate }) => fate === "deleted");
  return byColumn(going, ({ store, table, column }, count) => ({
    code: "files_not_given_back",
    table,
    column,
    message: `${countOf(count)} named by ${table}.${column} would be deleted in ${store}, and an undo could not bring ${count === 1 ? "it" : "them"} back.`,
    suggestion: "Erase without an undo window.",
    blocks: true,
  }));
}

function countOf(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
