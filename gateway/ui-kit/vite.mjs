import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';

const TEXT = /\.(js|css|svg|html)$/;

/** Writes .br and .gz beside every text asset, so that the edge compresses nothing while people wait. */
const precompressed = {
  name: 'precompressed',
  generateBundle(_options, bundle) {
    for (const [name, item] of Object.entries(bundle)) {
      if (!TEXT.test(name) || name.endsWith('.html')) continue;
      const source = Buffer.from(item.type === 'chunk' ? item.code : item.source);
      this.emitFile({ type: 'asset', fileName: `${name}.br`, source: brotliCompressSync(source) });
      this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(source, { level: 9 }) });
    }
  },
};

/** The one Vite configuration of every UI: its base path, a nonce placeholder, nothing inlined, hashed names. */
export const app = (base) => ({
  base,
  plugins: [react(), precompressed],
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
