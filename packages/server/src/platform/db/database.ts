/** All tables as Kysely sees them. Names are those of SQL; queries give them the names of the code with aliases. */
import type { SliceTables } from "../../tables.ts";
import type { PlatformTables } from "./platform-tables.ts";

export interface Database extends PlatformTables, SliceTables {}
