/** How Postgres types fold into the kinds of value that the engine tells apart. */
import type { ColumnKind } from "@kept/engine/schema";
import type { ValueBounds } from "../dialect/key-value.ts";

/** A row of pg_type, with domains already resolved by `resolveType`. */
export interface PostgresType {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** b base, c composite, d domain, e enum, r range, m multirange. */
  readonly kind: string;
  readonly category: string;
  readonly baseOid: string;
  readonly baseModifier: number;
  readonly notNull: boolean;
  readonly enumValues: readonly string[];
}

/** What statements need to know of a column's type. */
export interface PostgresNative {
  /** Quoted name of the base type without its modifiers: a cast to `character(5)[]` by its SQL name would cut values. */
  readonly castType: string;
  readonly typeName: string;
  /** Values can be cast and compared as the type itself; otherwise as text. */
  readonly comparable: boolean;
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  bool: "boolean",
  int2: "integer",
  int4: "integer",
  int8: "integer",
  oid: "integer",
  numeric: "decimal",
  float4: "decimal",
  float8: "decimal",
  text: "text",
  varchar: "text",
  bpchar: "text",
  name: "text",
  citext: "text",
  char: "text",
  uuid: "uuid",
  json: "json",
  jsonb: "json",
  bytea: "binary",
  date: "date",
  time: "time",
  timetz: "time",
  timestamp: "timestamp",
  timestamptz: "timestamp",
};

const integerBounds: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int2: [-(2n ** 15n), 2n ** 15n - 1n],
  int4: [-(2n ** 31n), 2n ** 31n - 1n],
  int8: [-(2n ** 63n), 2n ** 63n - 1n],
  oid: [0n, 2n ** 32n - 1n],
};

/** The kind of a type that is no domain. */
export function foldType(type: PostgresType): ColumnKind {
  if (type.kind === "e") return "enum";
  if (type.category === "A") return "array";
  return (type.kind === "b" ? kinds[type.name] : undefined) ?? "other";
}

/** Bounds of the type's values. */
export function boundsOfType(type: PostgresType): ValueBounds {
  return {
    integers: integerBounds[type.name] ?? [-(2n ** 63n), 2n ** 63n - 1n],
    zeroDates: false,
    anyText: false,
    numericBooleans: false,
  };
}

/** Follows domains down to their base type; the first modifier met is the one that counts. */
export function resolveType(
  types: ReadonlyMap<string, PostgresType>,
  oid: string,
  modifier: number,
): { type: PostgresType | undefined; modifier: number; notNull: boolean } {
  let type = types.get(oid);
  let resolved = modifier;
  let notNull = false;
  while (type?.kind === "d") {
    notNull ||= type.notNull;
    if (resolved < 0) resolved = type.baseModifier;
    type = types.get(type.baseOid);
  }
  return { type, modifier: resolved, notNull };
}

/** Most characters of `varchar(n)` and `char(n)`; their modifier counts four bytes more. */
export function maxLengthOf(type: PostgresType, modifier: number): number | null {
  return (type.name === "varchar" || type.name === "bpchar") && modifier > 4 ? modifier - 4 : null;
}
