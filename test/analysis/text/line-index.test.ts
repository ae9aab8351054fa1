import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineIndexOf, offsetAt, positionAt } from '../../../server/src/analysis/text/line-index';

describe('line index', () => {
  it('ends lines at LF, CRLF and a lone CR', () => {
    assert.deepEqual(lineIndexOf('a\nb\r\nc\rd').starts, [0, 2, 5, 7]);
    assert.deepEqual(lineIndexOf('').starts, [0]);
    assert.deepEqual(lineIndexOf('\r\n').starts, [0, 2]);
    assert.deepEqual(lineIndexOf('\n\r').starts, [0, 1, 2]);
  });

  it('counts characters in UTF-16 units', () => {
    const index = lineIndexOf('ü\n🐘x');
    assert.deepEqual(positionAt(index, 4), { line: 1, character: 2 });
    assert.equal(offsetAt(index, { line: 1, character: 2 }), 4);
  });

  it('clamps what lies outside', () => {
    const index = lineIndexOf('ab\ncd');
    assert.deepEqual(positionAt(index, -3), { line: 0, character: 0 });
    assert.deepEqual(positionAt(index, 99), { line: 1, character: 2 });
    assert.equal(offsetAt(index, { line: 0, character: 99 }), 3);
    assert.equal(offsetAt(index, { line: 7, character: 0 }), 5);
    assert.equal(offsetAt(index, { line: -1, character: 4 }), 0);
  });

  it('finds back every offset', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '🐘')), (parts) => {
        const text = parts.join('');
        const index = lineIndexOf(text);
        for (let offset = 0; offset <= text.length; offset++) assert.equal(offsetAt(index, positionAt(index, offset)), offset);
      }),
    );
  });
});
