/** The page for addresses that lead nowhere. */
import { LinkButton } from "../ui/button.tsx";
import { EmptyState, Page } from "../ui/page.tsx";

export function Component() {
  return (
    <Page title="There is nothing here">
      <EmptyState
        title="No page has this address"
        action={
          <LinkButton tone="main" to="/requests">
            Go to the requests
          </LinkButton>
        }
      >
        <p>It may have been mistyped, or it belongs to something that was removed.</p>
      </EmptyState>
    </Page>
  );
}
