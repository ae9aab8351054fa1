import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  clipped,
  columnName,
  counted,
  fitted,
  listed,
  longestMessage,
  objectName,
  quoted,
} from '../../server/src/analysis/wording/wording';

describe('wording', () => {
  it('names are quoted as in SQL, public is left out', () => {
    assert.equal(quoted('a"b'), '"a""b"');
    assert.equal(objectName('public.User'), '"User"');
    assert.equal(objectName('auth.User'), '"auth"."User"');
    assert.equal(columnName('public.User', 'status'), '"User"."status"');
  });

  it('lists read as people say them', () => {
    assert.equal(listed([]), '');
    assert.equal(listed(['a']), 'a');
    assert.equal(listed(['a', 'b']), 'a and b');
    assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
    assert.equal(listed(['a', 'b', 'c', 'd']), 'a, b and 2 more');
  });

  it('counts agree with their noun', () => {
    assert.equal(counted(1, 'table'), '1 table');
    assert.equal(counted(2, 'table'), '2 tables');
    assert.equal(counted(0, 'index', 'indexes'), '0 indexes');
  });

  it('a message that fits stays as it is', () => {
    const message = 'Dropping "User"."name" deletes its data.';
    assert.equal(fitted(message), message);
  });

  it('the longest names give way, with … in the middle', () => {
    const message = `Dropping "User"."${'a'.repeat(40)}${'b'.repeat(40)}" deletes its data.`;
    const fit = fitted(message);
    assert.equal(fit.length, longestMessage);
    assert.match(fit, /^Dropping "User"\."a+…b+" deletes its data\.$/);
  });

  it('a name never adds a line', () => {
    assert.equal(fitted('Dropping "a\nb" deletes its data.'), 'Dropping "a b" deletes its data.');
  });

  it('foreign text is clipped to one line', () => {
    assert.equal(clipped('syntax error at or near "x"'), 'syntax error at or near "x"');
    assert.equal(clipped(`unterminated\n${'x'.repeat(80)}`).length, 60);
    assert.match(clipped(`unterminated\n${'x'.repeat(80)}`), /^unterminated x+…$/);
  });

  it('any two names fit into a sentence', () => {
    const name = fc.string({ minLength: 1, maxLength: 63 });
    fc.assert(
      fc.property(name, name, (table, column) => {
        const fit = fitted(`Dropping ${columnName(`public.${table}`, column)} deletes its data.`);
        assert.ok(fit.length <= longestMessage && !fit.includes('\n'));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
