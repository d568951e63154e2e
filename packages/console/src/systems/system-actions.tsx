/** What can be done with a system: test it, look at it again, accept what is proposed. */
import { discoverSystem, testSystem } from "@kept/contract/system-endpoints";
import type { SystemDetail } from "@kept/contract/systems";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface SystemActionsProps {
  readonly system: SystemDetail;
  readonly mapless: boolean;
  /** Null: nothing to accept. */
  readonly onAccept: (() => void) | null;
}

export function SystemActions({ system, mapless, onAccept }: SystemActionsProps) {
  const test = useAction();
  const discover = useAction();
  const { revalidate } = useRevalidator();
  const params = { system: system.system };
  const runTest = () =>
    void test.run(async () => {
      const health = await call(testSystem, { params });
      await revalidate();
      notify(health.state === "up" ? "The connection works." : "The connection does not work.");
    });
  const runDiscover = () =>
    void discover.run(async () => {
      await call(discoverSystem, { params });
      await revalidate();
      notify("Discovered again.");
    });
  const problem = test.problem ?? discover.problem;
  return (
    <>
      <Button busy={test.busy} onClick={runTest}>
        Test the connection
      </Button>
      {mapless ? null : (
        <Button icon={icons.again} busy={discover.busy} onClick={runDiscover}>
          Discover again
        </Button>
      )}
      {onAccept === null ? null : (
        <Button tone="main" icon={icons.done} onClick={onAccept}>
          Accept proposals…
        </Button>
      )}
      {problem === null ? null : <ProblemView problem={problem} />}
    </>
  );
}
