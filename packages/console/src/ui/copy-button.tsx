/** Copies a text and says so. */
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { icons } from "./icon.tsx";

interface CopyProps {
  readonly text: string;
  /** What is copied, for the label: "Copy the suggestion". */
  readonly what: string;
  /** Only the icon. */
  readonly bare?: boolean;
}

export function CopyButton({ text, what, bare }: CopyProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  if (bare === true) {
    return (
      <IconButton label={copied ? "Copied" : `Copy ${what}`} icon={copied ? icons.done : icons.copy} onClick={copy} />
    );
  }
  return (
    <Button small icon={copied ? icons.done : icons.copy} onClick={copy}>
      {copied ? "Copied" : `Copy ${what}`}
    </Button>
  );
}
