import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from '../../../../server/src/analysis/sql/postgres/grammar';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';
import { splitStatements } from '../../../../server/src/analysis/sql/postgres/split';
import { tokenize } from '../../../../server/src/analysis/sql/postgres/tokens';
import { byteMapOf } from '../../../../server/src/analysis/text/byte-map';
import { histories, requireCorpus } from '../../../corpus/corpus';

describe('real migrations', () => {
  let texts: readonly (readonly [path: string, text: string])[] = [];

  before(function () {
    const corpus = requireCorpus(this);
    texts = histories(corpus, 'postgresql').flatMap(({ root, migrations }) =>
      migrations.map(({ name, path }) => [`${root}/${name}`, readFileSync(path, 'utf8')] as const),
    );
    assert.ok(texts.length > 3_000);
  });

  it('are split where the grammar splits them', () => {
    let compared = 0;
    for (const [path, text] of texts) {
      const parsed = parse(text);
      if (!parsed.ok) continue;
      const map = byteMapOf(text);
      const tokens = tokenize(text);
      const ours = splitStatements(tokens).map(({ first, last }) => [tokens.starts[first], tokens.ends[last - 1]]);
      const theirs = (parsed.tree.stmts ?? []).map(({ stmt_location = 0, stmt_len }) => {
        const start = map.fromByte(stmt_location);
        // The grammar's length runs up to the semicolon, blanks and comments in front of it included.
        const end = stmt_len === undefined ? text.length : map.fromByte(stmt_location + stmt_len);
        const last = tokens.ends.filter((tokenEnd) => tokenEnd <= end).at(-1);
        return [start, last];
      });
      assert.deepEqual(ours, theirs, path);
      compared += ours.length;
    }
    assert.ok(compared > 13_000, `only ${compared} statements compared`);
  });

  it('are read: hardly a statement is unknown, only text that is no SQL is invalid', () => {
    const counts = { statements: 0, unknown: 0, invalid: 0 };
    for (const [, text] of texts) {
      for (const { kind, operations } of readPostgres(text).statements) {
        counts.statements++;
        if (kind === 'invalid') counts.invalid++;
        if (operations.some((operation) => operation.kind === 'unknown')) counts.unknown++;
      }
    }
    assert.ok((counts.unknown + counts.invalid) / counts.statements <= 0.005, JSON.stringify(counts));
  });

  it('keep their finished statements at every prefix', () => {
    const short = texts.filter(([, text]) => text.length > 300 && text.length < 1_500);
    const chosen = short.filter((_, index) => index % Math.ceil(short.length / 20) === 0);
    for (const [path, text] of chosen) {
      const { statements } = readPostgres(text);
      for (let length = 0; length < text.length; length++) {
        const finished = statements.filter(({ span }) => span.end < length);
        assert.deepEqual(
          readPostgres(text.slice(0, length)).statements.slice(0, finished.length),
          finished,
          `${path} after ${length} characters`,
        );
      }
    }
  });
});
