/** What can be wrong with a system as the API sees it. */
import { defineErrors } from "./problems.ts";

export const systemErrors = defineErrors({
  system_not_found: {
    status: 404,
    title: "There is no such system",
    action: "List the systems to see their names; they come from the configuration.",
  },
  system_not_available: {
    status: 503,
    title: "The system cannot be used just now",
    action: "Test the connection to see why.",
  },
  system_not_discoverable: {
    status: 409,
    title: "This kind of system decides by itself whose data it is: it has no map",
    action: "Nothing to do; its requests work without a map.",
  },
  map_invalid: {
    status: 422,
    title: "The map cannot be read",
    action: "Correct what the detail names and save it again.",
  },
  map_table_unknown: {
    status: 422,
    title: "The system has no table of this name",
    action: "Use a name that discovery lists.",
  },
});
