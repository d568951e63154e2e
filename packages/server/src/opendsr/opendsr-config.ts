/** What the operator's configuration says about OpenDSR: as a controller (a channel of recipients) and as a processor. */
import * as z from "zod";
import { fromEnvironment, identifier } from "../config-fields.ts";

/** A processor that is told by OpenDSR 2.0. */
export const opendsrChannel = z
  .object({
    kind: z.literal("opendsr"),
    /** Base of the processor's API, version included: `/discovery` and `/requests` follow. */
    url: z.union([z.url("is not an address"), fromEnvironment]),
    /** The processor's domain, for which its certificate must be made; default: the host of the address. */
    domain: z.string().min(1).optional(),
    /** Sent as a Bearer token, where the processor asks for one. */
    token: fromEnvironment.optional(),
    /** Certificates of further authorities (PEM), from the folder of kept.config.ts. */
    authorities: z.string().min(1).optional(),
    /** The processor speaks the first generation: `/opengdpr_requests` and `X-OpenGDPR-*`. */
    legacy: z.boolean().default(false),
    allowPrivateAddress: z.boolean().default(false),
  })
  .strict();

/** Kept as a processor: controllers send their requests here. */
export const opendsrSchema = z
  .object({
    /** Our domain, as the certificate names it. */
    domain: z.string().min(1),
    /** Certificate with its chain, and its private key (PEM), from the folder of kept.config.ts. */
    certificate: z.string().min(1),
    key: z.string().min(1),
    /** Who may send requests, each with a token of its own. */
    controllers: z.record(
      identifier,
      z
        .object({
          token: fromEnvironment,
          /** Callbacks may go to private addresses and without encryption. */
          allowPrivateAddress: z.boolean().default(false),
        })
        .strict(),
    ),
  })
  .strict();

export type OpendsrChannel = z.output<typeof opendsrChannel>;
export type OpendsrSettings = z.output<typeof opendsrSchema>;
