// The console in Chromium: every flow by mouse or by keys, in both languages and colours, at desk and phone width, held against axe-core, with pictures to look at.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Count, equal, freePort, hasChromium, launch, open as openPage, violations } from "./pages.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const nba = join(root, "src/Nba.Host/bin/Release/net10.0/nba.dll");
const pictures = join(root, "artifacts/browser/console");
if (!hasChromium) {
  console.log("there is no Chromium here: the console was not opened");
  console.log("0 passed, 0 failed, 1 skipped");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "nba-console-"));
const data = join(folder, "bank");
mkdirSync(pictures, { recursive: true });
mkdirSync(join(folder, "subscriptions"));
writeFileSync(join(folder, "subscriptions", "crm.json"), JSON.stringify({ to: { webhook: { url: "http://127.0.0.1:9/" } }, language: "en", tries: 1, wants: { owners: ["rm01"] } }));

// A small demo bank after a year, which lives on.
const demo = spawnSync("dotnet", [nba, "demo", "--customers", "1000", "--data", data], { cwd: root, stdio: "ignore" });
if (demo.status !== 0) throw new Error("the demo bank could not be made");
// The demo bank's teams do not say who is in them.
const directory = join(data, "rules", "directory.json");
writeFileSync(directory, readFileSync(directory, "utf8").replaceAll(/"((?:wealth|outlet|product)\d)": *\{/g, '"$1": {"members": ["rm01", "rm02"], '));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const settings = { NBA__LISTEN: `127.0.0.1:${port}`, NBA__LANGUAGE: "en", NBA__DELIVERY__FOLDER: join(folder, "subscriptions"), NBA__DELIVERY__HOSTS: "127.0.0.1", NBA__DELIVERY__NETWORKS: "127.0.0.1" };
const said = [];
const host = spawn("dotnet", [nba, "run", "--data", data], { cwd: root, env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
for (const stream of [host.stdout, host.stderr]) stream.on("data", (text) => said.push(String(text)));

const browser = await launch();
const count = new Count();
const holds = (what, flow) => count.holds(what, flow);
const open = (path, look) => openPage(browser, [base], base + path, look);
const close = (page) => page.context().close();
const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const ask = async (path) => (await fetch(base + path)).json();
const send = (path, body) => fetch(base + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
// Of customers; a batch for several is folded.
const prompts = (page) => page.locator(".entries > .entry > [data-prompt]");

try {
  for (let tries = 0; tries < 300 && host.exitCode === null && !(await fetch(`${base}/health/ready`).catch(() => null))?.ok; tries++) await new Promise((resolve) => setTimeout(resolve, 200));
  if (host.exitCode !== null) throw new Error(`the host did not start: ${said.join("")}`);
  const queue = await ask("/queues/rm01?backlog=0");
  const first = queue.today.find((e) => e.customer);
  const customer = first.customer;
  const waiting = queue.today.length + queue.withheld;

  await holds("the host says where its console is", () => said.join("").includes(`${base}/console`));
  await holds("its start leads to a list", async () => {
    const page = await open("/");
    await page.getByRole("link", { name: queue.name }).click();
    equal(await page.locator("h1").innerText().then((t) => t.includes(queue.name)), true, "heading");
    equal(page.faults.join(), "", "faults");
    await close(page);
  });

  for (const [name, path] of [["day", "/console/queues/rm01"], ["customer", `/console/customers/${customer}`], ["why", `/console/customers/${customer}/actions/${first.actions[0].id}`], ["why-not", `/console/customers/${customer}/why-not?action=gold-card-offer`],
    ["desks", "/console/desks"], ["team", "/console/queues/wealth1"], ["branch", "/console/branches/branch1"], ["campaigns", "/console/campaigns"], ["campaign", "/console/campaigns/travel-season"],
    ["report", `/console/report?from=2026-01-01&to=2026-02-26`], ["deliveries", "/console/deliveries"], ["nothing", "/console/customers/nobody-at-all"]]) {
    for (const look of [{ lang: "en" }, { lang: "zh-CN", dark: true }, { lang: "zh-CN", width: 390 }]) {
      const kind = `${name}-${look.lang}${look.dark ? "-dark" : ""}${look.width ? "-phone" : ""}`;
      await holds(`${kind} has no violation, no fault and no sideways scroll`, async () => {
        const page = await open(path, look);
        await picture(page, kind);
        equal(await page.locator("html").getAttribute("lang"), look.lang, "language");
        equal((await violations(page)).join(" || "), "", "axe");
        equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1), false, "sideways");
        equal(page.faults.filter((f) => !f.includes("404")).join(), "", "faults");
        await close(page);
      });
    }
  }

  await holds("one key answers: D on the first prompt takes it down and the next has the focus", async () => {
    const page = await open("/console/queues/rm01");
    const before = await prompts(page).count();
    equal(await page.evaluate(() => document.activeElement.id), await prompts(page).first().getAttribute("id"), "focus at first");
    const gone = await prompts(page).first().getAttribute("id");
    await page.keyboard.press("d");
    await page.locator(`#${gone}`).waitFor({ state: "detached" });
    await page.locator("#said.shown").waitFor();
    equal(await page.locator("#said").innerText(), "Done: taken down.", "said");
    equal(await page.evaluate(() => document.activeElement.matches("[data-prompt]")), true, "focus");
    equal((await ask("/queues/rm01?backlog=0")).withheld + (await ask("/queues/rm01?backlog=0")).today.length < waiting || before > 0, true);
    equal(page.faults.join(), "", "faults");
    await close(page);
  });

  await holds("by keys alone: X opens the reasons, Tab and Enter decline", async () => {
    const page = await open("/console/queues/rm01");
    const gone = await prompts(page).first().getAttribute("id");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("x");
    await page.locator(`#${gone} button[value="declined:bad-time"]`).focus();
    await page.keyboard.press("Enter");
    await page.locator(`#${gone}`).waitFor({ state: "detached" });
    equal((await page.locator("#said").innerText()).startsWith("Declined"), true, "said");
    await close(page);
  });

  await holds("put off until tomorrow, by one tap on a phone", async () => {
    const page = await open("/console/queues/rm01", { width: 390, lang: "zh-CN" });
    const prompt = page.locator('.entries > .entry > [data-prompt]:has(button[value^="snoozed:2"])').first();
    const gone = await prompt.getAttribute("id");
    await prompt.locator('details[data-key="s"] > summary').click();
    await page.locator(`#${gone} button[value^="snoozed:2"]`).first().click();
    await page.locator(`#${gone}`).waitFor({ state: "detached" });
    equal((await page.locator("#said").innerText()).startsWith("已推迟"), true, "said");
    await close(page);
  });

  await holds("an appointment's day and hour are shown with the prompt", async () => {
    const page = await open("/console/queues/rm01");
    const id = await prompts(page).first().getAttribute("id");
    await page.locator(`#${id} details[id^="p-"] > summary`).click();
    const day = new Date(Date.parse((await ask("/queues/rm01?backlog=0")).date) + 86_400_000).toISOString().slice(0, 10);
    await page.locator(`#${id} input[name="at"]`).fill(`${day}T10:30`);
    await page.locator(`#${id} button[value="accepted:"]`).click();
    await page.locator(`#${id} .tag.good`, { hasText: `${day} 10:30` }).waitFor();
    await close(page);
  });

  await holds("an answer that lacks its day is refused in words, and nothing goes", async () => {
    const page = await open("/console/queues/rm01");
    const id = await prompts(page).first().getAttribute("id");
    await page.locator(`#${id} details[data-key="s"] > summary`).click();
    await page.locator(`#${id} button[value="snoozed:"]`).click();
    await page.locator("#fault.shown").waitFor();
    equal(await page.locator("#fault").innerText(), "Choose the day until which it is put off.", "fault");
    equal(await page.locator(`#${id}`).count(), 1, "still there");
    await picture(page, "refused");
    await close(page);
  });

  await holds("without any script an answer is taken all the same", async () => {
    const page = await open("/console/queues/rm01", { script: false });
    const id = await prompts(page).first().getAttribute("id");
    await page.locator(`#${id} button[value="done"]`).click();
    await page.waitForURL(/said=done/);
    equal(await page.locator(`#${id}`).count(), 0, "gone");
    await close(page);
  });

  await holds("an open page follows what others do", async () => {
    const page = await open("/console/queues/rm01");
    await page.locator("#line", { hasText: "live" }).waitFor();
    const entry = (await ask("/queues/rm01?backlog=0")).today.filter((e) => e.customer).at(-1);
    await send("/outcomes", { customer: entry.customer, action: entry.actions[0].id, outcome: "done" });
    await page.locator(`#a-${entry.actions[0].id}`).waitFor({ state: "detached" });
    await close(page);
  });

  await holds("a host that is gone is told, and nothing waits for ever", async () => {
    const page = await open("/console/queues/rm01");
    await page.context().route("**/console/answers", (route) => route.abort());
    await prompts(page).first().locator('button[value="done"]').click();
    await page.locator("#fault.shown", { hasText: "did not answer" }).waitFor();
    equal(await page.locator("form[aria-busy]").count(), 0, "busy");
    await close(page);
  });

  await holds("why, and why not", async () => {
    const standing = (await ask("/queues/rm01?backlog=0")).today.find((e) => e.customer);
    const page = await open(`/console/customers/${standing.customer}`);
    await page.getByRole("link", { name: "Why is this here?" }).first().click();
    await page.getByRole("heading", { name: /Gates/ }).waitFor();
    await page.locator("h1 a").click();
    await page.locator('select[name="action"]').selectOption({ index: 3 });
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.locator(".verdict").waitFor();
    await close(page);
  });

  await holds("the customer's id opens the customer", async () => {
    const page = await open("/console/desks");
    await page.getByRole("textbox", { name: "Customer's id" }).fill(customer);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/console/customers/${customer}`);
    await close(page);
  });

  const teams = ["wealth1", "wealth2", "wealth3", "wealth4", "outlet1", "outlet2", "outlet3", "outlet4", "product1", "product2", "product3", "product4"];
  const team = (await Promise.all(teams.map(async (t) => [t, await (await fetch(`${base}/console/queues/${t}`)).text()]))).find(([, html]) => html.includes('name="release"'));
  await holds("a team's prompt is claimed and given back", async () => {
    if (!team) throw new Error("no team has a prompt to claim");
    const page = await open(`/console/queues/${team[0]}`);
    const prompt = page.locator(".entries > .entry > [data-prompt]:has(button[name=release][value=false])").first();
    const id = await prompt.getAttribute("id");
    await page.locator(`#${id} button[value="false"]`).click();
    await page.locator(`#${id} .tag.good`, { hasText: "claimed by" }).waitFor();
    await picture(page, "claimed");
    await page.locator(`#${id} button[value="true"]`).click();
    await page.locator(`#${id} button[value="false"]`).waitFor();
    await close(page);
  });

  await holds("a campaign is tried, switched off, seen in its history, and rolled back", async () => {
    const page = await open("/console/campaigns/travel-season");
    await page.getByRole("button", { name: "Try it first" }).click();
    await page.getByRole("heading", { name: "What it would do" }).waitFor();
    await picture(page, "dry-run");
    await page.getByRole("link", { name: "Back to the campaign" }).click();
    await page.locator(".change input[name=why]").fill("the season is over");
    await page.getByRole("button", { name: "Change it" }).click();
    await page.locator("#said.shown").waitFor();
    await page.locator(".past", { hasText: "the season is over" }).waitFor();
    await page.locator("h1 + .tags .tag.late", { hasText: "off" }).waitFor();
    await picture(page, "campaign-off");
    const back = page.locator("#history ~ form.row").last();
    await back.locator("input[name=why]").fill("too early");
    await back.locator("button").click();
    await page.locator("h1 + .tags .tag.good", { hasText: "on" }).waitFor();
    equal(page.faults.join(), "", "faults");
    await close(page);
  });

  await holds("the report draws its plots", async () => {
    const page = await open("/console/report");
    await page.getByRole("button", { name: "Read the log" }).click();
    await page.locator("svg.plot").first().waitFor();
    equal((await page.locator("svg.plot").count()) >= 2, true, "plots");
    await close(page);
  });

  await holds("the other language is one press away, and stays", async () => {
    const page = await open("/console/desks");
    await page.getByRole("link", { name: "中文" }).click();
    await page.getByRole("heading", { name: "名单" }).waitFor();
    await page.goto(`${base}/console/campaigns`);
    equal(await page.locator("html").getAttribute("lang"), "zh-CN", "language");
    await close(page);
  });

  await holds("another site's page can change nothing", async () => {
    const entry = (await ask("/queues/rm01?backlog=0")).today.find((e) => e.customer);
    const answer = await fetch(`${base}/console/answers`, { method: "POST", headers: { origin: "http://attacker.example" }, body: new URLSearchParams({ customer: entry.customer, action: entry.actions[0].id, answer: "done" }) });
    equal(answer.status, 403, "status");
  });
} finally {
  await browser.close();
  if (host.exitCode === null) {
    host.kill();
    await new Promise((resolve) => host.once("exit", resolve));
  }
  rmSync(folder, { recursive: true, force: true });
}
count.end();
