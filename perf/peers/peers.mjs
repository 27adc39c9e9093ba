// Rule engines of Node on the files that `Nba.Perf write DIR` made: node peers.mjs DIR [--sizes 10,100] [--seconds 2]
// Prints the columns of `Nba.Perf quick`. An engine is timed only where it finds the rules that the compiled network found.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read } from './conditions.mjs';
import { jsonRulesEngine, zen } from './engines.mjs';

const [folder, ...options] = process.argv.slice(2);
const option = (name, otherwise) => (options.includes(name) ? options[options.indexOf(name) + 1] : otherwise);
if (!folder || !existsSync(join(folder, 'checksums.tsv'))) {
  console.error("usage: node peers.mjs DIR [--sizes 10,100] [--seconds 2]; DIR is what 'Nba.Perf write DIR' made");
  process.exit(2);
}
const seconds = Number(option('--seconds', '2'));
const sizes = option('--sizes', '10,100,1000,10000').split(',').map(Number);
const { Customers, Events } = JSON.parse(readFileSync(join(folder, 'data.json'), 'utf8'));
const pairs = Customers.map((customer, i) => ({ customer, event: Events[i] }));
const expected = new Map(readFileSync(join(folder, 'checksums.tsv'), 'utf8').trim().split('\n').slice(1).map((line) => {
  const [rules, count, sum] = line.split('\t');
  return [Number(rules), { count: Number(count), sum }];
}));

const engines = [['json-rules-engine', jsonRulesEngine, 1], ['zen', zen, 1], ['zen, 32 in flight', zen, 32]];
// Beyond, one decision of json-rules-engine takes a third of a second and its rules three gigabytes.
const most = { 'json-rules-engine': 1000 };

// As Nba.Perf reckons it: of each pair and each rule that holds for it, in order.
async function checksum(decide, count) {
  const [prime, mask] = [1099511628211n, (1n << 64n) - 1n];
  let sum = 14695981039346656037n;
  for (let pair = 0; pair < count; pair++) {
    for (const rule of (await decide(pairs[pair])).sort((a, b) => a - b)) sum = ((((sum ^ BigInt(pair)) * prime) & mask) ^ BigInt(rule)) * prime & mask;
  }
  return sum.toString(16).padStart(16, '0');
}

// The best of three goes, each of a third of the time.
async function rate(decide, inFlight) {
  let best = 0;
  for (let go = 0; go < 3; go++) {
    const start = process.hrtime.bigint();
    const until = start + BigInt(Math.round((seconds * 1e9) / 3));
    let [count, now] = [0, start];
    do {
      if (inFlight === 1) await decide(pairs[count % pairs.length]);
      else await Promise.all(Array.from({ length: inFlight }, (_, i) => decide(pairs[(count + i) % pairs.length])));
      count += inFlight;
      now = process.hrtime.bigint();
    } while (now < until);
    best = Math.max(best, (count * 1e9) / Number(now - start));
  }
  return best;
}

console.log('engine\trules\tvariant\tdecisions/s\tratio\tbytes\tchecksum');
let agree = true;
for (const size of sizes) {
  const file = join(folder, `workflow_${size}.json`);
  if (!expected.has(size) || !existsSync(file)) {
    console.error(`'${folder}' has no set of ${size} rules`);
    process.exit(2);
  }
  const rules = read(JSON.parse(readFileSync(file, 'utf8')), file);
  for (const [name, make, inFlight] of engines) {
    if (size > (most[name] ?? Infinity)) {
      console.log(`${name}\t${size}\tround\tleft out: it takes gigabytes, and a third of a second for a decision`);
      continue;
    }
    const decide = make(rules);
    const { count, sum } = expected.get(size);
    const found = await checksum(decide, count);
    if (found !== sum) {
      console.log(`${name}\t${size}\tround\tdisagrees: ${found} and not ${sum} on the first ${count} pairs`);
      agree = false;
      continue;
    }
    console.log(`${name}\t${size}\tround\t${Math.round(await rate(decide, inFlight))}\t\t\t${found}`);
  }
}
process.exit(agree ? 0 : 1);
