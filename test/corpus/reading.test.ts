import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createPostgresReader } from '../../server/src/analysis/sql/postgres/read';
import { readEach } from '../../server/src/analysis/sql/postgres/read-each';
import { tolerantTokens } from '../../server/src/analysis/sql/postgres/recover';
import { tokenize } from '../../server/src/analysis/sql/postgres/tokens';
import type { Script } from '../../server/src/analysis/sql/statement';
import { histories, requireCorpus } from './corpus';
import { schemaEdits } from './schema-edits';

/** A reader of its own each time: one that remembers would read what is alike only once. */
function read(text: string): Script {
  return createPostgresReader()(text);
}

function readByGrammar(text: string): Script {
  const tokens = tokenize(text);
  const tolerant = tokens.unterminated === null ? tokens : tolerantTokens(text);
  return { ...readEach(tolerant), comments: tolerant.comments };
}

function compare(texts: readonly string[]): void {
  let statements = 0;
  for (const text of texts) {
    const script = read(text);
    assert.deepEqual(script, readByGrammar(text), text.slice(0, 400));
    statements += script.statements.length;
  }
  assert.ok(statements > 9_000, `only ${statements} statements compared`);
}

describe('reading with and without the grammar', () => {
  it('leads to the same in every history', function () {
    this.timeout(120_000);
    const corpus = requireCorpus(this);
    compare(histories(corpus, 'postgresql').flatMap(({ migrations }) => migrations.map(({ path }) => readFileSync(path, 'utf8'))));
  });

  it('leads to the same for every edit of a schema', function () {
    this.timeout(120_000);
    const corpus = requireCorpus(this);
    compare([...schemaEdits(corpus, 'postgresql')].map(({ sql }) => sql));
  });
});
