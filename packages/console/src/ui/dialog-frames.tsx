/** What dialogs and side panels are drawn in. Loaded after the first paint: no page opens with one. */
import { Drawer, Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import styles from "./dialog.module.css";

export interface FrameProps {
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
  classNames: { title: styles["title"] ?? "", content: styles["content"] ?? "", header: styles["content"] ?? "" },
} as const;

export function ModalFrame({ title, open, onClose, children, wide }: FrameProps) {
  return (
    <Modal
      {...shared}
      opened={useOpened(open)}
      onClose={onClose}
      title={title}
      size={wide === true ? 760 : 540}
      centered
    >
      <div data-kept-dialog className="stack">
        {children}
      </div>
    </Modal>
  );
}

export function DrawerFrame({ title, open, onClose, children }: FrameProps) {
  return (
    <Drawer {...shared} opened={useOpened(open)} onClose={onClose} title={title} position="right" size={760}>
      <div data-kept-dialog className="stack">
        {children}
      </div>
    </Drawer>
  );
}

/**
 * The library remembers where the focus was when a frame that was closed opens: one that is made open opens a moment later.
 * A frame that is taken away while it is open gives the focus back itself.
 */
function useOpened(open: boolean): boolean {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(open), [open]);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    };
  }, []);
  return opened;
}
