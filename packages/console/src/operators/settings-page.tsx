/** Who am I, who else may sign in, and the API keys of programs. */
import { listApiKeys, listOperators } from "@kept/contract/operators";
import type { Permission } from "@kept/contract/permissions";
import { permissions } from "@kept/contract/permissions";
import { useLoaderData, useRouteLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem-error.ts";
import { loadShell, type ShellData } from "../shell/load-shell.ts";
import { LinkButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Facts, Hash } from "../ui/facts.tsx";
import { SelectField } from "../ui/fields.tsx";
import { Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { type ColorScheme, useColorScheme } from "../ui/provider.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { Operators } from "./operators.tsx";
import styles from "./settings-page.module.css";

/** A part that the reader may not see is left out; one that fails says why. */
async function settle<T>(allowed: boolean, load: () => Promise<T>) {
  if (!allowed) return null;
  try {
    return { data: await load() };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

export async function loader() {
  const { actor } = await loadShell();
  const may = (permission: Permission) => actor?.permissions.includes(permission) ?? false;
  const [operators, keys] = await Promise.all([
    settle(may("operators:read"), () => call(listOperators, {})),
    settle(may("keys:act"), () => call(listApiKeys, {})),
  ]);
  return { operators, keys };
}

export function Component() {
  const { operators, keys } = useLoaderData<typeof loader>();
  const shell = useRouteLoaderData<ShellData>("shell");
  const actor = shell?.actor ?? null;
  const { scheme, choose } = useColorScheme();
  if (actor === null) return null;
  return (
    <Page title="Settings" lead="Who you are here, who else may sign in, and the keys of programs.">
      <Section title="You">
        <div className="stack">
          <Facts
            facts={[
              { name: "Name", value: actor.name },
              { name: "E-mail address", value: actor.email ?? "–" },
              { name: "Role", value: actor.role?.replace("-", " ") ?? "API key" },
              {
                name: "Id",
                value: (
                  <span className="row">
                    <Hash value={actor.id} />
                    <CopyButton bare text={actor.id} what="the id" />
                  </span>
                ),
              },
            ]}
          />
          <details className={styles["details"]}>
            <summary>What you may do ({actor.permissions.length})</summary>
            <ul className={styles["permissions"]}>
              {actor.permissions.map((permission) => (
                <li key={permission}>
                  <code>{permission}</code> <span className="muted">{permissions[permission]}</span>
                </li>
              ))}
            </ul>
          </details>
          <div className={styles["scheme"]}>
            <SelectField
              label="Colours"
              value={scheme}
              onChange={(value) => choose(value as ColorScheme)}
              options={[
                { value: "auto", label: "Like the system" },
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark" },
              ]}
            />
          </div>
        </div>
      </Section>
      {actor.permissions.includes("messages:read") ? (
        <Section title="Messages to people" lead="The words of every mail, in each language, as they are sent.">
          <LinkButton to="/settings/messages">See and change them</LinkButton>
        </Section>
      ) : null}
      {keys === null ? null : "problem" in keys ? (
        <ProblemView problem={keys.problem} />
      ) : (
        <ApiKeys keys={keys.data.keys} held={actor.permissions} />
      )}
      {operators === null ? null : "problem" in operators ? (
        <ProblemView problem={operators.problem} />
      ) : (
        <Operators operators={operators.data.operators} />
      )}
    </Page>
  );
}
