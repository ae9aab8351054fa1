import assert from 'node:assert/strict';
import {
  argumentOf,
  argumentValue,
  attributeOf,
  attributesOf,
  booleanOf,
  callOf,
  itemsOf,
  nativeTypeOf,
  numberOf,
  stringOf,
  stringsOf,
  wordOf,
  wordsOf,
} from '../../../server/src/analysis/schema/attributes';
import { readSchema } from '../../../server/src/analysis/schema/read';
import type { Attribute } from '../../../server/src/analysis/schema/schema';

function attributes(text: string): readonly Attribute[] {
  const [block] = readSchema(`model A {\n  a Int ${text}\n}`).blocks;
  assert.equal(block?.kind, 'model');
  assert.deepEqual(block.problems, []);
  return block.fields[0]?.attributes ?? [];
}

function only(text: string): Attribute {
  const [attribute] = attributes(text);
  assert.ok(attribute);
  return attribute;
}

describe('what attributes say', () => {
  it('is found by name', () => {
    const read = attributes('@id @map("a") @map("b")');
    assert.equal(attributeOf(read, 'id'), read[0]);
    assert.equal(attributeOf(read, 'map'), read[1]);
    assert.equal(attributeOf(read, 'unique'), null);
    assert.deepEqual(attributesOf(read, 'map'), [read[1], read[2]]);
  });

  it('is found by name or position among the nameless arguments', () => {
    const relation = only('@relation(fields: [a], "name", [b])');
    assert.equal(stringOf(argumentValue(relation, 'name', 0)), 'name');
    assert.equal(argumentOf(relation, 'fields', null), relation.arguments[0]);
    assert.equal(argumentOf(relation, 'map', null), null);
    assert.deepEqual(wordsOf(argumentValue(relation, 'fields', 1)), ['a']);
    assert.deepEqual(wordsOf(argumentValue(relation, 'references', 1)), ['b']);
    assert.equal(argumentValue(relation, 'references', 2), null);
  });

  it('is a string, a word, a number, a truth or a call, and null for any other', () => {
    const { arguments: read } = only('@x("a", Cascade, -12, true, now())');
    const values = read.map(({ value }) => value);
    assert.deepEqual(values.map(stringOf), ['a', null, null, null, null]);
    assert.deepEqual(values.map(wordOf), [null, 'Cascade', null, 'true', null]);
    assert.deepEqual(values.map(numberOf), [null, null, -12, null, null]);
    assert.deepEqual(values.map(booleanOf), [null, null, null, true, null]);
    assert.deepEqual(
      values.map((value) => callOf(value, 'now')?.name ?? null),
      [null, null, null, null, 'now'],
    );
    assert.equal(stringOf(null), null);
  });

  it('is a list of words, with or without arguments of their own, or of strings', () => {
    const { arguments: read } = only('@x([a, b(sort: Desc)], ["c"], d, [e, "f"])');
    const values = read.map(({ value }) => value);
    assert.deepEqual(values.map(wordsOf), [['a', 'b'], null, ['d'], null]);
    assert.deepEqual(values.map(stringsOf), [null, ['c'], null, null]);
    assert.equal(itemsOf(values[0] ?? null).length, 2);
    assert.deepEqual(wordsOf(null), []);
  });

  it('is a native type of the datasource', () => {
    const read = attributes('@id @database.VarChar(10) @db.Text');
    assert.deepEqual(nativeTypeOf(read, 'db'), { name: 'Text', attribute: read[2] });
    assert.equal(nativeTypeOf(read, 'database')?.name, 'VarChar');
    assert.equal(nativeTypeOf(read, 'd'), null);
  });
});
