// The conditions that the made rule sets use, read from plain RulesEngine files. Anything else is refused: a translation that guesses would measure another set.
const forms = [
  [/^(event\.Type|event\.Channel|customer\.Segment) == "([^"]*)"$/, (m) => ({ path: m[1], test: 'equal', value: m[2] })],
  [/^(customer\.Balance|event\.Amount) > (-?[\d.]+)$/, (m) => ({ path: m[1], test: 'greaterThan', value: Number(m[2]) })],
  [/^customer\.Age >= (\d+)$/, (m) => ({ path: 'customer.Age', test: 'greaterThanInclusive', value: Number(m[1]) })],
  [/^customer\.Age <= (\d+)$/, (m) => ({ path: 'customer.Age', test: 'lessThanInclusive', value: Number(m[1]) })],
  [/^NOT customer\.HasProduct\("([^"]*)"\)$/, (m) => ({ path: 'customer.Products', test: 'doesNotContain', value: m[1] })],
];

/** The rules of a workflow, each as a list of conditions that must all hold. */
export function read(workflow, file) {
  return workflow.Rules.map((rule) => rule.Expression.split(' AND ').map((text) => {
    for (const [form, make] of forms) {
      const found = form.exec(text);
      if (found) return make(found);
    }
    throw new Error(`${file}, rule ${rule.RuleName}: '${text}' is none of the conditions that can be translated; see conditions.mjs`);
  }));
}
