import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { FONTS, fonts } from './fonts.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TEXT = /\.(js|css|svg)$/;

/** Writes .br and .gz beside every text asset as it lies there at last, so that the edge compresses nothing while people wait. */
const precompressed = {
  name: 'precompressed',
  apply: 'build',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((each) => TEXT.test(each))) {
      const text = readFileSync(`${dir}/${name}`);
      writeFileSync(`${dir}/${name}.br`, brotliCompressSync(text)); // at its best by default
      writeFileSync(`${dir}/${name}.gz`, gzipSync(text, { level: 9 }));
    }
  },
};

const CLASS = /\bm_[0-9a-f]{6,8}\b/g;
const STYLES = here('../../node_modules/@mantine/core/styles');

/** Stops a build that uses a Mantine component whose styles src/mantine.css does not name. */
const styled = {
  name: 'styled',
  apply: 'build',
  generateBundle(_, bundle) {
    const named = readFileSync(here('./src/mantine.css'), 'utf8');
    const used = new Set(Object.values(bundle).flatMap(({ code }) => code?.match(CLASS) ?? []));
    const missing = readdirSync(STYLES)
      .filter((name) => name.endsWith('.layer.css') && !named.includes(`/${name}'`))
      .filter((name) => readFileSync(`${STYLES}/${name}`, 'utf8').match(CLASS)?.some((each) => used.has(each)));
    if (missing.length > 0) this.error(`gateway/ui-kit/src/mantine.css lacks ${missing.join(', ')}`);
  },
};

const FIRST = here('./src/first/page.ts');
const LETTERS = /\/(geist|bricolage-grotesque)-[\w-]{8}\.woff2$/;

/** Builds the script that runs before all others: one file without imports, named by what is in it. */
async function firstScript() {
  const lib = { entry: FIRST, formats: ['iife'], name: 'first' };
  const [made] = await build({ configFile: false, logLevel: 'warn', publicDir: false, build: { lib, target: 'es2022', write: false } });
  const source = made.output[0].code;
  return { source, fileName: `assets/first-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js` };
}

/** Puts on top of the page what must not wait for the app's code: the first script, and the letters. */
const first = (base) => ({
  name: 'first',
  async buildStart() {
    if (!this.meta.watchMode) this.emitFile({ type: 'asset', ...(await firstScript()) });
  },
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      if (!bundle) return [{ tag: 'script', attrs: { type: 'module', src: `${base}@fs${FIRST}` }, injectTo: 'head-prepend' }];
      const nonce = '__CSP_NONCE__';
      const files = Object.keys(bundle);
      const letters = files.filter((name) => LETTERS.test(name)).map((name) => ({ href: base + name, as: 'font', type: 'font/woff2' }));
      const src = base + files.find((name) => name.startsWith('assets/first-'));
      const build = Object.values(bundle).find(({ isEntry }) => isEntry).fileName;
      return [
        { tag: 'script', attrs: { nonce, src, 'data-build': build }, injectTo: 'head-prepend' },
        ...letters.map((font) => ({ tag: 'link', attrs: { rel: 'preload', crossorigin: true, ...font }, injectTo: 'head' })),
      ];
    },
  },
});

/** The one page of every UI. */
const page = (base, title) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="icon" type="image/svg+xml" href="${base}static/icon.svg" />
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/src/main.tsx"></script>
  </body>
</html>
`;

/** Gives the page to the build, and to the server one develops with, as if it lay in the UI's folder. */
const entry = (html) => ({
  name: 'entry',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('index.html') ? resolve('index.html') : undefined),
  load: (id) => (id === resolve('index.html') ? html : undefined),
  configureServer: (server) => () => {
    server.middlewares.use(async (request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(await server.transformIndexHtml(request.originalUrl, html));
    });
  },
});

const ownCode = (path) => /\/ui\/src\/.*\.ts$/.test(path) && !path.endsWith('texts.ts');

/**
 * Few files, each needed as a whole: what every page uses, what lists use, what an app's pages share.
 * A page's own file brings the rest; without this a list came in thirty files.
 */
const CHUNKS = [
  { name: 'base', test: /ui-kit\/src\/(mount|api|lazyOf|(?!Toasts)[A-Z]\w+|frame\/(Frame|Pages))\.tsx?$/, priority: 4 },
  { name: 'input', test: /@mantine\/core\/esm\/components\/(Input|InputBase|TextInput)\//, priority: 3 },
  { name: 'base', test: /@tabler\/icons-react/, minShareCount: 2, priority: 4 },
  { name: 'base', test: /ui-kit\/src\/list\/\w+\.ts$/, minShareCount: 2, priority: 4 },
  { name: 'list', test: /ui-kit\/src\/list\//, priority: 3 },
  { name: 'own', test: ownCode, minShareCount: 2, priority: 1 },
];

/** The one Vite configuration of every UI: its base path and title, a nonce placeholder, nothing inlined, hashed names. */
export const app = (base, title) => ({
  base,
  publicDir: here('./public'),
  plugins: [fonts, react(), entry(page(base, title)), first(base), styled, precompressed],
  // By path, not by node_modules: every checkout builds with its own kit.
  resolve: { alias: { '@trellis/kit': here('./src'), '@trellis/fonts': FONTS } },
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  server: { proxy: { '/v1': process.env.TRELLIS_URL ?? 'http://127.0.0.1:8000' } },
});
