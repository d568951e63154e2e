/** Column types whose values read, insert and update differently, and how both databases agree on them. */
import { type ColumnType, type RawBuilder, sql } from "kysely";

/** `timestamptz`: read as Date, written as ISO text. */
export type Timestamp = ColumnType<Date, string, string>;
export type NullableTimestamp = ColumnType<Date | null, string | null | undefined, string | null>;

/** `jsonb`: read as the value, written through {@link jsonb}. */
export type Json<T> = ColumnType<T, RawBuilder<T>, RawBuilder<T>>;

/** `bytea`: bytes both ways. */
export type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;

/** A value for a `jsonb` column. Drivers would turn arrays into SQL arrays otherwise. */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
