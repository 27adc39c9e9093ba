// A bank's host with access control, asked with tokens that a certified OpenID Connect provider issued: it lets in whom it should, and nobody else.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer as createPages } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Provider } from "oidc-provider";
import { Count, equal, freePort, hasChromium, launch, open, violations } from "./pages.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const nba = join(root, "src/Nba.Host/bin/Release/net10.0/nba.dll");
const folder = mkdtempSync(join(tmpdir(), "nba-identity-"));
const pictures = join(root, "artifacts/browser/identity");
mkdirSync(join(folder, "data"));
mkdirSync(pictures, { recursive: true });

const consoleSecret = "a-secret-of-the-console";

// For tokens of their own people are clients here, each with the role of its name: what counts is how tokens are made, signed and published. In a browser whoever comes is rm01.
function provide(port, hostPort) {
  const people = ["rm01", "rm02"].map((id) => ({ client_id: id, client_secret: "secret", grant_types: ["client_credentials"], redirect_uris: [], response_types: [] }));
  const pages = `http://127.0.0.1:${hostPort}/console`;
  const browsers = { client_id: "nba-console", client_secret: consoleSecret, token_endpoint_auth_method: "client_secret_post", grant_types: ["authorization_code"], response_types: ["code"], redirect_uris: [`${pages}/signed-in`], post_logout_redirect_uris: [`${pages}/signed-out`] };
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [...people, browsers],
    claims: { openid: ["sub"], roles: ["roles"] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, roles: ["manager"] }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
      grant.addOIDCScope("openid roles");
      await grant.save();
      return grant;
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: (_, name) => ({ scope: "", audience: name, accessTokenFormat: "jwt", accessTokenTTL: 300, jwt: { sign: { alg: "RS256" } } }) },
    },
    extraTokenClaims: () => ({ roles: ["manager"] }),
  });
  const others = provider.callback();
  return createPages((request, response) => (request.url.startsWith("/interaction/") ? provider.interactionFinished(request, response, { login: { accountId: "rm01" } }) : others(request, response))).listen(port, "127.0.0.1");
}

// What a browser does of itself: cookies of each origin, and following to other addresses.
class Browser {
  cookies = new Map();
  visited = [];

  async ask(at, more = {}) {
    const kept = this.cookies.get(at.origin) ?? new Map();
    this.cookies.set(at.origin, kept);
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { ...more, redirect: "manual", headers: { accept: "text/html", ...(cookie ? { cookie } : {}), ...more.headers } });
    this.visited.push(at);
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      if (value === "" || /expires=Thu, 01 Jan 1970/i.test(set)) kept.delete(name);
      else kept.set(name, value);
    }
    return answer;
  }

  async visit(to, more = {}) {
    let [at, answer] = [new URL(to), await this.ask(new URL(to), more)];
    for (let steps = 0; steps < 15 && answer.headers.has("location"); steps++) {
      at = new URL(answer.headers.get("location"), at);
      answer = await this.ask(at);
    }
    return { at, status: answer.status, page: await answer.text() };
  }
}

const unescape = (text) => text.replaceAll("&amp;", "&");

