/** All systems: are they up, and how much of them is still unclear. */
import { listSystems } from "@kept/contract/system-endpoints";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { Badge } from "../ui/badge.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { HEALTH_TEXTS } from "./system-texts.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  return call(listSystems, { signal: request.signal });
}

export function Component() {
  const { systems } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Systems"
      lead="Where people's data lives. Each has a map that says whose rows are whose; a right acts on what the maps confirm."
    >
      <Section title={systems.length === 1 ? "1 system" : `${systems.length} systems`} flush>
        {systems.length === 0 ? (
          <EmptyState title="No system is connected">
            <p>
              Systems come from the configuration. Name one in <code>kept.config.ts</code>, or try a database first with{" "}
              <code>npx kept discover postgres://…</code>.
            </p>
          </EmptyState>
        ) : (
          <Table
            label="Systems"
            columns={[
              { label: "System" },
              { label: "Health" },
              { label: "Tables", num: true },
              { label: "With personal data", num: true },
              { label: "Findings" },
              { label: "Discovered" },
            ]}
          >
            {systems.map((system) => (
              <tr key={system.system} data-link>
                <Cell wide>
                  <Link data-cover to={`/systems/${encodeURIComponent(system.system)}`}>
                    <strong>{system.title}</strong>
                  </Link>{" "}
                  <span className="mono muted">
                    {[system.system, system.kind].filter((part) => part !== "").join(" · ")}
                  </span>
                </Cell>
                <Cell label="Health">
                  <span className="row" title={system.health.problem?.message ?? ""}>
                    <Badge tone={HEALTH_TEXTS[system.health.state].tone}>
                      {HEALTH_TEXTS[system.health.state].label}
                    </Badge>
                    {system.health.checkedAt === null ? null : (
                      <span className="muted">
                        <When at={system.health.checkedAt} />
                      </span>
                    )}
                  </span>
                </Cell>
                <Cell label="Tables" num>
                  {system.discoveredAt === null ? "–" : system.tables}
                </Cell>
                <Cell label="With personal data" num>
                  {system.discoveredAt === null ? "–" : system.personalTables}
                </Cell>
                <Cell label="Findings">
                  {system.discoveredAt === null ? (
                    "–"
                  ) : (
                    <Findings total={system.findings} blocking={system.blockingFindings} />
                  )}
                </Cell>
                <Cell label="Discovered">
                  {system.discoveredAt === null ? (
                    <span className="muted">not yet</span>
                  ) : (
                    <When at={system.discoveredAt} />
                  )}
                </Cell>
              </tr>
            ))}
          </Table>
        )}
      </Section>
    </Page>
  );
}

function Findings({ total, blocking }: { readonly total: number; readonly blocking: number }) {
  if (total === 0) return <span className="muted">none</span>;
  if (blocking === 0) return <span className="muted">{total === 1 ? "1 note" : `${total} notes`}</span>;
  return <Badge tone="warn">{`${blocking} stop erasure`}</Badge>;
}
