import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byteMapOf } from '../../../server/src/analysis/text/byte-map';

describe('byte map', () => {
  it('is the identity for ASCII', () => {
    const map = byteMapOf('SELECT 1');
    assert.deepEqual([map.fromByte(5), map.fromCodePoint(5), map.fromByte(100)], [5, 5, 100]);
  });

  it('translates bytes and code points of every width', () => {
    const text = 'aä€🐘b';
    const map = byteMapOf(text);
    assert.deepEqual([0, 1, 3, 6, 10, 11].map(map.fromByte), [0, 1, 2, 3, 5, 6]);
    assert.deepEqual([0, 1, 2, 3, 4, 5].map(map.fromCodePoint), [0, 1, 2, 3, 5, 6]);
  });

  it('agrees with the encoder for every text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', 'ä', '€', '\uffff', '🐘', '\u{10ffff}')), (characters) => {
        const text = characters.join('');
        const map = byteMapOf(text);
        let offset = 0;
        characters.forEach((character, codePoint) => {
          assert.equal(map.fromByte(Buffer.byteLength(text.slice(0, offset))), offset);
          assert.equal(map.fromCodePoint(codePoint), offset);
          offset += character.length;
        });
        assert.equal(map.fromByte(Buffer.byteLength(text)), text.length);
      }),
    );
  });

  it('counts a lone surrogate as the encoder does', () => {
    const text = 'a\ud83db';
    assert.equal(byteMapOf(text).fromByte(Buffer.byteLength('a\ud83d')), 2);
  });
});
