/** Buttons: one main action a view, quiet ones beside it, red only for what cannot be undone. */
import { ActionIcon, Button as LibraryButton } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Icon } from "./icon.tsx";

type Tone = "main" | "plain" | "quiet" | "danger" | "danger-main";

const LOOKS = {
  main: { variant: "filled", color: "kept" },
  plain: { variant: "default", color: "kept" },
  quiet: { variant: "subtle", color: "kept" },
  danger: { variant: "default-red", color: "red" },
  "danger-main": { variant: "filled", color: "red" },
} as const satisfies Record<Tone, { variant: string; color: string }>;

interface ButtonProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly icon?: Icon;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly type?: "button" | "submit";
  readonly small?: boolean;
  readonly onClick?: () => void;
}

export function Button({ children, tone = "plain", icon: IconOf, busy, disabled, type, small, onClick }: ButtonProps) {
  return (
    <LibraryButton
      {...LOOKS[tone]}
      type={type ?? "button"}
      size={small ? "xs" : "sm"}
      loading={busy ?? false}
      disabled={disabled ?? false}
      {...(onClick === undefined ? {} : { onClick })}
      leftSection={IconOf === undefined ? undefined : <IconOf size={small ? 14 : 16} aria-hidden />}
    >
      {children}
    </LibraryButton>
  );
}

interface LinkButtonProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly icon?: Icon;
  readonly small?: boolean;
  /** A page of the console, or with `download` a file of the server. */
  readonly to: string;
  readonly download?: boolean;
}

/** Looks like a button and is a link: opens in a new tab, is copied, is announced as one. */
export function LinkButton({ children, tone = "plain", icon: IconOf, small, to, download }: LinkButtonProps) {
  const look = {
    ...LOOKS[tone],
    size: small ? "xs" : "sm",
    leftSection: IconOf === undefined ? undefined : <IconOf size={small ? 14 : 16} aria-hidden />,
  } as const;
  if (download === true) {
    return (
      <LibraryButton component="a" href={to} download {...look}>
        {children}
      </LibraryButton>
    );
  }
  return (
    <LibraryButton component={Link} to={to} {...look}>
      {children}
    </LibraryButton>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly icon: Icon;
  readonly onClick: () => void;
  readonly pressed?: boolean;
}

export function IconButton({ label, icon: IconOf, onClick, pressed }: IconButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      onClick={onClick}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
    >
      <IconOf size={17} aria-hidden />
    </ActionIcon>
  );
}
