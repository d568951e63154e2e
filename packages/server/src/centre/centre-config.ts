/** What the operator's configuration says about the privacy centre. */
import * as z from "zod";
import { localText } from "../config-fields.ts";

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour such as "#1f6feb"');

export const centreSchema = z
  .object({
    brand: z.string().min(1),
    colours: z
      .object({
        primary: colour.default("#1f5fbf"),
        onPrimary: colour.default("#ffffff"),
        accent: colour.optional(),
        background: colour.default("#ffffff"),
        text: colour.default("#1b1f24"),
      })
      .strict()
      .prefault({}),
    /** Address of a logo that the centre may load. */
    logo: z.string().min(1).optional(),
    intro: localText.optional(),
    contact: localText.optional(),
    policyUrl: z.string().min(1).optional(),
  })
  .strict();
