/** Questions about tables that look personal, and of which nothing says whose they are. */
import { categoryOf } from "./categories.ts";
import type { Finding, Model, ModelTable } from "./model.ts";
import { listOwnerCandidates } from "./owner-candidates.ts";
import type { TableQuestion } from "./question.ts";

/** What tells nobody from anybody else: an address that many share, the country it is in, a browser. */
const TRACES: ReadonlySet<string> = new Set(["online.ip", "online.user-agent", "location.approximate", "preference"]);

/**
 * One question for each; those that hold nothing about anybody but an IP address, and that no column makes somebody's, are one question:
 * there is one answer, and it is the same for all of them.
 */
export function askTables(model: Model, findings: readonly Finding[]): readonly TableQuestion[] {
  const questions = askEachTable(model, findings);
  const alike = questions.filter(({ table, candidates }) => candidates.length === 0 && hasTracesAlone(model, table));
  const [first] = alike;
  if (first === undefined || alike.length === 1) return questions;
  const tables = alike.map(({ table }) => table);
  const together: TableQuestion = {
    ...first,
    id: "table online.ip",
    tables,
    message: "They hold an IP address and nothing else about anybody, and nothing says whose it is.",
    settles: { tables, columns: [] },
    findings: alike.flatMap((one) => one.findings),
  };
  return questions.flatMap((one) => (one === first ? [together] : alike.includes(one) ? [] : [one]));
}

/** One question for each of them. */
export function askEachTable(model: Model, findings: readonly Finding[]): readonly TableQuestion[] {
  const incoming = Map.groupBy(model.edges, ({ to }) => to);
  // What was accepted in one word stays visible, and is answered.
  return findings
    .filter(({ code, blocks }) => code === "table_unclassified" && blocks)
    .map((finding) => {
      const { table, message } = finding;
      const edges = (incoming.get(table) ?? []).filter(({ from }) => from !== table);
      const candidates = listOwnerCandidates(model, table);
      const naming = [...candidates.map(({ edge }) => edge), ...edges];
      const columns = [...new Set(naming.flatMap((edge) => edge.columns.map((column) => `${edge.from}.${column}`)))];
      const tables = [...new Set([table, ...edges.map(({ from }) => from)])];
      return {
        kind: "table",
        id: `table ${table}`,
        table,
        tables: [table],
        candidates,
        message,
        settles: { tables, columns },
        findings: [finding],
      };
    });
}

function hasTracesAlone(model: Model, name: string): boolean {
  const table: ModelTable | undefined = model.tables.find((one) => one.name === name);
  const personal = (table?.columns ?? []).filter(({ category }) => categoryOf(category).personal);
  return (
    personal.some(({ category }) => category === "online.ip") && personal.every(({ category }) => TRACES.has(category))
  );
}
