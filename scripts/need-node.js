// Stops early, in words, when the Node that runs npm's scripts cannot run TypeScript itself.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Kept needs Node 22.18 or newer to run; this is ${process.version}.\n` +
      "npm installs a suitable Node with the optional dependencies (Linux, macOS, Windows).\n" +
      "It is missing here: run `npm ci` without --omit=optional, or install Node 24 yourself.",
  );
  process.exit(1);
}
