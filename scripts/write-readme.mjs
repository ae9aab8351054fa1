// Writes the table of rules in README.md from the rules themselves.
//   node scripts/write-readme.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { require } from 'tsx/cjs/api';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'README.md');
const { rulesTable, withRulesTable } = require('../test/rules/readme-table.ts', import.meta.url);
writeFileSync(file, withRulesTable(readFileSync(file, 'utf8'), rulesTable()));
