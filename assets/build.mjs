// Build what the browser gets, from the packages in node_modules, into moothall/kit/static/kit/built.
// The same packages always give the same bytes; `make assets` calls this only when something has changed.

import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "node_modules");
const built = join(root, "moothall/kit/static/kit/built");
const fresh = join(packages, ".moothall-built"); // on the same disk, so that it moves into place at once

const FONT = "@fontsource-variable/atkinson-hyperlegible-next";
const FONT_FILES = ["latin", "latin-ext"].flatMap((letters) =>
  ["normal", "italic"].map((slant) => `atkinson-hyperlegible-next-${letters}-wght-${slant}.woff2`),
);
const SCRIPTS = {
  "htmx.min.js": "htmx.org/dist/htmx.min.js",
  "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
};
// Their licences ask to travel with them.
const LICENCES = {
  "govuk-frontend.txt": join(root, "assets/licences/govuk-frontend.txt"), // the package does not carry its own
  "htmx.txt": join(packages, "htmx.org/LICENSE"),
  "atkinson-hyperlegible-next.txt": join(packages, FONT, "LICENSE"),
};

/** GOV.UK's stylesheet in our font; refuses to go on if anything of GOV.UK's own brand came through. */
function stylesheet() {
  const { css } = compile(join(root, "assets/govuk.scss"), { loadPaths: [packages], style: "compressed" });
  for (const unwanted of ["GDS Transport", "@font-face", "url(", "crest"]) {
    if (css.includes(unwanted)) throw new Error(`govuk.css must not contain ${unwanted}: see assets/govuk.scss`);
  }
  return css;
}

/** A script without its pointer to a source map that we do not serve. */
async function script(path) {
  const text = await readFile(join(packages, path), "utf8");
  return `${text.replace(/\/\/# sourceMappingURL=\S+\s*$/, "").trimEnd()}\n`;
}

await rm(fresh, { recursive: true, force: true });
await mkdir(join(fresh, "fonts"), { recursive: true });
await mkdir(join(fresh, "licences"));
await writeFile(join(fresh, "govuk.css"), stylesheet());
for (const [name, path] of Object.entries(SCRIPTS)) await writeFile(join(fresh, name), await script(path));
for (const [name, path] of Object.entries(LICENCES)) await cp(path, join(fresh, "licences", name));
for (const name of FONT_FILES) await cp(join(packages, FONT, "files", name), join(fresh, "fonts", name));
await rm(built, { recursive: true, force: true });
await mkdir(dirname(built), { recursive: true });
await rename(fresh, built);