async function tokenOf(issuer, person, audience = "urn:nba") {
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${person}:secret`).toString("base64")}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "client_credentials", resource: audience }),
  });
  return (await answer.json()).access_token;
}

const run = (...args) => execFileSync("dotnet", [nba, ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

async function host(port, issuer, keys) {
  const settings = { NBA__ACCESS__AUTHORITY: issuer, NBA__ACCESS__AUDIENCE: "urn:nba", NBA__ACCESS__KEYSFILE: keys, NBA__ACCESS__CLIENTID: "nba-console", NBA__ACCESS__CLIENTSECRETFILE: join(folder, "secret"), NBA__ACCESS__CLIENTSCOPES: "openid roles", NBA__LISTEN: `127.0.0.1:${port}`, NBA__RULES: "rules" };
  const child = spawn("dotnet", [nba, "run", "--data", join(folder, "data")], { cwd: root, env: { ...process.env, ...settings }, stdio: ["ignore", "ignore", "inherit"] });
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill();
  throw new Error("the host was not ready within a minute");
}

// A manager's day from the sign-in to the sign-out, as they meet it.
async function inChromium(host, audited) {
  const browser = await launch();
  try {
    const page = await open(browser, [host, issuer], `${host}/console`, { lang: "zh-CN" });
    await count.holds("in Chromium one who is not signed in comes back from the provider to their own list", async () => {
      equal(page.url(), `${host}/console/queues/rm01`, "address");
      await page.locator("h1").waitFor();
      await page.screenshot({ path: join(pictures, "signed-in.png"), fullPage: true });
      equal((await violations(page)).join(" || "), "", "axe");
    });
    await count.holds("they answer in their own name by one key", async () => {
      const prompt = await page.locator("[data-prompt]").first().getAttribute("id");
      await page.keyboard.press("d");
      await page.locator(`#${prompt}`).waitFor({ state: "detached" });
      equal(audited("change").filter((e) => e.of === "POST /console/answers").map((e) => `${e.who} ${e.customers}`).at(-1), "rm01 lin-xia", "audited");
    });
    await count.holds("a list that is not theirs is refused on a page that can be read", async () => {
      equal((await page.goto(`${host}/console/queues/rm02`)).status(), 403, "status");
      await page.screenshot({ path: join(pictures, "refused.png"), fullPage: true });
      equal((await violations(page)).join(" || "), "", "axe");
      await page.goto(`${host}/console/queues/rm01`);
    });
    await count.holds("they sign out, and the way back is a sign-in", async () => {
      await page.getByRole("button", { name: "退出" }).click();
      await page.waitForURL(`${host}/console/signed-out`);
      await page.screenshot({ path: join(pictures, "signed-out.png"), fullPage: true });
      equal((await violations(page)).join(" || "), "", "axe");
      equal((await page.context().cookies(host)).some((c) => c.name === "nba"), false, "cookie");
    });
    await count.holds("none of its pages had a fault or asked elsewhere", () => equal(page.faults.filter((f) => !f.includes("403")).join(), ""));
  } finally {
    await browser.close();
  }
}

const count = new Count();
const holds = (what, isSo) => count.holds(what, () => Boolean(isSo));

