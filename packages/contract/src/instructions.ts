/** The log of instructions (Art. 28(3)(a) GDPR): what a controller had us do as its processor, or we had a processor do. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";

/** `received`: a controller's, to us. `given`: ours, to a processor. */
export const INSTRUCTION_DIRECTIONS = ["received", "given"] as const;
/** How an instruction came or went. */
export const INSTRUCTION_CHANNELS = ["contract", "letter", "mail", "phone", "protocol", "other"] as const;
/** `unlawful`: a processor says so at once (Art. 28(3), last paragraph). */
export const INSTRUCTION_OUTCOMES = ["carried-out", "withdrawn", "unlawful", "outside-contract"] as const;

const words = z.string().trim().min(1).max(8000);

export const InstructionSchema = z.object({
  id: z.string(),
  direction: z.enum(INSTRUCTION_DIRECTIONS),
  party: z.string().meta({ description: "The controller, or the processor, by name." }),
  channel: z.enum(INSTRUCTION_CHANNELS),
  at: z.iso.datetime().meta({ description: "When it reached us, or was given." }),
  sha256: z.string().meta({ description: "Of its words as UTF-8: stands in the ledger." }),
  requestId: z.string().nullable().meta({ description: "The request by which it is carried out, where there is one." }),
  state: z.enum(["open", "settled"]),
  outcome: z.enum(INSTRUCTION_OUTCOMES).nullable(),
  settledAt: z.iso.datetime().nullable(),
});

export const RecordInstructionSchema = z.object({
  direction: z.enum(INSTRUCTION_DIRECTIONS),
  party: z.string().trim().min(1).max(200),
  channel: z.enum(INSTRUCTION_CHANNELS),
  at: z.iso.datetime({ offset: true }).optional().meta({ description: "Default: now." }),
  text: words.meta({ description: "What is to be done, in its words. Kept sealed." }),
});

export const SettleInstructionSchema = z.object({
  outcome: z.enum(INSTRUCTION_OUTCOMES),
  text: words.meta({ description: "How it was carried out, or why not. Kept sealed." }),
});

const params = z.object({ instructionId: z.string() });
const exampleParams = { instructionId: "ins_01jd0000000000000000000000" };
const exampleInstruction: z.infer<typeof InstructionSchema> = {
  id: exampleParams.instructionId,
  direction: "received",
  party: "shop",
  channel: "mail",
  at: "2026-11-22T10:00:00.000Z",
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  requestId: null,
  state: "open",
  outcome: null,
  settledAt: null,
};

export const listInstructions = endpoint({
  id: "instructions.list",
  method: "get",
  path: "/api/instructions",
  summary: "List instructions",
  description: "The newest first; what each said is not in the list.",
  query: z.object({
    direction: z.enum(INSTRUCTION_DIRECTIONS).optional(),
    open: z.enum(["true", "false"]).default("false").meta({ description: "Only those that are not settled." }),
    before: z.string().max(60).optional().meta({ description: "Id of the last one of the page before." }),
  }),
  responses: { 200: z.object({ instructions: z.array(InstructionSchema), next: z.string().nullable() }) },
  errors: [],
  access: "requests:read",
  example: { response: { instructions: [exampleInstruction], next: null } },
});

export const recordInstruction = endpoint({
  id: "instructions.record",
  method: "post",
  path: "/api/instructions",
  summary: "Record an instruction",
  description:
    "That a controller gave us as its processor, or that we gave a processor. What comes by OpenDSR is recorded by itself.",
  body: RecordInstructionSchema,
  responses: { 201: InstructionSchema },
  errors: [],
  access: "requests:act",
  ledger: "instruction.recorded",
  example: {
    body: { direction: "received", party: "shop", channel: "mail", text: "Keep the logs for 30 days, no longer." },
    response: exampleInstruction,
  },
});

export const readInstruction = endpoint({
  id: "instructions.read",
  method: "get",
  path: "/api/instructions/{instructionId}/content",
  summary: "Read an instruction",
  description: "Its words, and how it was carried out. Every look is a ledger entry.",
  params,
  responses: { 200: z.object({ text: z.string(), execution: z.string().nullable() }) },
  errors: ["instruction_not_found"],
  access: "people:read",
  ledger: "instruction.viewed",
  example: {
    params: exampleParams,
    response: { text: "Keep the logs for 30 days, no longer.", execution: null },
  },
});

export const settleInstruction = endpoint({
  id: "instructions.settle",
  method: "post",
  path: "/api/instructions/{instructionId}/settle",
  summary: "Record how an instruction was carried out",
  description: "Or that it was not, and why. Once.",
  params,
  body: SettleInstructionSchema,
  responses: { 200: InstructionSchema },
  errors: ["instruction_not_found", "instruction_settled"],
  access: "requests:act",
  ledger: "instruction.settled",
  example: {
    params: exampleParams,
    body: { outcome: "carried-out", text: "Rotation set to 30 days on all three servers." },
    response: { ...exampleInstruction, state: "settled", outcome: "carried-out" },
  },
});

export const instructionEndpoints = [listInstructions, recordInstruction, readInstruction, settleInstruction] as const;

export const instructionEntries = defineEntries({
  "instruction.recorded": {
    title: "Instruction recorded",
    data: z.object({ direction: z.string(), channel: z.string(), at: z.string(), sha256: z.string() }),
  },
  "instruction.viewed": { title: "Instruction read by an operator", data: z.object({}) },
  "instruction.settled": {
    title: "Instruction carried out, or not",
    data: z.object({ outcome: z.string(), sha256: z.string() }),
  },
});

export const instructionErrors = defineErrors({
  instruction_not_found: {
    status: 404,
    title: "There is no such instruction",
    action: "List instructions to see their ids.",
  },
  instruction_settled: {
    status: 409,
    title: "The instruction is settled already",
    action: "Record what is to be done beyond it as a new instruction.",
  },
});

export type Instruction = z.infer<typeof InstructionSchema>;
export type RecordInstruction = z.output<typeof RecordInstructionSchema>;
export type SettleInstruction = z.output<typeof SettleInstructionSchema>;
