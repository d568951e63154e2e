/** The acts by name: a new right is a row of kinds, a new thing to do in systems is a row here. */
import type { RequestAct } from "@kept/contract/request-kinds";
import type { Act } from "./act.ts";
import { chooseAct } from "./act-choose.ts";
import { eraseAct } from "./act-erase.ts";
import { readAct } from "./act-read.ts";
import { rectifyAct } from "./act-rectify.ts";
import { restrictAct } from "./act-restrict.ts";
import { reviewAct } from "./act-review.ts";
import { stateAct } from "./act-state.ts";

export const acts: Readonly<Record<RequestAct, Act>> = {
  read: readAct,
  erase: eraseAct,
  restrict: restrictAct,
  rectify: rectifyAct,
  choose: chooseAct,
  state: stateAct,
  review: reviewAct,
};
