// Runs before the bundle and before anything is painted: a file of its own, since the CSP allows no inline script.
(() => {
  // The schema library would compile its checks with `new Function`, which the CSP forbids; told so, it does not try.
  globalThis.__zod_globalConfig = { jitless: true };
  let chosen = null;
  try {
    chosen = localStorage.getItem("kept-color-scheme");
  } catch {
    // Storage may be forbidden; the system's scheme is a good answer then.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = chosen === "light" || chosen === "dark" ? chosen : dark ? "dark" : "light";
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
})();
