/** A map's text with the numbers of its lines; wrong ones stand out, and so does what differs from another text. */
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { diffLines } from "./diff-lines.ts";
import styles from "./map-view.module.css";

interface MapTextProps {
  readonly text: string;
  /** Numbers of lines, from 1. */
  readonly wrong: readonly number[];
  readonly label: string;
  /** Shown is what differs from this one, with a few lines around it. */
  readonly before?: string;
}

export function MapText({ text, wrong, label, before }: MapTextProps) {
  const lines = before === undefined ? plainLines(text) : diffLines(before, text);
  return (
    <ScrollRegion className={styles["text"] ?? ""} label={label}>
      <ol>
        {lines.map(({ sign, line, number }) => (
          <li
            key={`${sign}${number}${line}`}
            data-sign={sign === " " ? undefined : sign}
            data-wrong={number !== null && wrong.includes(number) ? "" : undefined}
          >
            <span aria-hidden>{number ?? ""}</span>
            <code>{line === "" ? "\u00a0" : line}</code>
          </li>
        ))}
      </ol>
    </ScrollRegion>
  );
}

function plainLines(text: string) {
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line, at) => ({ sign: " ", line, number: at + 1 }));
}
