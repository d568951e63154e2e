/** Problems (RFC 9457): the shape of every refusal, and the way in which capabilities declare theirs. */
import * as z from "zod";

export interface ErrorDefinition {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** What is wrong, in a few words, without a full stop. */
  readonly title: string;
  /** What is wrong in this case, when the code alone does not say enough; the server may say it more precisely. */
  readonly detail?: string;
  /** What to do about it: one sentence. */
  readonly action: string;
}

/** One literal per capability: code -> status, title and action. Codes are `noun_problem`. */
export function defineErrors<const E extends Readonly<Record<string, ErrorDefinition>>>(errors: E): E {
  return errors;
}

export const ProblemSchema = z
  .object({
    type: z.string().meta({ description: "Address of the code's description" }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable: switch on this" }),
    detail: z.string().optional(),
    action: z.string().meta({ description: "What to do about it" }),
    requestId: z.string().meta({ description: "Name it when you report the problem" }),
    pointers: z
      .array(
        z.object({
          pointer: z.string().meta({ description: "JSON pointer into the input: /body/email, /query/limit" }),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "Why a call was refused (RFC 9457)" });

export type Problem = z.infer<typeof ProblemSchema>;

/** What any endpoint may answer. */
export const platformErrors = defineErrors({
  invalid_input: {
    status: 422,
    title: "The input is not valid",
    action: "Correct what the pointers name and send it again.",
  },
  invalid_json: {
    status: 400,
    title: "The body is not JSON",
    action: "Send a JSON body with the content type application/json.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The content type is not supported",
    action: "Send the body as application/json.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    action: "Send less at once.",
  },
  unauthenticated: {
    status: 401,
    title: "Nobody is signed in",
    action: "Sign in, or send an API key as `Authorization: Bearer …`.",
  },
  forbidden: {
    status: 403,
    title: "This needs a permission that you do not have",
    action: "Ask a privacy lead for a role, or use an API key, that has the permission.",
  },
  cross_site_blocked: {
    status: 403,
    title: "The call came from another site",
    action: "Repeat it on this site's own pages, or use an API key.",
  },
  route_not_found: {
    status: 404,
    title: "There is nothing at this address",
    action: "Compare the address with the API reference at /docs/api.",
  },
  not_found: {
    status: 404,
    title: "It does not exist",
    action: "Check the id; it may have been erased.",
  },
  link_invalid: {
    status: 404,
    title: "This link does not work",
    action: "Ask for a new link; copy it whole.",
  },
  link_expired: {
    status: 410,
    title: "This link has expired",
    action: "Ask for a new link.",
  },
  link_used: {
    status: 410,
    title: "This link has been used already",
    action: "Ask for a new link.",
  },
  rate_limited: {
    status: 429,
    title: "Too many calls",
    action: "Wait as long as the Retry-After header says.",
  },
  internal_error: {
    status: 500,
    title: "Something went wrong on our side",
    action: "Try again; if it stays, report the request id.",
  },
  shutting_down: {
    status: 503,
    title: "The server is stopping",
    action: "Try again in a few seconds.",
  },
});

/** Codes that every endpoint may answer with, whatever it declares itself. */
export const commonErrorCodes = ["invalid_input", "rate_limited", "internal_error"] as const;
