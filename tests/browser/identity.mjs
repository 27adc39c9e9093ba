// A bank's host with access control, asked with tokens that a certified OpenID Connect provider issued: it lets in whom it should, and nobody else.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, mkdirSync } from "node:fs";
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

// People are clients here, each with the role of its name: what counts is how tokens are made, signed and published.
function provide(port) {
  const people = ["rm01", "rm02"].map((id) => ({ client_id: id, client_secret: "secret", grant_types: ["client_credentials"], redirect_uris: [], response_types: [] }));
  return new Provider(`http://127.0.0.1:${port}`, {
    clients: people,
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: (_, name) => ({ scope: "", audience: name, accessTokenFormat: "jwt", accessTokenTTL: 300, jwt: { sign: { alg: "RS256" } } }) },
    },
    extraTokenClaims: () => ({ roles: ["manager"] }),
  }).listen(port, "127.0.0.1");
}

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
  const settings = { NBA__ACCESS__AUTHORITY: issuer, NBA__ACCESS__AUDIENCE: "urn:nba", NBA__ACCESS__KEYSFILE: keys, NBA__LISTEN: `127.0.0.1:${port}`, NBA__RULES: "rules" };
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
const provider = provide(providerPort);
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
} finally {
  child.kill();
  provider.close();
  provider.closeAllConnections();
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
