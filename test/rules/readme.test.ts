import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesTable, withRulesTable } from './readme-table';

describe('the README', () => {
  it('lists every rule (node scripts/write-readme.mjs)', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const table = rulesTable();
    assert.ok(readme.includes(table.slice(0, 40)), 'it has no table of rules');
    assert.equal(readme, withRulesTable(readme, table));
  });
});
