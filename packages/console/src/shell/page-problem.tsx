/** What a page shows when its data could not be loaded or its own code failed. */
import { useEffect } from "react";
import { useRevalidator, useRouteError } from "react-router";
import { problemOf } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

export function PageProblem() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  const problem = problemOf(error);
  useEffect(() => {
    // A page file that is gone belongs to a bundle that was replaced: the new one is a reload away.
    if (error instanceof TypeError && /dynamically imported module/.test(error.message)) window.location.reload();
  }, [error]);
  return (
    <Page title="That did not work">
      <ProblemView problem={problem} />
      <div className="row">
        <Button tone="main" icon={icons.again} busy={state === "loading"} onClick={() => void revalidate()}>
          Try again
        </Button>
      </div>
    </Page>
  );
}
