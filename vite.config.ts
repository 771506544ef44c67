import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/ui/",
  build: {
    outDir: "src/twinhelm/ui/static/ui",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    rollupOptions: { input: "src/twinhelm/ui/islands/main.ts" },
  },
});
