/** How the console is bundled: static files under `/console/`, nothing inline, so that a strict CSP holds. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { stripDocumentation, stripSchemaWriters } from "./strip-documentation.ts";

/** Where `npm run dev` finds a running server. */
const server = process.env["KEPT_URL"] ?? "http://localhost:4600";

export default defineConfig({
  base: "/console/",
  plugins: [stripDocumentation(), stripSchemaWriters(), react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    // Everything is a file of its own: data URIs and inline scripts would need exceptions in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome125", "firefox128", "safari17.5"],
    cssTarget: ["chrome125", "firefox128", "safari17.5"],
    reportCompressedSize: false,
    // Schemas and endpoints are data: whichever nobody uses goes.
    rolldownOptions: { treeshake: { manualPureFunctions: ["z", "endpoint", "defineErrors", "defineEntries"] } },
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { "/api": server, "/docs": server } },
});
