/** The slice of children. */
import { handleJob, type Slice } from "../platform/slice.ts";
import { addAgePages } from "./age-pages.tsx";
import type { ChildParts } from "./child-parts.ts";
import { followChildCases, tidyChildCases } from "./follow-child-cases.ts";
import { addParentPages } from "./parent-pages.tsx";
import { childRoutes } from "./routes.ts";
import { tidyAgeLocks } from "./screen-age.ts";
import { sendParentMail } from "./send-parent-mail.ts";

export function createChildrenSlice(parts: ChildParts): Slice {
  return {
    name: "children",
    routes: childRoutes(parts),
    pages: (pages) => {
      addAgePages(pages, parts);
      addParentPages(pages, parts);
    },
    jobs: [handleJob("children.mail", (ctx, payload) => sendParentMail(ctx, parts, payload))],
    sweeps: [
      { name: "children.follow", everySeconds: 300, atStart: true, run: (ctx) => followChildCases(ctx, parts) },
      {
        name: "children.tidy",
        everySeconds: 3600,
        run: async (ctx) => {
          await tidyAgeLocks(ctx);
          await tidyChildCases(ctx, parts);
        },
      },
    ],
  };
}
