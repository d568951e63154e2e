/** A form that makes one change: busy while it runs, its problem when it is refused, a word when it is done. */
import type { FormEvent, ReactNode } from "react";
import { useRevalidator } from "react-router";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { DialogActions } from "../ui/dialog.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface ChangeFormProps {
  readonly children: ReactNode;
  readonly label: string;
  readonly ready: boolean;
  readonly change: () => Promise<unknown>;
  readonly done: string;
  readonly onClose: () => void;
}

/** A form whose change is made, told of, and shown. */
export function ChangeForm({ children, label, ready, change, done, onClose }: ChangeFormProps) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(change).then(async (changed) => {
      await revalidate();
      if (!changed) return;
      notify(done);
      onClose();
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {children}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" type="submit" busy={action.busy} disabled={!ready}>
          {label}
        </Button>
      </DialogActions>
    </form>
  );
}
