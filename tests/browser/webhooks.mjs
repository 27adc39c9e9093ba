// Messages as a host signs them (tests/Nba.Host.Tests/Goldens/webhooks.jsonl), verified by the reference library: each line is {"secret", "headers", "body", "good"}.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const lines = readFileSync(new URL("../Nba.Host.Tests/Goldens/webhooks.jsonl", import.meta.url), "utf8").split("\n").filter(Boolean);
// The moment at which they were signed: the library refuses what is older than five minutes.
Date.now = () => 1772400000_000;
let [passed, failed] = [0, 0];
for (const line of lines) {
  const { secret, headers, body, good } = JSON.parse(line);
  let fault = null;
  try {
    new Webhook(secret).verify(body, headers);
  } catch (thrown) {
    fault = thrown.message;
  }
  if ((fault === null) === good) passed++;
  else {
    failed++;
    console.error(`${line.slice(0, 200)}: ${fault ?? "verified, and must not be"}`);
  }
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
