/** The guard for Hono: `app.use(guardHono({ config }))`. Typed by shape, so that nothing has to be installed for it. */
import { guardResponse, type PageGuardOptions } from "./guard-response.ts";

interface HonoLike {
  readonly req: { readonly raw: Request };
  res: Response;
}

export function guardHono(options: PageGuardOptions) {
  return async (context: HonoLike, next: () => Promise<void>): Promise<void> => {
    await next();
    const guarded = guardResponse(context.req.raw, context.res, options);
    // Hono joins the headers of the old answer to the new one otherwise.
    (context as { res: Response | undefined }).res = undefined;
    context.res = guarded;
  };
}
