/** Short confirmations in the corner. Their library is loaded after the first paint: nothing is confirmed before something was done. */

/** Says that something was done. Problems are shown where they happened instead. */
export function notify(message: string): void {
  void import("./toaster.tsx").then(({ show }) => show(message));
}
