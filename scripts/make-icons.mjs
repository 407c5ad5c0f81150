// Draws the PNG icons from public/icons/icon.svg with a headless browser: node scripts/make-icons.mjs
// Run by hand when the drawing changes; its results are committed.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tools = process.env.TAIZHANG_TOOLS
  ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'taizhang');
const { chromium } = createRequire(join(tools, 'npm/playwright-core/'))('playwright-core');

const drawing = readFileSync(join(root, 'public/icons/icon.svg'), 'utf8');
// A mask may cut off everything outside a circle of 80 %: the ground fills the square, and the book shrinks.
const maskable = drawing
  .replace('rx="104"', 'rx="0"')
  .replace('<g id="book">', '<g transform="translate(256 256) scale(.78) translate(-256 -256)">');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});
const page = await browser.newPage();
for (const [name, svg, size] of [
  ['icon-192.png', drawing, 192],
  ['icon-512.png', drawing, 512],
  ['maskable-512.png', maskable, 512],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(join(root, 'public/icons', name), await page.screenshot({ omitBackground: true }));
}
await browser.close();
