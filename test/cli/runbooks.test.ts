import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lockstep, root } from './run';

const path = join(root, 'docs/runbooks.md');
const page = readFileSync(path, 'utf8');

/** Rows of all tables, without headings. */
const rows = page.split('\n').filter((line) => /^\| (?!---|the runbook)/.test(line));

describe('docs/runbooks.md', () => {
  it('leads to pages and sections that exist, under their own names', () => {
    const links = [...page.matchAll(/\[([^\]]+)\]\(([^)#]+)(?:#([^)]+))?\)/g)];
    assert.ok(links.length > 100);
    for (const [link, text = '', target = '', anchor] of links) {
      const file = join(dirname(path), target);
      assert.ok(existsSync(file), link);
      if (anchor !== undefined) {
        assert.ok(readFileSync(file, 'utf8').includes(`\n## ${anchor}\n`), link);
        assert.equal(text, anchor, link);
      } else if (/^(rules|plans)\//.test(target) && text !== 'plan') assert.equal(text, basename(target, '.md'), link);
    }
  });

  it('names commands and options that exist', async () => {
    const named = [...page.matchAll(/`lockstep ([a-z]+)([^`]*)`/g)];
    const help = new Map<string, string>();
    for (const [, command = '', rest = ''] of named) {
      if (!help.has(command)) {
        const { code, stdout } = await lockstep([command, '--help']);
        assert.equal(code, 0, `there is no "lockstep ${command}"`);
        help.set(command, stdout);
      }
      for (const [option] of rest.matchAll(/--[a-z][a-z-]*/g)) {
        assert.match(help.get(command) ?? '', new RegExp(`${option}\\b`), `lockstep ${command} has no ${option}`);
      }
    }
    assert.ok(help.size >= 14);
  });

  it('says of each item who does it, and of what nobody does that it is not covered', () => {
    assert.ok(rows.length > 150);
    for (const row of rows) {
      const [asked = '', done = '', ...more] = row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
      assert.equal(more.length, 0, row);
      assert.ok(asked.length > 3 && done.length > 3, row);
    }
    assert.ok(rows.filter((row) => row.includes('**Not covered')).length > 10);
  });
});
