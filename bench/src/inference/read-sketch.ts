/** Reads the short lines of a sketch. */
import type { Sketch } from "./sketch.ts";

export interface PlainColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  /** What stands in it; empty: anything of its type. */
  readonly values: string;
}

interface PlainReference {
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  /** As SQL has it; empty: none. */
  readonly onDelete: string;
  readonly declared: boolean;
}

export interface PlainTable {
  readonly name: string;
  readonly columns: readonly PlainColumn[];
  readonly primaryKey: readonly string[];
  readonly references: readonly PlainReference[];
  readonly rows: number | undefined;
}

const ACTIONS: Readonly<Record<string, string>> = { cascade: "CASCADE", "set-null": "SET NULL", restrict: "RESTRICT" };

/** The tables of a sketch, read. */
export function readSketch(sketch: Sketch): readonly PlainTable[] {
  const keys = new Map(
    sketch.tables.map(({ name, columns }) => [
      name,
      Object.entries(columns).flatMap(([column, text]) => (/\bpk\b/.test(text.split("=")[0] ?? "") ? [column] : [])),
    ]),
  );
  return sketch.tables.map(({ name, columns, options }) => {
    const plain: PlainColumn[] = [];
    const references: PlainReference[] = (options.references ?? []).map((text) => {
      const [from, target] = text.split("->").map((part) => part.trim());
      const [, to = "", key, action = ""] = /^(\w+)(?:\(([^)]*)\))?\s*([\w-]*)$/.exec(target ?? "") ?? [];
      const names = (from ?? "").split(/,\s*/);
      const toColumns = key === undefined ? names : key.split(/,\s*/);
      return { columns: names, to, toColumns, onDelete: ACTIONS[action] ?? "", declared: true };
    });
    for (const [column, text] of Object.entries(columns)) {
      const [line, values] = text.split(/=(.*)/).map((part) => part.trim());
      const words = (line ?? "").split(/\s+/);
      const type = (words[0] ?? "").replace("!", "");
      const primary = words.includes("pk");
      plain.push({
        name: column,
        type: type === "pk" ? "int" : type,
        nullable: !(primary || (words[0] ?? "").endsWith("!")),
        primary,
        unique: words.includes("unique"),
        values: values ?? "",
      });
      const arrow = words.findIndex((word) => word === "->" || word === "~>");
      if (arrow < 0) continue;
      const [, to = "", keyless] = /^(\w+)(?:\((\w+)\))?$/.exec(words[arrow + 1] ?? "") ?? [];
      const key = keyless === undefined ? keys.get(to) : [keyless];
      if (key?.length !== 1) throw new Error(`${name}.${column} refers to ${to}, whose key is not one column`);
      references.push({
        columns: [column],
        to,
        toColumns: key,
        onDelete: ACTIONS[words[arrow + 2] ?? ""] ?? "",
        declared: words[arrow] === "->",
      });
    }
    return { name, columns: plain, primaryKey: keys.get(name) ?? [], references, rows: options.rows };
  });
}
