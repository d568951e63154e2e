/** The tables of all slices: the table of contents of the database. */
import type { FulfilmentTables } from "./fulfilment/tables.ts";
import type { OperatorTables } from "./operators/tables.ts";
import type { RequestTables } from "./requests/tables.ts";
import type { SystemTables } from "./systems/tables.ts";

export interface SliceTables extends OperatorTables, RequestTables, FulfilmentTables, SystemTables {}
