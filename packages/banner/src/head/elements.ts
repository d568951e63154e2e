/** Doors through which elements come into the page: properties, attributes, insertion, markup in strings, the parser. */
import { cleanMarkup, cleanStyle, guardNode, guardTree, holdAttribute } from "./hold.ts";
import { type Loose, patch, wrapGetter } from "./patch.ts";

/**
 * Interfaces of the DOM, and on them the methods and properties that put nodes, markup or addresses into it. No more than
 * needed: a browser makes an interface when it is first looked at, and that is what this snippet takes longest for.
 */
const INTERFACES = /^(Node|Doc\w+t|Char\w+|Sh\w+t|Range|CSS\w+et|Element|HTML(Sc|IF|Im|So|Me|V|Tr|Em|Ob|Li|In|An)\w+)$/;
const DOORS = /^(setAttr|app|prep|ins|repl|bef|aft|wri|src|poster|data$|href|content$|ping|imageS)|HTML|Frag/;

/** @param onFrame called with the window of every frame that a script looks into */
export function guardElements(w: Loose, onFrame: (frame: Loose) => void): void {
  for (const kind of Object.getOwnPropertyNames(w)) {
    if (!INTERFACES.test(kind)) continue;
    const clean = /^CSS/.test(kind) ? cleanStyle : cleanMarkup;
    const { prototype } = w[kind];
    for (const door of Object.getOwnPropertyNames(prototype)) {
      if (!DOORS.test(door)) continue;
      patch(prototype, door, (call, self) => {
        call.forEach((value, index) => {
          guardTree(value);
          if (value?.nodeType === undefined) call[index] = clean(value);
        });
        const node = call[0];
        const [name, value] = !/^setA/.test(door)
          ? [door, node]
          : node.value
            ? [node.name, node.value]
            : call.slice(-2);
        return holdAttribute(self, `${name}`.replace(/.*:/, "").toLowerCase(), value) && [];
      });
    }
  }
  // A frame without a page of its own would lend scripts a fresh, unguarded set of everything.
  wrapGetter(w.HTMLIFrameElement.prototype, "contentWindow", (inner) => {
    onFrame(inner);
    return inner;
  });
  new w.MutationObserver((records: MutationRecord[]) => {
    for (const { target, addedNodes } of records) {
      guardNode(target);
      addedNodes.forEach(guardTree);
    }
  }).observe(w.document, { childList: true, subtree: true, attributes: true });
}
