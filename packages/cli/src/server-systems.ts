/** `kept discover <system>` through a running server: what it knows of a system, and confirming its proposals. */
import { writeFile } from "node:fs/promises";
import { acceptMap, discoverSystem, getSystem, listSystems } from "@kept/contract/system-endpoints";
import type { SystemDetail } from "@kept/contract/systems";
import { isAsked } from "@kept/engine/settle-findings";
import { saysUnreviewed } from "@kept/engine/unreviewed-tables";
import { type DiscoverCommand, requireAsk } from "./discover.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";
import { readPlace } from "./read-place.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";
import { askByServer } from "./server-questions.ts";

/** Looks at a system again, and with `--accept` confirms what is proposed. */
export async function discoverByServer(
  address: ServerAddress,
  system: string,
  options: DiscoverCommand,
  output: Output,
): Promise<ExitCode> {
  requireAsk(options);
  return await withServer(address, async (client) => {
    const { systems } = await client.call(listSystems, {});
    if (!systems.some((one) => one.system === system)) {
      throw new UsageError(
        `The server has no system "${system}". It has: ${systems.map((one) => one.system).join(", ") || "none"}.`,
      );
    }
    const params = { system };
    let detail = await client.call(discoverSystem, { params });
    let isStopped = false;
    if (options.ask === true) {
      const about = options.about === undefined ? undefined : readPlace(options.about, detail.schema);
      const asked = await askByServer(client, detail, output, about);
      if (asked.kept > 0) detail = await client.call(getSystem, { params });
      isStopped = asked.isStopped;
    }
    if (options.accept || options.acceptTable !== undefined) {
      const body = options.accept ? {} : { tables: [...(options.acceptTable ?? [])] };
      detail = await client.call(acceptMap, { params, body });
      isStopped = false;
    }
    if (options.out !== undefined) {
      await writeFile(options.out, detail.map);
      output.err(`Wrote ${options.out}.\n`);
    }
    if (options.json) await output.out(`${JSON.stringify(describeJson(detail))}\n`);
    // Whoever stops in the middle is told what is left; the whole is told once, at the end.
    else if (!isStopped) await output.out(describeText(detail, options, output));
    return EXIT.done;
  });
}

function describeJson(detail: SystemDetail) {
  const { system, schema, findingList } = detail;
  return { system, tables: schema, findings: findingList };
}

function describeText(detail: SystemDetail, options: DiscoverCommand, output: Output): string {
  const rows = detail.schema.map((table) => {
    const edges = table.edges.filter(({ role }) => role !== "context");
    const open = edges.filter(({ confirmed }) => !confirmed).length;
    const told = edges.map(({ columns, to, role }) => `${columns.join(", ")} -> ${to}: ${role}`).join("; ");
    return [table.name, table.kind, open, told] as const;
  });
  const parts = [
    `${paint(output, "bold", detail.title)} (${detail.system}): ${plural(detail.tables, "table")}\n\n`,
    formatTable(output, ["table", "kind", "proposals", "whose"], rows),
  ];
  if (detail.findingList.length > 0) {
    parts.push(`\n${paint(output, "bold", "Findings")}\n`, formatFindings(output, detail.findingList, false));
  }
  if (detail.blockingFindings > 0 && !options.accept) {
    parts.push(paint(output, "dim", `\n${tellOpen(detail)}--accept confirms all proposals.\n`));
  }
  return parts.join("");
}

/** What stands in the way beside proposals: questions are asked, the others are seen to where their advice says. */
function tellOpen({ findingList, questions }: SystemDetail): string {
  const others = findingList.filter((one) => one.blocks && !isAsked(one) && !saysUnreviewed(one)).length;
  const parts = [
    ...(questions === 0 ? [] : [`${plural(questions, "question")} to answer (--ask asks them)`]),
    ...(others === 0 ? [] : [`${plural(others, "other finding")} to see to`]),
  ];
  return parts.length === 0 ? "" : `${parts.join(" and ")} before anything can be erased; `;
}
