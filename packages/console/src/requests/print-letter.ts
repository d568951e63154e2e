/** Prints a letter by itself: the console's own page stays off the paper. */

/** The frame goes when the dialog of the printer has closed. */
export function printLetter(text: string): void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Letter";
  document.body.append(frame);
  const { contentDocument: page, contentWindow: window } = frame;
  if (page === null || window === null) {
    frame.remove();
    return;
  }
  const words = page.createElement("pre");
  words.textContent = text;
  // A style attribute set by script is no inline style to the page's policy.
  words.style.cssText = "white-space: pre-wrap; font: 11pt/1.5 serif; margin: 0";
  page.body.append(words);
  window.addEventListener("afterprint", () => frame.remove());
  window.print();
}
