/** The plan of an erasure: for every row exactly one disposition, and the set-based statements that bring it about. */
import { findMisnamed } from "./asked-rows.ts";
import { listStatedBlanks } from "./blank-statement.ts";
import { isEverything } from "./choose-doomed.ts";
import type { Decision, Decisions } from "./decisions.ts";
import { findDependents } from "./dependents.ts";
import { decideDispositions } from "./dispositions.ts";
import { findCoOwners } from "./find-co-owners.ts";
import { findKeyTwins } from "./find-key-twins.ts";
import { createGhost } from "./ghosts.ts";
import { inStep3 } from "./in-step.ts";
import { listMarked, markRetained } from "./mark-retained.ts";
import type { Finding, ModelIndex } from "./model.ts";
import { findNamesakes } from "./namesakes.ts";
import { type ConstraintAbilities, joinStatements, orderDeletes } from "./order-deletes.ts";
import { type FilesOfRows, planFiles } from "./plan-files.ts";
import { addFindings, checkPlan } from "./plan-findings.ts";
import { cutReferences, deleteRows, groupDoomed, missingGhosts, recountRows, updateRows } from "./plan-operations.ts";
import { reachRows } from "./reach.ts";
import type { Reach, TableRows } from "./reached-rows.ts";
import type { ErasurePlan, RowRef, Scope } from "./rights.ts";
import { decideFreely, type FreedEdges, usedEdges } from "./sentinels.ts";
import { type Company, createOwnTargets } from "./settle-shares.ts";
import { findSettled } from "./settled-rows.ts";
import type { KeyQuery, KeyRows, Operation } from "./store.ts";
import {
  describeRepairs,
  describeSettled,
  describeTables,
  ownSubjects,
  type ToldRows,
  tellSubjects,
} from "./tell-plan.ts";

export interface ErasureOptions {
  readonly scope: Scope;
  /** ISO day that decides whether retention has ended. */
  readonly today: string;
  readonly abilities: ConstraintAbilities;
  /** What is open about the model as a whole. */
  readonly findings: readonly Finding[];
}

/** Plans the erasure of a person whose rows are known. Same model, data and options: the same plan, to the byte. */
export function* planErasure(
  index: ModelIndex,
  subjects: readonly RowRef[],
  options: ErasureOptions,
): Generator<readonly KeyQuery[], ErasurePlan, readonly KeyRows[]> {
  const reach = yield* reachRows(index, subjects, { skipLeaves: false });
  const misnamed = findMisnamed(reach, options.scope);
  return yield* planReached(reach, { ...options, findings: [...options.findings, ...misnamed] });
}

/** The same from rows that are reached already, all of them ({@link reachRows} without `skipLeaves`). */
export function* planReached(
  reach: Reach,
  options: ErasureOptions,
): Generator<readonly KeyQuery[], ErasurePlan, readonly KeyRows[]> {
  const decided = yield* decideReached(reach, options, null);
  const settled = yield* findSettled(reach, decided.decisions);
  const marks = yield* markKept(reach, decided, settled, options);
  const plan = assemblePlan(reach, decided, settled, marks, options);
  return withFiles(plan, yield* planFiles(reach.index, ownRows(decided), plan.operations));
}

/** Rows that are the person's own, by table. */
export function ownRows({ decisions: { rows, plain } }: Decided): readonly TableRows[] {
  const own = rows.filter(({ row }) => row.level === "own");
  const decided = Map.groupBy(own, ({ reached }) => reached);
  return [...plain, ...[...decided].map(([reached, some]) => ({ reached, rows: some.map(({ row }) => row) }))];
}

/** The plan with the files that go with its rows, and what stands in their way. */
export function withFiles(
  plan: ErasurePlan,
  { files, findings }: Pick<FilesOfRows, "files" | "findings">,
): ErasurePlan {
  if (files.length === 0 && findings.length === 0) return plan;
  return { ...plan, ...(files.length > 0 ? { files } : {}), findings: addFindings(plan.findings, findings) };
}

