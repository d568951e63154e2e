/** Can a column hold this text at all? What a database would refuse is told before anything is tried. */
import type { ModelTable } from "./model.ts";
import type { ColumnSchema } from "./schema.ts";

const DAY = /^\d{4,6}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const CLOCK = /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/;

/** What is wrong with the value, as the end of "… cannot be …: it"; null when nothing is. */
export function misfit(column: ColumnSchema, value: string): string | null {
  if (column.generated) return "is computed by the database";
  if (column.maxLength !== null && [...value].length > column.maxLength)
    return `holds ${column.maxLength} characters at most`;
  if (column.enumValues.length > 0 && !column.enumValues.includes(value))
    return `is one of ${column.enumValues.join(", ")}`;
  return isOfKind(column, value) ? null : `is not a value of type ${column.nativeType || column.kind}`;
}

function isOfKind({ kind }: ColumnSchema, value: string): boolean {
  switch (kind) {
    case "integer":
      return /^-?\d+$/.test(value);
    case "decimal":
      return /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(value);
    case "boolean":
      return /^(true|false|t|f|0|1)$/i.test(value);
    case "uuid":
      return /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(value);
    case "date":
      return isDay(value);
    case "time":
      return CLOCK.test(value);
    case "timestamp": {
      const [day = "", clock = "00:00"] = value.split(/[ T]/);
      return isDay(day) && CLOCK.test(clock);
    }
    case "json":
      try {
        JSON.parse(value);
        return true;
      } catch {
        return false;
      }
    default:
      return value.isWellFormed() && !value.includes("\0");
  }
}

/** No thirtieth of February, which dates roll over. */
function isDay(value: string): boolean {
  if (!DAY.test(value)) return false;
  const [year, month, day] = value.split("-").map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Is the column alone a unique key of its table? */
export function isAloneUnique({ schema }: ModelTable, column: string): boolean {
  return [schema.primaryKey, ...schema.uniqueKeys].some((key) => key.join() === column);
}