const [providerPort, hostPort] = [await freePort(), await freePort()];
const issuer = `http://127.0.0.1:${providerPort}`;
const provider = provide(providerPort, hostPort);
writeFileSync(join(folder, "secret"), consoleSecret + "\n", { mode: 0o600 });
const keys = join(folder, "keys.json");
const source = run("access", "key", "core-banking", "--role", "source", "--keys", keys);
const child = await host(hostPort, issuer, keys);
try {
  const ask = (path, token, more = {}) => fetch(`http://127.0.0.1:${hostPort}${path}`, { ...more, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...more.headers } });
  const event = (id, type, data) => ({ specversion: "1.0", id, source: "core", type, subject: "lin-xia", data });
  const events = [event("1", "customer.registered", { name: "林夏", kind: "personal", since: "2018-05-21" }), event("2", "customer.assigned", { a: "rm01", branch: "b01" }), event("3", "complaint.received", { complaint: "Q1", class: "service" })];
  const sent = await ask("/events", source, { method: "POST", headers: { "content-type": "application/cloudevents-batch+json" }, body: JSON.stringify(events) });
  await holds("a machine's key hands events in", sent.status === 200 && (await sent.json()).accepted === 3);
  await holds("a machine's key reads nothing", (await ask("/customers/lin-xia/actions", source)).status === 403);

  const [own, other, elsewhere] = [await tokenOf(issuer, "rm01"), await tokenOf(issuer, "rm02"), await tokenOf(issuer, "rm01", "urn:payroll")];
  let status = 0;
  for (let tries = 0; tries < 100 && status !== 200; tries++) status = (await ask("/customers/lin-xia/actions", own)).status;
  await holds("the customer's manager sees the customer", status === 200);
  await holds("another manager does not", (await ask("/customers/lin-xia/actions", other)).status === 404);
  await holds("a token made out to another host does not count", (await ask("/customers/lin-xia/actions", elsewhere)).status === 401);
  await holds("nor does an altered one", (await ask("/customers/lin-xia/actions", own.slice(0, -4) + "AAAA")).status === 401);
  await holds("nor none at all", (await ask("/customers/lin-xia/actions")).status === 401);
  await holds("this machine's commands need none", JSON.parse(run("explain", "customer", "lin-xia", "--json", "--data", join(folder, "data"))).customer === "lin-xia");

  const [browser, pages] = [new Browser(), `http://127.0.0.1:${hostPort}`];
  const audited = (what) => readdirSync(join(folder, "data", "audit")).filter((f) => f.endsWith(".jsonl")).flatMap((f) => readFileSync(join(folder, "data", "audit", f), "utf8").trim().split("\n").map((line) => JSON.parse(line))).filter((e) => e.what === what);
  const here = await browser.visit(`${pages}/console/sign-in?to=/console/anything%3Fday%3D1`);
  await holds("a sign-in goes by the provider and comes back to where it was going", here.at.href === `${pages}/console/anything?day=1` && browser.visited.some((v) => v.origin === issuer && v.pathname === "/auth"));
  // RFC 9126: what is asked stands in no address where the provider can take it directly.
  await holds("the browser carries nothing of what is asked of the provider", browser.visited.filter((v) => v.pathname === "/auth").every((v) => v.searchParams.has("request_uri") && !v.searchParams.has("code_challenge")));
  await holds("the browser keeps one cookie of the host, and no token", [...browser.cookies.get(pages).keys()].join() === "nba" && !browser.cookies.get(pages).get("nba").includes("eyJ"));
  await holds("it is the person's, in their roles", audited("sign-in").map((e) => `${e.who} ${e.roles}`).join() === "rm01 manager");
  await holds("the cookie opens nothing but pages", (await browser.ask(new URL(`${pages}/customers/lin-xia/actions`))).status === 401);
  const back = browser.visited.find((v) => v.pathname === "/console/signed-in");
  const again = await new Browser().visit(back.href);
  await holds("the way back is good in that browser alone", again.status === 400 && again.page.includes("You are not signed in."));
  await holds("a page elsewhere signs nobody out", (await browser.ask(new URL(`${pages}/console/sign-out`), { method: "POST", headers: { origin: "http://evil.example" } })).status === 403 && browser.cookies.get(pages).has("nba"));
  const out = await browser.visit(`${pages}/console/sign-out`, { method: "POST", headers: { origin: pages } });
  await holds("a sign-out ends on a page of the host, without the cookie", out.at.href === `${pages}/console/signed-out` && out.status === 200 && !browser.cookies.get(pages).has("nba") && audited("sign-out").length === 1);
  const there = await browser.visit(unescape(/href="([^"]*session\/end[^"]*)"/.exec(out.page)[1]));
  const form = { action: /action="([^"]+)"/.exec(there.page)?.[1], xsrf: /name="xsrf" value="([^"]+)"/.exec(there.page)?.[1] };
  const gone = await browser.visit(unescape(form.action), { method: "POST", body: new URLSearchParams({ xsrf: form.xsrf, logout: "yes" }) });
  await holds("the provider knows the way to its own sign-out, and back", there.status === 200 && gone.at.href.startsWith(`${pages}/console/signed-out`) && gone.status === 200);

  if (hasChromium) await inChromium(pages, audited);
} finally {
  child.kill();
  provider.close();
  provider.closeAllConnections();
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
count.end(hasChromium ? 0 : 1);
