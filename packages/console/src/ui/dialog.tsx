/** Dialogs and side panels: focus stays inside, Escape closes, focus goes back to where it was. */
import { Drawer, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

const shared = {
  // The library locks scrolling through an injected style tag; base.css does it by a selector instead.
  lockScroll: false,
  transitionProps: { duration: 120 },
  overlayProps: { backgroundOpacity: 0.45 },
  closeButtonProps: { "aria-label": "Close" },
} as const;

export function Dialog({ title, open, onClose, children, wide }: DialogProps) {
  return (
    <Modal
      {...shared}
      opened={open}
      onClose={onClose}
      title={title}
      size={wide === true ? 760 : 540}
      centered
      classNames={{ title: styles["title"] ?? "", content: styles["content"] ?? "", header: styles["content"] ?? "" }}
    >
      <div data-kept-dialog className="stack">
        {children}
      </div>
    </Modal>
  );
}

export function SidePanel({ title, open, onClose, children }: Omit<DialogProps, "wide">) {
  return (
    <Drawer
      {...shared}
      opened={open}
      onClose={onClose}
      title={title}
      position="right"
      size={760}
      classNames={{ title: styles["title"] ?? "", content: styles["content"] ?? "", header: styles["content"] ?? "" }}
    >
      <div data-kept-dialog className="stack">
        {children}
      </div>
    </Drawer>
  );
}

/** The row of buttons at a dialog's end. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles["actions"]}>{children}</div>;
}
