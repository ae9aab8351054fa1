// Writes the table of rules in README.md from the rules themselves, and the one of stalls from the last whole run of `npm test -- plans`.
//   node scripts/write-readme.mjs
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { require } from 'tsx/cjs/api';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'README.md');
const { rulesTable, withRulesTable } = require('../test/rules/readme-table.ts', import.meta.url);
const { stallsFile, withStallsTable } = require('../test/plans/stalls.ts', import.meta.url);
const readme = withRulesTable(readFileSync(file, 'utf8'), rulesTable());
writeFileSync(file, existsSync(stallsFile) ? withStallsTable(readme, JSON.parse(readFileSync(stallsFile, 'utf8'))) : readme);
