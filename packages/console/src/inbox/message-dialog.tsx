/** A dialog that does one thing with a message, and says so. */
import type { FormEvent, ReactNode } from "react";
import { useRevalidator } from "react-router";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface MessageDialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly submit: () => Promise<unknown>;
  readonly label: string;
  /** What is told once it is done. */
  readonly done: string;
  readonly ready?: boolean;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function MessageDialog(props: MessageDialogProps) {
  const { title, open, onClose, submit, label, done, ready = true, wide = false, children } = props;
  const action = useAction();
  const { revalidate } = useRevalidator();
  const send = (event: FormEvent) => {
    event.preventDefault();
    void action.run(submit).then(async (made) => {
      await revalidate();
      if (!made) return;
      notify(done);
      onClose();
    });
  };
  return (
    <Dialog title={title} open={open} onClose={onClose} wide={wide}>
      <form className="stack" onSubmit={send}>
        {children}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button tone="main" type="submit" busy={action.busy} disabled={!ready}>
            {label}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
