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
  map_changed: {
    status: 409,
    title: "The map was changed meanwhile",
    action: "Nothing was kept. Look at it anew, and do it again if it still holds.",
  },
  question_not_open: {
    status: 409,
    title: "This question is not open",
    action: "List the questions anew: it was answered meanwhile, or the system has changed.",
  },
  question_answer_unknown: {
    status: 422,
    title: "The question has no such answer",
    action: "Send the name of one of its answers.",
  },
  answer_not_as_shown: {
    status: 409,
    title: "The answer would change something else than was shown",
    action: "Nothing was kept. Look at what it changes now, and answer again.",
  },
  answer_not_found: {
    status: 404,
    title: "There is no such answer",
    action: "List the questions to see what was answered.",
  },
  answer_overtaken: {
    status: 409,
    title: "The answer cannot be taken back",
    action: "It was taken back before, or the map says something else in its place by now: edit the map.",
  },
});
