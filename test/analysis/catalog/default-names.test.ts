import { strict as assert } from 'node:assert';
import { freeName, joinedColumns, objectName } from '../../../server/src/analysis/catalog/default-names';

describe('names that the server chooses', () => {
  const longest = 'x'.repeat(63);

  it('are cut to 63 bytes, the longer part first', () => {
    assert.equal(objectName('t', 'c', 'key'), 't_c_key');
    assert.equal(objectName(longest, null, 'pkey'), `${'x'.repeat(58)}_pkey`);
    assert.equal(objectName(longest, 'c', 'key'), `${'x'.repeat(57)}_c_key`);
    assert.equal(objectName(longest, longest, 'idx'), `${'x'.repeat(29)}_${'x'.repeat(29)}_idx`);
  });

  it('never hold half a character', () => {
    assert.equal(objectName('ü'.repeat(31), null, 'pkey'), `${'ü'.repeat(29)}_pkey`);
    assert.equal(objectName('😀'.repeat(15), null, 'pkey'), `${'😀'.repeat(14)}_pkey`);
  });

  it('get a number that counts against their length', () => {
    const taken = new Set(['t_c_idx', 't_c_idx1', `${'x'.repeat(57)}_c_key`]);
    const isTaken = (name: string) => taken.has(name);
    assert.equal(freeName('t', 'c', 'idx', isTaken), 't_c_idx2');
    assert.equal(freeName(longest, 'c', 'key', isTaken), `${'x'.repeat(56)}_c_key1`);
  });

  it('join the columns until there is no room for more', () => {
    assert.equal(joinedColumns(['a', 'b']), 'a_b');
    assert.equal(joinedColumns([longest, 'a', 'b']), `${longest}_a`);
  });
});
