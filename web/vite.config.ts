// 构建：目标 Chromium 86（360、奇安信、UOS、麒麟浏览器），产物在 web/dist，由程序嵌入。
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// 开发时接真的服务：make run 起的那个，或 TONGTU_API 说的那个。
const api = process.env.TONGTU_API ?? 'http://127.0.0.1:8080'

export default defineConfig(({ command }) => ({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // pinia 用了 Chromium 93 才有的 Object.hasOwn；打包时换成意思一样的老写法（开发和测试时 define 会改全局的，不换）。
  define: command === 'build' ? { 'Object.hasOwn': 'Object.prototype.hasOwnProperty.call' } : {},
  build: {
    target: 'chrome86',
    cssTarget: 'chrome86',
    // 样式一份，开门时取齐：断网时没取到的样式，浏览器不会再取第二次。
    cssCodeSplit: false,
    outDir: 'dist',
    // dist/.gitkeep 留着，程序的构建才认得这个目录；旧文件由 tools/clean.mjs 清。
    emptyOutDir: false,
    // 内容安全策略不许 data: 以外的内联脚本；字体、图标都走文件。
    assetsInlineLimit: 0,
    modulePreload: { polyfill: true },
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks(id: string): string | undefined {
          if (!id.includes('node_modules')) return undefined
          if (/\/(echarts|zrender)\//.test(id)) return 'echarts'
          if (/\/(vue|@vue|vue-router|pinia)\//.test(id)) return 'vue'
          return undefined
        },
      },
    },
  },
  server: { proxy: { '/api': { target: api, changeOrigin: false }, '/healthz': { target: api } } },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts'], environment: 'node' },
}))
