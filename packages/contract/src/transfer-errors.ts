/** What can be wrong with a transfer or an import, for operators and their apps. */
import { defineErrors } from "./problems.ts";

export const transferErrors = defineErrors({
  import_not_found: {
    status: 404,
    title: "There is no such import",
    action: "List imports to see their ids.",
  },
  import_gone: {
    status: 409,
    title: "What was received is not here any more",
    action: "Nothing to do: it was collected, or destroyed after its time.",
  },
  import_not_complete: {
    status: 409,
    title: "The import is not complete yet",
    action: "Wait for the webhook `import.completed`, or until `state` is `complete`.",
  },
});
