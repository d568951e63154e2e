/** Puts something before the browser's own methods, constructors and setters. */

// biome-ignore lint/suspicious/noExplicitAny: the browser's prototypes are patched by name
export type Loose = any;

/** What runs before: it may change the arguments, or answer `[result]` so that the native code is never reached. Nothing and false go on. */
export type Before = (call: Loose[], self: Loose) => unknown;

/** Replaces the method, the constructor or the setter `name`, if the owner has it. */
export function patch(owner: Loose, name: string, before: Before): void {
  const property: Loose = owner && Object.getOwnPropertyDescriptor(owner, name);
  const key = property?.set ? "set" : "value";
  if (!property?.[key]) return;
  property[key] = new Proxy(property[key], {
    apply(native, self, call) {
      const stop: Loose = before(call, self);
      return stop ? stop[0] : Reflect.apply(native, self, call);
    },
    // Constructors are stopped by an error only.
    construct(native, call, made) {
      before(call, made);
      return Reflect.construct(native, call, made);
    },
  });
  Object.defineProperty(owner, name, property);
}

/** What the property `name` answers goes through `change`. */
export function wrapGetter(owner: Loose, name: string, change: (value: Loose) => unknown): void {
  const { get } = Object.getOwnPropertyDescriptor(owner, name) as Loose;
  Object.defineProperty(owner, name, {
    get() {
      return change(get.call(this));
    },
  });
}
