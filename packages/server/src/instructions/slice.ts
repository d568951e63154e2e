/** The slice of instructions. */
import * as endpoints from "@kept/contract/instructions";
import { bind } from "../platform/http/bind.ts";
import type { Slice } from "../platform/slice.ts";
import {
  addInstruction,
  getInstruction,
  listInstructions,
  readInstruction,
  settleInstruction,
} from "./instructions.ts";

export function createInstructionsSlice(): Slice {
  return {
    name: "instructions",
    routes: [
      bind(endpoints.listInstructions, (ctx, { query }) => listInstructions(ctx, query)),
      bind(endpoints.recordInstruction, async (ctx, { body }) =>
        getInstruction(ctx, await ctx.transaction((tx) => addInstruction(tx, body))),
      ),
      bind(endpoints.readInstruction, (ctx, { params }) => readInstruction(ctx, params.instructionId)),
      bind(endpoints.settleInstruction, async (ctx, { params, body }) => {
        await settleInstruction(ctx, params.instructionId, body);
        return getInstruction(ctx, params.instructionId);
      }),
    ],
  };
}
