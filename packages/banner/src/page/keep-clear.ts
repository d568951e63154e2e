/** Leaves the page its end: while the question stands at the bottom of the window, every link can still be reached. */

/**
 * The document grows by the panel's height, and what takes the focus is scrolled out from under it (WCAG 2.2, 2.4.11). Nothing
 * above the end moves, so it shifts nothing. Follows the panel's size; answers how to give everything back.
 */
export function keepClear(panel: Element): () => void {
  const root = document.documentElement;
  const { paddingBottom, scrollPaddingBottom } = root.style;
  let own: string | undefined;
  const observer = new ResizeObserver(() =>
    // With the next frame: a scroll bar that comes with the room would change the size that is being told.
    requestAnimationFrame(() => {
      if (!panel.isConnected) return;
      own ??= getComputedStyle(root).paddingBottom;
      const height = `${panel.getBoundingClientRect().height}px`;
      root.style.paddingBottom = `calc(${own} + ${height})`;
      root.style.scrollPaddingBottom = height;
    }),
  );
  observer.observe(panel);
  return () => {
    observer.disconnect();
    Object.assign(root.style, { paddingBottom, scrollPaddingBottom });
  };
}
