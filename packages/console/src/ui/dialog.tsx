/** Dialogs and side panels: focus stays inside, Escape closes, focus goes back to where it was. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import styles from "./dialog.module.css";
import type { FrameProps } from "./dialog-frames.tsx";

const ModalFrame = lazy(() => import("./dialog-frames.tsx").then((module) => ({ default: module.ModalFrame })));
const DrawerFrame = lazy(() => import("./dialog-frames.tsx").then((module) => ({ default: module.DrawerFrame })));

export function Dialog(props: FrameProps) {
  return (
    <OnceOpen open={props.open}>
      <ModalFrame {...props} />
    </OnceOpen>
  );
}

export function SidePanel(props: Omit<FrameProps, "wide">) {
  return (
    <OnceOpen open={props.open}>
      <DrawerFrame {...props} />
    </OnceOpen>
  );
}

/** From the first opening on: until then nothing is loaded for it. */
function OnceOpen({ open, children }: { readonly open: boolean; readonly children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  return wasOpen ? <Suspense fallback={null}>{children}</Suspense> : null;
}

/** The row of buttons at a dialog's end. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles["actions"]}>{children}</div>;
}
