import assert from 'node:assert/strict';
import { assertSound } from './invariants';
import { analyse, examples } from './subjects';

describe('every prefix of every example', () => {
  it('is analysed, and half a statement costs only itself', function () {
    this.timeout(300_000);
    for (const example of examples()) {
      const complete = analyse(example).statements;
      for (let length = 0; length < example.length; length++) {
        const text = example.slice(0, length);
        const analysis = analyse(text);
        assertSound(analysis, text);
        const finished = complete.filter((statement) => statement.span.end < length);
        for (const statement of finished) {
          const same = analysis.statements.find((candidate) => candidate.span.start === statement.span.start);
          assert.equal(same?.kind, statement.kind, `statement ${statement.index} of:\n${text}`);
        }
      }
    }
  });
});
