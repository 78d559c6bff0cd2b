import { readFileSync, writeFileSync } from 'node:fs';
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

/** What the head of every page has in common; scheme.js is a file because the policy allows no inline script. */
const head = (base) => ({
  name: 'head',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { name: 'color-scheme', content: 'light dark' }, injectTo: 'head' },
    { tag: 'script', attrs: { src: `${base}static/scheme.js`, nonce: '__CSP_NONCE__' }, injectTo: 'head' },
    { tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: `${base}static/icon.svg` }, injectTo: 'head' },
  ],
});

/** The one Vite configuration of every UI: its base path, a nonce placeholder, nothing inlined, hashed names. */
export const app = (base) => ({
  base,
  publicDir: here('./public'),
  plugins: [react(), head(base), precompressed],
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
