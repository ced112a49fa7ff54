// Bundles the theme's third-party JavaScript and fonts: `npm ci && npm run bundle`. What it writes, one ES module an
// entry, the fonts and the licences of all that, is never committed; the site does without it and says so.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// What the theme's own scripts import from assets/vendor/NAME.js.
const ENTRIES = {
  hyparquet: 'export { parquetMetadata, parquetRead } from "hyparquet";',
};

// What pictures for links are drawn with (press/faces.py): no page loads these.
const FONT = "@fontsource/source-serif-4";
const WEIGHTS = [400, 600];
const SCRIPTS = ["latin", "latin-ext", "greek", "cyrillic", "vietnamese"];

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}themes/broadsheet/assets/vendor`;
const fresh = `${folder}.new`;

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const packages = new Set();
for (const [name, contents] of Object.entries(ENTRIES)) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, sourcefile: `${name}.js` },
    outfile: `${fresh}/${name}.js`,
    absWorkingDir: root,
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    metafile: true,
    minify: true,
    platform: "browser",
    target: "es2020",
    banner: { js: "/* Third-party code: see LICENSES.txt beside this file. */" },
  });
  for (const path of Object.keys(metafile.inputs)) {
    const found = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) packages.add(found[0]);
  }
}

await mkdir(`${fresh}/picture-fonts`);
for (const weight of WEIGHTS) {
  for (const [at, script] of SCRIPTS.entries()) {
    const file = `${FONT.split("/")[1]}-${script}-${weight}-normal.woff2`;
    // The commonest script first: in the order of names the one that is asked first.
    await copyFile(`${root}node_modules/${FONT}/files/${file}`, `${fresh}/picture-fonts/${weight}-${at}-${script}.woff2`);
  }
}
packages.add(`node_modules/${FONT}/`);

const texts = [];
for (const path of [...packages].sort()) {
  const { name, version, license } = JSON.parse(await readFile(`${root}${path}package.json`, "utf8"));
  const file = (await readdir(root + path)).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${name} ships no licence`);
  texts.push(`${name} ${version} (${license})\n\n${(await readFile(`${root}${path}${file}`, "utf8")).trim()}\n`);
}
await writeFile(`${fresh}/LICENSES.txt`, texts.join(`\n${"-".repeat(80)}\n\n`));

await rm(folder, { recursive: true, force: true });
await rename(fresh, folder);
