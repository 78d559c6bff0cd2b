import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TEXT = /\.(js|css|svg)$/;

/** Writes .gz beside every text asset as it lies there at last, so that the edge compresses nothing while people wait. */
const precompressed = {
  name: 'precompressed',
  apply: 'build',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((each) => TEXT.test(each))) {
      writeFileSync(`${dir}/${name}.gz`, gzipSync(readFileSync(`${dir}/${name}`), { level: 9 }));
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

/** The one page of every UI; scheme.js is a file because the policy allows no inline script. */
const page = (base, title) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <script vite-ignore src="${base}static/scheme.js" nonce="__CSP_NONCE__"></script>
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

/** The one Vite configuration of every UI: its base path and title, a nonce placeholder, nothing inlined, hashed names. */
export const app = (base, title) => ({
  base,
  publicDir: here('./public'),
  plugins: [react(), entry(page(base, title)), styled, precompressed],
  // By path, not by node_modules: every checkout builds with its own kit.
  resolve: { alias: { '@trellis/kit': here('./src') } },
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': process.env.TRELLIS_URL ?? 'http://127.0.0.1:8000' } },
});
