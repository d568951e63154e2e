/** Why a system cannot be used at the moment: it is not reached, or its map cannot be read. */
import type { SystemDetail } from "@kept/contract/systems";
import { useSearchParams } from "react-router";
import { LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

export function SystemHealth({ system }: { readonly system: SystemDetail }) {
  const problem = system.health.problem;
  if (system.mapProblems.length > 0) return <BrokenMap />;
  if (problem === null) return null;
  return (
    <ProblemView
      problem={{
        type: "about:blank",
        title: "The system cannot be reached",
        status: 0,
        code: problem.code,
        detail: problem.message,
        action: problem.advice,
        requestId: "",
      }}
    />
  );
}

/** Said wherever one looks, but where the map itself says it. */
function BrokenMap() {
  const [params] = useSearchParams();
  if (params.get("view") === "map") return null;
  const problem = {
    type: "about:blank",
    title: "The map cannot be read",
    status: 0,
    code: "map_invalid",
    action: "Nothing can be planned in this system until it is repaired. What is shown here is of before.",
    requestId: "",
  };
  return (
    <div className="stack">
      <ProblemView problem={problem} />
      <div>
        <LinkButton icon={icons.next} to="?view=map">
          Look at the map
        </LinkButton>
      </div>
    </div>
  );
}
