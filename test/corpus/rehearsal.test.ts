import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { prepare } from '../../server/src/analysis/analyze';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { foldScript } from '../../server/src/analysis/catalog/fold';
import { readPostgres } from '../../server/src/analysis/sql/postgres/read';
import { embeddedPostgres } from '../../server/src/deploy/rehearsal/copies/embedded';
import { runHistory } from '../../server/src/deploy/rehearsal/history';
import { fillTables } from '../../server/src/deploy/rehearsal/rows/fill-tables';
import { ask } from '../../server/src/deploy/rehearsal/session';
import { splitFor } from '../../server/src/deploy/rehearsal/split-for';
import { rehearsalFolder, rehearsed, statementsOf } from '../deploy/rehearsals';
import { histories, requireCorpus } from './corpus';

/** Milliseconds after which no further history is begun: these are real projects, and a machine may be slow. */
const timeLimit = 120_000;

describe('real histories on the embedded PostgreSQL', function () {
  this.timeout(timeLimit + 120_000);

  it('are run, and their tables filled', async function () {
    const corpus = requireCorpus(this);
    await prepare();
    const root = rehearsalFolder({ pending: {} });
    const began = performance.now();
    const told: string[] = [];
    let [whole, tables, filled] = [0, 0, 0];
    const all = histories(corpus, 'postgresql');
    for (const { root: name, migrations } of all) {
      if (performance.now() - began > timeLimit) break;
      const texts = migrations.map(({ path }) => readFileSync(path, 'utf8'));
      const abort = new AbortController().signal;
      const made = await embeddedPostgres({ root, texts, onEvent: () => {}, abort });
      assert.ok(made.ok, JSON.stringify(made));
      const { session, dispose } = made.copy;
      try {
        const named = migrations.map((migration, index) => ({ name: migration.name, text: texts[index] ?? '' }));
        const leftOut = await runHistory({ session, migrations: named, split: splitFor('postgresql'), onEvent: () => {}, abort });
        if (leftOut.length === 0) whole++;
        const catalog = texts.reduce((before, text) => foldScript(before, readPostgres(text)), emptyCatalog('postgresql'));
        await fillTables({ session, catalog, rows: 200, onEvent: () => {}, abort });
        let own = 0;
        const existing = await ask(
          session,
          "SELECT n.nspname || '.' || c.relname AS id, pg_relation_size(c.oid) > 0 AS filled FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.oid >= 16384 AND n.nspname NOT IN ('pg_catalog', 'information_schema')",
        );
        const known = existing.filter(({ id }) => catalog.tables.has(id ?? ''));
        own = known.filter((row) => row.filled === 'true').length;
        tables += known.length;
        filled += own;
        told.push(
          `      ${name}: ${migrations.length} migrations, ${leftOut.length} statements left out, ${own} of ${known.length} tables filled`,
        );
        for (const { migration, message } of leftOut.slice(0, 2)) told.push(`        ${migration}: ${message}`);
      } finally {
        await dispose(false);
      }
    }
    const ran = told.filter((line) => line.includes('migrations,')).length;
    console.log(told.join('\n'));
    console.log(`      ${whole} of ${ran} histories whole, ${filled} of ${tables} tables filled, ${all.length - ran} histories not begun`);
    assert.ok(ran > 0);
    assert.ok(whole / ran >= 0.7, `${whole} of ${ran} histories run as a whole`);
    assert.ok(filled / tables >= 0.9, `${filled} of ${tables} tables filled`);
  });

  it('do what was foretold, statement by statement', async function () {
    const corpus = requireCorpus(this);
    const began = performance.now();
    let [statements, differing, begun] = [0, 0, 0];
    const told: string[] = [];
    const all = histories(corpus, 'postgresql');
    for (const { root: name, migrations } of all) {
      if (performance.now() - began > timeLimit / 2) break;
      begun++;
      const texts = migrations.map((migration) => [migration.name, readFileSync(migration.path, 'utf8')] as const);
      const folder = rehearsalFolder({
        pending: Object.fromEntries(texts),
        settings: { baseline: undefined, server: { postgresql: '17' } },
      });
      const from = migrations[Math.floor(migrations.length * 0.6)]?.name ?? '';
      const { outcome } = await rehearsed(folder, { scope: { type: 'from', migration: from } });
      const ran = statementsOf(outcome).filter(({ state }) => state === 'ran');
      const differ = ran.filter(({ differences }) => differences.length > 0);
      statements += ran.length;
      differing += differ.length;
      for (const { sql, differences } of differ.slice(0, 3)) told.push(`      ${name}: ${sql}: ${differences.join('; ')}`);
    }
    if (told.length > 0) console.log(told.join('\n'));
    console.log(
      `      ${statements} statements of ${begun} histories, ${differing} not as foretold, ${all.length - begun} histories not begun`,
    );
    assert.ok(statements > 0);
    assert.ok(differing / statements <= 0.005, `${differing} of ${statements} statements are not as foretold`);
  });
});
