import assert from 'node:assert/strict';
import { prepare } from '../../../server/src/analysis/analyze';
import { judgedEdit } from './judged';

const old = `model User {
  id   Int @id
  name String
}

model Session {
  id Int @id
}

model Team {
  id Int @id
}
`;

/** Adds two required fields, drops `name` and the model `Session`. */
function edited(comments: { readonly [place in 'top' | 'header' | 'status' | 'behind' | 'below' | 'gap']?: string } = {}): string {
  const line = (text: string | undefined, indent = '') => (text === undefined ? '' : `${indent}${text}\n`);
  return (
    `${line(comments.top)}${line(comments.header)}model User {\n  id   Int @id\n${line(comments.status, '  ')}` +
    `  status String${comments.behind === undefined ? '' : ` ${comments.behind}`}\n${line(comments.below, '  ')}  kind String\n}\n\n` +
    `${line(comments.gap)}model Team {\n  id Int @id\n}\n`
  );
}

function found(after: string): readonly string[] {
  const { findings, text } = judgedEdit({ before: old, after });
  return findings.map(({ rule, span }) => `${text.slice(0, span.start).split('\n').length} ${rule}`);
}

describe('suppressions in a schema', () => {
  before(() => prepare());

  const all = ['1 column-dropped', '3 required-column-without-default', '4 required-column-without-default', '5 table-dropped'];

  it('without one, everything is found', () => {
    assert.deepEqual(found(edited()), all);
  });

  it('above a field it covers that field alone', () => {
    const comment = '// lockstep-ignore required-column-without-default: the table is empty';
    assert.deepEqual(found(edited({ status: comment })), ['1 column-dropped', '5 required-column-without-default', '6 table-dropped']);
  });

  it('behind a field on its line it covers that field, not the next', () => {
    const comment = '// lockstep-ignore required-column-without-default: the table is empty';
    assert.deepEqual(found(edited({ behind: comment })), ['1 column-dropped', '4 required-column-without-default', '5 table-dropped']);
  });

  it('other comments and blank lines may stand between', () => {
    const comment = '// lockstep-ignore required-column-without-default: the table is empty\n\n  /// What it does\n';
    assert.deepEqual(found(edited({ status: comment })).includes('8 required-column-without-default'), true);
    assert.deepEqual(found(edited({ status: comment })).filter((entry) => entry.endsWith('required-column-without-default')).length, 1);
  });

  it('above a model it covers what is told at its name', () => {
    const comment = '// lockstep-ignore column-dropped: nobody reads it';
    assert.deepEqual(found(edited({ header: comment })), [
      '4 required-column-without-default',
      '5 required-column-without-default',
      '6 table-dropped',
    ]);
  });

  it('between two blocks it covers what is gone from there', () => {
    assert.deepEqual(found(edited({ gap: '// lockstep-ignore table-dropped: sessions live in memory' })), all.slice(0, 3));
  });

  it('for the file it stands above the first block and covers them all', () => {
    const comment = '// lockstep-ignore-file required-column-without-default, column-dropped: nothing is deployed yet';
    assert.deepEqual(found(edited({ top: comment })), ['6 table-dropped']);
    assert.ok(found(edited({ gap: comment })).some((entry) => entry.endsWith('suppression-unused')));
    assert.equal(found(edited({ gap: comment })).filter((entry) => !entry.endsWith('suppression-unused')).length, all.length);
  });

  it('for one of several files it covers that file', () => {
    const comment = '// lockstep-ignore-file required-column-without-default: nothing is deployed yet\n';
    const a = `${comment}model A {\n  id Int @id\n}\n`;
    const b = 'model B {\n  id Int @id\n}\n';
    const field = (text: string) => text.replace('}', '  x String\n}');
    const { findings } = judgedEdit({
      before: a.replace(comment, '') + b,
      after: [
        { path: 'a.prisma', text: field(a) },
        { path: 'b.prisma', text: field(b) },
      ],
    });
    assert.deepEqual(
      findings.map(({ relation }) => relation),
      ['public.B'],
    );
  });

  it('without a reason it suppresses nothing, and says so', () => {
    for (const end of ['', ':', ': ']) {
      const rules = found(edited({ status: `// lockstep-ignore required-column-without-default${end}` }));
      assert.deepEqual(rules.slice(0, 3), ['1 column-dropped', '3 suppression-without-reason', '4 required-column-without-default']);
    }
  });

  it('one that is not needed or names no rule is found, at the rule', () => {
    for (const rule of ['table-dropped', 'no-such-rule']) {
      const { findings, text } = judgedEdit({ before: old, after: edited({ status: `// lockstep-ignore ${rule}: x` }) });
      const unused = findings.find((finding) => finding.rule === 'suppression-unused');
      assert.ok(unused !== undefined);
      assert.equal(text.slice(unused.span.start, unused.span.end), rule);
    }
  });

  it('in a schema without a change it is not needed', () => {
    const after = old.replace('  name', '  // lockstep-ignore column-dropped: it is gone\n  name');
    assert.deepEqual(found(after), ['3 suppression-unused']);
  });

  it('reads Windows line ends', () => {
    const comment = '// lockstep-ignore required-column-without-default: the table is empty';
    const after = edited({ status: comment, below: comment }).replaceAll('\n', '\r\n');
    assert.deepEqual(found(after), ['1 column-dropped', '7 table-dropped']);
  });
});
