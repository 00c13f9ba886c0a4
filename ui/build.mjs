// Bundle the front end: npm's parts and ui/src become static files that the pages load.
//
// Output, all of it git-ignored:
//   county/design/static/built/   workbench, sidebar, mobile, poster, chart, map, wall (.js, .css), media, icons.svg
//   ui/built/axe.js               the accessibility checker, for browser tests only
//
// Nothing here may need 'unsafe-inline': pages are served under script-src 'self'; style-src 'self'.
import { build } from "esbuild";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const served = path.join(here, "../county/design/static/built");
const tested = path.join(here, "built");

for (const folder of [served, tested]) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
}

// One sprite: <svg class="i"><use href="…/icons.svg#bell"/></svg>
const names = fs.readFileSync(path.join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
const set = JSON.parse(fs.readFileSync(require.resolve("@iconify-json/tabler/icons.json"), "utf8"));
const unknown = names.filter((name) => !set.icons[name]);
if (unknown.length > 0) {
  console.error(`icons.txt names icons that Tabler does not have: ${unknown.join(", ")}`);
  process.exit(1);
}
const symbols = names.map(
  (name) => `<symbol id="${name}" viewBox="0 0 24 24">${set.icons[name].body}</symbol>`,
);
fs.writeFileSync(
  path.join(served, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);

await build({
  absWorkingDir: here,
  entryPoints: ["workbench", "sidebar", "mobile", "poster", "chart", "map", "wall"].flatMap((name) =>
    ["js", "css"].map((kind) => `src/${name}.${kind}`).filter((file) => fs.existsSync(path.join(here, file))),
  ),
  outdir: served,
  outbase: "src",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2019"],
  loader: { ".png": "file", ".gif": "file", ".svg": "file", ".woff2": "file" },
  assetNames: "media/[name]-[hash]",
  legalComments: "linked",
  logLevel: "warning",
});

// Our own pictures, such as the icon of the browser's tab.
for (const name of fs.readdirSync(path.join(here, "src")).filter((file) => file.endsWith(".svg"))) {
  fs.copyFileSync(path.join(here, "src", name), path.join(served, name));
}

// Left out by `npm ci --omit=dev`; only browser tests ask for it.
const axe = path.join(here, "node_modules/axe-core/axe.min.js");
if (fs.existsSync(axe)) fs.copyFileSync(axe, path.join(tested, "axe.js"));
