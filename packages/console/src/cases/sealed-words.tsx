/** What stands sealed until somebody looks; each look is a ledger entry. */
import { type ReactNode, useState } from "react";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface SealedWordsProps<T> {
  readonly title: string;
  readonly button: string;
  readonly has: boolean;
  /** Said once there is nothing left. */
  readonly gone: string;
  readonly read: () => Promise<T>;
  readonly show: (content: T) => ReactNode;
}

export function SealedWords<T>({ title, button, has, gone, read, show }: SealedWordsProps<T>) {
  const [content, setContent] = useState<{ readonly value: T } | null>(null);
  const action = useAction();
  const mayLook = useMay("people:read");
  if (content !== null && has) return show(content.value);
  const look = () =>
    void action.run(async () => {
      const value = await read();
      setContent({ value });
    });
  return (
    <Section title={title}>
      <div className="stack">
        {!has ? (
          <p className="muted">{gone}</p>
        ) : mayLook ? (
          <>
            <div>
              <Button tone="main" icon={icons.show} busy={action.busy} onClick={look}>
                {button}
              </Button>
            </div>
            <p className="muted">Looking is recorded in the ledger.</p>
          </>
        ) : (
          <p className="muted">You need the permission people:read to see it.</p>
        )}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
      </div>
    </Section>
  );
}