/** What is decided of reached rows, and what was found out on the way. */
export interface Decided {
  readonly decisions: Decisions;
  /** Tables whose keys turned out to name several rows. */
  readonly twins: ReadonlySet<string>;
  /** What says nobody once this is done. */
  readonly freed: FreedEdges;
}

/** Asks what has a say in what becomes of the rows, and decides. `company`: whose rows are whose among several people. */
export function* decideReached(
  reach: Reach,
  { scope, today }: ErasureOptions,
  company: Company | null,
): Generator<readonly KeyQuery[], Decided, readonly KeyRows[]> {
  const [dependents, coOwned, twins] = yield* inStep3(findDependents(reach), findCoOwners(reach), findKeyTwins(reach));
  const namesakes = yield* findNamesakes(reach, createOwnTargets(reach), dependents);
  const input = { dependents, coOwned, scope, today, company, namesakes };
  const decided = decideFreely(reach, (freed) => decideDispositions(reach, { ...input, freed }));
  return { ...decided, twins };
}

/** The statements that mark what has to stay; nothing is asked of rows that an earlier erasure has left. */
export function* markKept(
  { index }: Reach,
  { decisions: { rows } }: Decided,
  settled: ReadonlySet<Decision>,
  options: ErasureOptions,
): Generator<readonly KeyQuery[], readonly Operation[], readonly KeyRows[]> {
  return yield* markRetained(
    index,
    rows.filter((decision) => !settled.has(decision)),
    options,
  );
}

/** Makes the plan of what is decided. `told`, where it is given, takes in what the plan tells of each row. */
export function assemblePlan(
  reach: Reach,
  { decisions: decided, twins, freed }: Decided,
  settled: ReadonlySet<Decision>,
  marks: readonly Operation[],
  options: ErasureOptions,
  told: ToldRows | null = null,
): ErasurePlan {
  const { index } = reach;
  const rows = settled.size > 0 ? decided.rows.filter((decision) => !settled.has(decision)) : decided.rows;
  const decisions: Decisions = { ...decided, rows };
  const isSettled = new Set([...settled].map(({ row }) => row));
  const doomed = groupDoomed(decisions);
  const order = orderDeletes(index, new Set(doomed.keys()), options.abilities);
  const updates = updateRows(decisions);
  const ghosts = missingGhosts(reach, updates);
  const operations: Operation[] = [
    ...ghosts.map(createGhost),
    ...updates,
    ...marks,
    ...order.cuts.flatMap((edge) => cutReferences(edge, doomed.get(edge.from))),
    ...joinStatements(
      order.tables.flatMap((name) => deleteRows(doomed.get(name))),
      order.joined,
    ),
    ...recountRows(reach, decisions, doomed),
  ];
  const tables = describeTables(reach, decisions, told);
  const blanks = listStatedBlanks(index, updates);
  const marked = listMarked(rows, options.scope);
  const nobody = usedEdges(reach, freed, decisions).map(({ id }) => id);
  return {
    system: index.model.system,
    subjects: reach.subjects,
    tables,
    ...(settled.size > 0 ? { settled: describeSettled(settled) } : {}),
    repairs: describeRepairs(decisions),
    ...(blanks.length > 0 ? { blanks } : {}),
    ...(ghosts.length > 0 ? { ghosts: ghosts.map(({ table, key }) => ({ table, key })) } : {}),
    ...(nobody.length > 0 ? { nobody } : {}),
    ...(marked.length > 0 ? { marked } : {}),
    operations,
    suspendForeignKeys: order.suspend,
    findings: addFindings(
      options.findings,
      checkPlan(reach, { decisions: decided, operations, twins, stuck: order.stuck }),
    ),
    // Of a right about a part only, the person stays, and so does what names them.
    ...(isEverything(options.scope)
      ? tellSubjects(ownSubjects(reach), (row) => isSettled.has(row))
      : { identifying: [], subjectValues: [] }),
  };
}
