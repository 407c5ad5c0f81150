// A tablet: a Chromium with a profile of its own, which can be closed and opened again.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const tools = process.env.TAIZHANG_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'taizhang');
const { chromium } = createRequire(join(tools, 'npm/playwright-core/'))('playwright-core');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// The process that a profile belongs to; its children have a type.
function browserOf(profile) {
  const command = (pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  const mine = (pid) => command(pid).includes(`--user-data-dir=${profile}`) && !command(pid).includes('--type=');
  return Number(readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && mine(pid)));
}

export class Tablet {
  static async open(options = {}) {
    const tablet = new Tablet();
    tablet.profile = mkdtempSync(join(tmpdir(), 'taizhang-tablet-'));
    tablet.options = options;
    await tablet.start();
    return tablet;
  }

  async start() {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: FLAGS,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 800, height: 1100 },
      ...this.options,
    });
    this.context.setDefaultTimeout(60_000);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.watch(this.page);
  }

  // A second tab of the same app.
  async tab(url) {
    const page = await this.context.newPage();
    this.watch(page);
    await page.goto(url);
    return page;
  }

  watch(page) {
    this.errors ??= [];
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (process.env.PAGE_LOG) console.error(`[page] ${message.type()} ${message.text()}`);
      if (message.type() === 'error' && /panicked/.test(message.text())) this.errors.push(message.text());
    });
  }

  async enrol(link, person) {
    await this.page.goto(link);
    await this.page.waitForSelector('#person');
    if (await this.page.isEditable('#person')) await this.page.fill('#person', person);
    await this.page.click('text=启用 >> nth=-1');
    await this.page.waitForSelector('.nav');
  }

  // Everything that this device wrote has its receipt, and everything that the hub has is here.
  async settled(page = this.page) {
    await page.waitForSelector('#sync-pill:has-text("已全部送达")');
  }

  // Leaves the app no more than so many bytes, until the function that comes back is called.
  async room(origin, quotaSize) {
    const devtools = await this.context.newCDPSession(this.page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
    return () => devtools.send('Storage.overrideQuotaForOrigin', { origin });
  }

  // As an empty battery ends it.
  async kill() {
    const gone = new Promise((resolve) => this.context.once('close', resolve));
    process.kill(browserOf(this.profile), 'SIGKILL');
    await gone;
  }

  async close() {
    await this.context.close();
  }

  async end() {
    await this.close().catch(() => {});
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
