import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gateIds } from '../../../server/src/deploy/gates/gate';

const page = readFileSync(join(__dirname, '../../../docs/gates.md'), 'utf8');

/** Texts by the heading of the second level above them. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n'))] as const);

describe('docs/gates.md', () => {
  it('has every gate, in the order of the gates', () =>
    assert.deepEqual(
      sections.map(([heading]) => heading),
      gateIds,
    ));

  for (const [gate, text] of sections) {
    it(`says of ${gate} what it asks, why, how to pass and how to override`, () => {
      const parts = [...text.matchAll(/^\*\*([A-Z][a-z ]+)[.:]?\*\*[.:]? ?/gm)].map(([, name]) => name);
      assert.deepEqual(parts, ['Asks', 'Why', 'To pass', 'Override']);
    });
  }

  it('names in its example only gates that there are', () => {
    const named = [...page.matchAll(/^ {2}\S \w+ +([a-z-]+) /gm)].map(([, name]) => name ?? '');
    assert.ok(named.length >= 5);
    for (const name of named)
      assert.ok(
        gateIds.some((id) => id === name),
        name,
      );
  });

  it('lists the gates that only warn where one develops', () => {
    const [sentence = ''] = /In `development`\n.*only warn\./m.exec(page) ?? [];
    const named = [...sentence.matchAll(/\*([a-z-]+)\*/g)].map(([, name]) => name);
    const gentle = gateIds.filter((id) => {
      const source = readFileSync(join(__dirname, `../../../server/src/deploy/gates/${id}.ts`), 'utf8');
      return source.includes('blockedUnlessDevelopment(');
    });
    assert.deepEqual(named, gentle);
  });
});
