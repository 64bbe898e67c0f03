// Checks docs/openapi.json by the rules of Redocly, examples too. Prints what is wrong, a line each.
import { createConfig, lint } from '@redocly/openapi-core';

const rules = { 'no-invalid-media-type-examples': 'error', 'no-invalid-schema-examples': 'error' };
const config = await createConfig({ extends: ['recommended'], rules });
for (const problem of await lint({ ref: 'docs/openapi.json', config }))
  console.log(`${problem.severity} ${problem.ruleId} at ${problem.location[0]?.pointer}: ${problem.message}`);
