import { Engine } from 'json-rules-engine';
import { ZenEngine } from '@gorules/zen-engine';

/** json-rules-engine: a rule for a rule, facts under flat names. */
export function jsonRulesEngine(rules) {
  const engine = new Engine();
  rules.forEach((conditions, number) => engine.addRule({
    conditions: { all: conditions.map((c) => ({ fact: c.path, operator: c.test, value: c.value })) },
    event: { type: 'holds', params: { number } },
  }));
  return async ({ customer, event }) => {
    const facts = {};
    for (const [name, value] of Object.entries(customer)) facts[`customer.${name}`] = value;
    for (const [name, value] of Object.entries(event)) facts[`event.${name}`] = value;
    const { events } = await engine.run(facts);
    return events.map((e) => e.params.number);
  };
}

const cells = {
  equal: (c) => JSON.stringify(c.value),
  greaterThan: (c) => `> ${c.value}`,
  greaterThanInclusive: (c) => `>= ${c.value}`,
  lessThanInclusive: (c) => `<= ${c.value}`,
  doesNotContain: (c) => `not contains($, ${JSON.stringify(c.value)})`,
};

/** ZEN: one decision table that collects, a row for a rule and a column for a value. */
export function zen(rules) {
  const paths = [...new Set(rules.flat().map((c) => c.path))];
  const inputs = paths.map((path, i) => ({ id: `c${i}`, name: path, type: 'expression', field: path }));
  const rows = rules.map((conditions, number) => {
    const row = { _id: `r${number}`, number: String(number) };
    paths.forEach((path, i) => {
      row[`c${i}`] = conditions.filter((c) => c.path === path).map((c) => cells[c.test](c)).join(' and ');
    });
    return row;
  });
  const node = (id, type, content) => ({ id, type, name: id, position: { x: 0, y: 0 }, content });
  const edge = (sourceId, targetId) => ({ id: `${sourceId}-${targetId}`, sourceId, targetId, type: 'edge' });
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify({
    nodes: [
      node('in', 'inputNode'),
      node('rules', 'decisionTableNode', { hitPolicy: 'collect', inputs, outputs: [{ id: 'number', name: 'number', type: 'expression', field: 'number' }], rules: rows }),
      node('out', 'outputNode'),
    ],
    edges: [edge('in', 'rules'), edge('rules', 'out')],
  })));
  return async (pair) => (await decision.evaluate(pair)).result.map((r) => r.number);
}
