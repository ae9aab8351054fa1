import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { judgedEdit, placed } from './judged';

const old = `enum Theme {
  DARK
  LIGHT
}

model User {
  id    Int    @id
  theme Theme  @default(DARK)
  note  String
}

model Page {
  id    Int    @id
  theme Theme?
}
`;

function found(after: string): readonly string[] {
  return placed(judgedEdit({ before: old, after }));
}

describe('an enum while one of its columns is half typed', () => {
  before(() => prepare());

  it('loses no value: what becomes of the column is not known', () => {
    assert.deepEqual(found(old.replace('  DARK\n', '')), []);
    assert.deepEqual(found(old.replace('  LIGHT\n', '').replace('Theme  @default', 'Them  @default')), []);
  });

  it('is not dropped', () => {
    assert.deepEqual(found(old.slice(old.indexOf('model'))), []);
  });

  it('still is the type of its other columns', () => {
    const after = old.replace('@default(DARK)', '@default(DA').replace('Theme?', 'Theme');
    assert.deepEqual(found(after), ['14: theme Theme: column-made-required']);
  });

  it('is judged where the half-typed column has nothing to do with it', () => {
    assert.deepEqual(found(old.replace('  LIGHT\n', '').replace('note  String', 'note  Stri')), [
      '1: Theme: enum-value-removed',
      '1: Theme: type-change-rewrites-table',
      '1: Theme: type-change-rewrites-table',
    ]);
  });
});
