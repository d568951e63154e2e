/** A moment: how long ago, with the exact time on hover and for machines. */
import { absoluteTime, relativeTime } from "../time/relative-time.ts";

export function When({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {relativeTime(at)}
    </time>
  );
}
