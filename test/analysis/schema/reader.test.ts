import assert from 'node:assert/strict';
import { absolute } from '../../../server/src/analysis/schema/position';
import { createSchemaReader, readSchema } from '../../../server/src/analysis/schema/read';

const text = 'model A {\n  a Int\n}\n\n// x\nmodel B {\n  b Int @default(1)\n}\n\nmodel C {\n  c Int\n}\n';

describe('a reader that remembers', () => {
  it('yields untouched blocks as the same objects', () => {
    const read = createSchemaReader();
    const before = read(text);
    const after = read(text.replace('c Int', 'c String'));
    assert.equal(after.blocks[0], before.blocks[0]);
    assert.equal(after.blocks[1], before.blocks[1]);
    assert.notEqual(after.blocks[2], before.blocks[2]);
  });

  it('yields moved blocks with the same parts', () => {
    const read = createSchemaReader();
    const [, before] = read(text).blocks;
    const moved = `// above\n${text}`;
    const [, after] = read(moved).blocks;
    assert.ok(before?.kind === 'model' && after?.kind === 'model');
    assert.equal(after.start, before.start + 9);
    assert.equal(after.fields, before.fields);
    assert.equal(after.problems, before.problems);
    const { start, end } = absolute(after, after.fields[0]?.span ?? after.span);
    assert.equal(moved.slice(start, end), 'b Int @default(1)');
  });

  it('reads as if it remembered nothing', () => {
    const read = createSchemaReader();
    for (let at = 0; at <= text.length; at++) {
      for (const edited of [text.slice(0, at), text.slice(at), `${text.slice(0, at)}}${text.slice(at)}`, text]) {
        assert.deepEqual(read(edited), readSchema(edited));
      }
    }
  });

  it('reads as if it remembered nothing, whatever is inserted or removed anywhere', () => {
    const inserted = ['}', '{', '\n', '"', '/', '//', '/*', '*/', '/* x */', 'model D {', 'model D {\n', 'model', '\nenum', ' x ', '$'];
    const texts = [
      text,
      'model A { }\n$ $\nmodel B\n// y\n  x Int\n}\nenum E {\n  A\nmodel C {\n}\n$\n',
      'enum E { }enum F { } /* z */ enum G {\n',
    ];
    for (const whole of texts) {
      const read = createSchemaReader();
      for (let at = 0; at <= whole.length; at++) {
        for (const more of inserted) {
          const edited = whole.slice(0, at) + more + whole.slice(at);
          assert.deepEqual(read(edited), readSchema(edited), edited);
        }
        for (const length of [1, 3, 9, 20]) {
          const edited = whole.slice(0, at) + whole.slice(at + length);
          assert.deepEqual(read(edited), readSchema(edited), edited);
          assert.deepEqual(read(whole), readSchema(whole), edited);
        }
      }
    }
  });

  it('reads another text beside with the same blocks, and goes on with its own', () => {
    const read = createSchemaReader();
    const before = read(text);
    const other = `// above\n${text.replace('c Int', 'c String')}`;
    const beside = read.beside(other);
    assert.deepEqual(beside, readSchema(other));
    const [first, again] = [before.blocks[0], beside.blocks[0]];
    assert.ok(first?.kind === 'model' && again?.kind === 'model');
    assert.equal(again.fields, first.fields);
    const edited = text.replace('a Int', 'a String');
    assert.deepEqual(read(edited), readSchema(edited));
    const [, second] = read(edited).blocks;
    assert.ok(second?.kind === 'model' && before.blocks[1]?.kind === 'model');
    assert.equal(second.fields, before.blocks[1].fields);
  });

  it('tells apart blocks of the same text', () => {
    const read = createSchemaReader();
    const twice = 'model A {\n}\nmodel A {\n}\n';
    const first = read(twice);
    assert.deepEqual(
      first.blocks.map(({ start }) => start),
      [0, 12],
    );
    const second = read(twice);
    assert.equal(second.blocks[0], first.blocks[0]);
    assert.equal(second.blocks[1], first.blocks[1]);
  });
});
