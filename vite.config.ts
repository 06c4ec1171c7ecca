import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The API a console under development talks to: `npm start` in another terminal. */
const SERVER = process.env.TOCSIN_URL ?? 'http://127.0.0.1:4400'

export default defineConfig({
  root: at('src/web'),
  plugins: [react()],
  // the page names the composition root, which stands above the folder of the web kit
  resolve: { alias: { '/console.ts': at('src/console.ts') } },
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // a data: font or image would need its own line in the content security policy
    assetsInlineLimit: 0,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': SERVER, '/readyz': SERVER },
  },
  preview: { host: '127.0.0.1' },
})
