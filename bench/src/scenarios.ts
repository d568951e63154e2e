/** All scenarios, in the order in which they run. */
import { accessOne } from "./access-one.ts";
import { bannerGzip, bannerUsableDesktop, bannerUsableMobile, headGzip } from "./banner/banner.ts";
import { clocks } from "./clocks.ts";
import { choicesLookupGrowth } from "./decide/choices-lookup-growth.ts";
import { decideHttp } from "./decide/decide-http.ts";
import { decideInProcess } from "./decide/decide-in-process.ts";
import { decideInvalidation } from "./decide/decide-invalidation.ts";
import { eraseManyRows } from "./erase-many-rows.ts";
import { eraseOne } from "./erase-one.ts";
import { erasePeople } from "./erase-people.ts";
import { flatTime } from "./flat-time.ts";
import { inference } from "./inference/inference.ts";
import { memoryImport } from "./memory-import.ts";
import { memoryPackage } from "./memory-package.ts";
import { planTables } from "./plan-tables.ts";
import { requests } from "./requests.ts";
import { type Scenario, UsageError } from "./scenario.ts";
import { undoOne } from "./undo-one.ts";

/** Those that compare the work of the rights with what would be written by hand. */
const rights: readonly Scenario[] = [
  accessOne,
  eraseOne,
  flatTime,
  eraseManyRows,
  erasePeople,
  undoOne,
  planTables,
  memoryPackage,
  memoryImport,
];

/** What visitors of the operator's sites load; needs a browser. */
const banner: readonly Scenario[] = [bannerGzip, headGzip, bannerUsableDesktop, bannerUsableMobile];

/** Those that ask whether data may be used. */
const decide: readonly Scenario[] = [decideInProcess, decideHttp, decideInvalidation, choicesLookupGrowth];

export const scenarios: readonly Scenario[] = [...rights, clocks, requests, inference, ...banner, ...decide];

/** Several scenarios under one name. */
export const groups: Readonly<Record<string, readonly Scenario[]>> = { rights, banner, decide };

/** The scenarios of these names, each once. Throws a UsageError for a name that there is not. */
export function chooseScenarios(names: readonly string[]): readonly Scenario[] {
  const chosen = names.flatMap((name) => {
    const found = groups[name] ?? scenarios.filter((scenario) => scenario.name === name);
    if (found.length === 0) {
      const known = [...scenarios.map((scenario) => scenario.name), ...Object.keys(groups)];
      throw new UsageError(`There is no scenario "${name}". There are: ${known.join(", ")}.`);
    }
    return found;
  });
  return [...new Set(chosen)];
}
