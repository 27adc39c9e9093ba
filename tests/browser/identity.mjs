// A bank's host with access control, asked with tokens that a certified OpenID Connect provider issued: it lets in whom it should, and nobody else.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer as createPages } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Provider } from "oidc-provider";

const root = fileURLToPath(new URL("../../", import.meta.url));
const nba = join(root, "src/Nba.Host/bin/Release/net10.0/nba.dll");
const folder = mkdtempSync(join(tmpdir(), "nba-identity-"));
mkdirSync(join(folder, "data"));

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

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

let [passed, failed] = [0, 0];
function holds(what, isSo) {
  if (isSo) passed++;
  else {
    failed++;
    console.error(`not so: ${what}`);
  }
}

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
  const events = [event("1", "customer.registered", { name: "林夏", kind: "personal", since: "2018-05-21" }), event("2", "customer.assigned", { a: "rm01", branch: "b01" })];
  const sent = await ask("/events", source, { method: "POST", headers: { "content-type": "application/cloudevents-batch+json" }, body: JSON.stringify(events) });
  holds("a machine's key hands events in", sent.status === 200 && (await sent.json()).accepted === 2);
  holds("a machine's key reads nothing", (await ask("/customers/lin-xia/actions", source)).status === 403);

  const [own, other, elsewhere] = [await tokenOf(issuer, "rm01"), await tokenOf(issuer, "rm02"), await tokenOf(issuer, "rm01", "urn:payroll")];
  let status = 0;
  for (let tries = 0; tries < 100 && status !== 200; tries++) status = (await ask("/customers/lin-xia/actions", own)).status;
  holds("the customer's manager sees the customer", status === 200);
  holds("another manager does not", (await ask("/customers/lin-xia/actions", other)).status === 404);
  holds("a token made out to another host does not count", (await ask("/customers/lin-xia/actions", elsewhere)).status === 401);
  holds("nor does an altered one", (await ask("/customers/lin-xia/actions", own.slice(0, -4) + "AAAA")).status === 401);
  holds("nor none at all", (await ask("/customers/lin-xia/actions")).status === 401);
  holds("this machine's commands need none", JSON.parse(run("explain", "customer", "lin-xia", "--json", "--data", join(folder, "data"))).customer === "lin-xia");

  const [browser, pages] = [new Browser(), `http://127.0.0.1:${hostPort}`];
  const audited = (what) => readdirSync(join(folder, "data", "audit")).filter((f) => f.endsWith(".jsonl")).flatMap((f) => readFileSync(join(folder, "data", "audit", f), "utf8").trim().split("\n").map((line) => JSON.parse(line))).filter((e) => e.what === what);
  const here = await browser.visit(`${pages}/console/sign-in?to=/console/anything%3Fday%3D1`);
  holds("a sign-in goes by the provider and comes back to where it was going", here.at.href === `${pages}/console/anything?day=1` && browser.visited.some((v) => v.origin === issuer && v.pathname === "/auth"));
  // RFC 9126: what is asked stands in no address where the provider can take it directly.
  holds("the browser carries nothing of what is asked of the provider", browser.visited.filter((v) => v.pathname === "/auth").every((v) => v.searchParams.has("request_uri") && !v.searchParams.has("code_challenge")));
  holds("the browser keeps one cookie of the host, and no token", [...browser.cookies.get(pages).keys()].join() === "nba" && !browser.cookies.get(pages).get("nba").includes("eyJ"));
  holds("it is the person's, in their roles", audited("sign-in").map((e) => `${e.who} ${e.roles}`).join() === "rm01 manager");
  holds("the cookie opens nothing but pages", (await browser.ask(new URL(`${pages}/customers/lin-xia/actions`))).status === 401);
  const back = browser.visited.find((v) => v.pathname === "/console/signed-in");
  const again = await new Browser().visit(back.href);
  holds("the way back is good in that browser alone", again.status === 400 && again.page.includes("You are not signed in."));
  holds("a page elsewhere signs nobody out", (await browser.ask(new URL(`${pages}/console/sign-out`), { method: "POST", headers: { origin: "http://evil.example" } })).status === 403 && browser.cookies.get(pages).has("nba"));
  const out = await browser.visit(`${pages}/console/sign-out`, { method: "POST", headers: { origin: pages } });
  holds("a sign-out ends on a page of the host, without the cookie", out.at.href === `${pages}/console/signed-out` && out.status === 200 && !browser.cookies.get(pages).has("nba") && audited("sign-out").length === 1);
  const there = await browser.visit(unescape(/href="([^"]*session\/end[^"]*)"/.exec(out.page)[1]));
  const form = { action: /action="([^"]+)"/.exec(there.page)?.[1], xsrf: /name="xsrf" value="([^"]+)"/.exec(there.page)?.[1] };
  const gone = await browser.visit(unescape(form.action), { method: "POST", body: new URLSearchParams({ xsrf: form.xsrf, logout: "yes" }) });
  holds("the provider knows the way to its own sign-out, and back", there.status === 200 && gone.at.href.startsWith(`${pages}/console/signed-out`) && gone.status === 200);
} finally {
  child.kill();
  provider.close();
  provider.closeAllConnections();
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
