// What tests of pages share: Chromium by Playwright, axe, free ports, and the count of what holds.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Whether there is a Chromium here. */
export const hasChromium = Boolean(executablePath);

/** Starts it. */
export const launch = () => chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

/** Opens a page in a context of its own, which remembers what went wrong in it and what it asked elsewhere than at the origins that it may. */
export async function open(browser, origins, address, { lang = "en", dark = false, width = 1100, script = true } = {}) {
  const context = await browser.newContext({ locale: lang, colorScheme: dark ? "dark" : "light", viewport: { width, height: 900 }, javaScriptEnabled: script, bypassCSP: false });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (fault) => page.faults.push(fault.message));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("request", (request) => origins.some((origin) => request.url().startsWith(origin)) || page.faults.push(`it asked ${request.url()}`));
  page.setDefaultTimeout(15_000);
  await page.goto(address);
  return page;
}

/** What axe-core finds; it runs in the page's own world by the debugger, which no policy of the page forbids. */
export async function violations(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", { expression: "axe.run(document).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join('; '))))", awaitPromise: true, returnByValue: true });
  return JSON.parse(result.value);
}

/** A port that nobody has. */
export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Fails unless both are the same. */
export const equal = (is, shall, what = "") => {
  if (is !== shall) throw new Error(`${what} ${JSON.stringify(is)}, not ${JSON.stringify(shall)}`);
};

/** Counts what holds: a flow that does not throw, and does not answer false. */
export class Count {
  passed = 0;
  failed = 0;

  async holds(what, flow) {
    try {
      if ((await flow()) === false) throw new Error("it is not so");
      this.passed++;
    } catch (fault) {
      this.failed++;
      console.error(`not so: ${what}: ${String(fault.message).split("\n").slice(0, 4).join(" | ")}`);
    }
  }

  /** Prints the last line, which is the exit code as well. */
  end(skipped = 0) {
    console.log(`${this.passed} passed, ${this.failed} failed, ${skipped} skipped`);
    process.exitCode = this.failed === 0 && this.passed + skipped > 0 ? 0 : 1;
  }
}
