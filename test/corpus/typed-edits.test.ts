import assert from 'node:assert/strict';
import { type AnalysisSettings, prepare } from '../../server/src/analysis/analyze';
import { analyzeSchema, type SchemaAnalysis } from '../../server/src/analysis/analyze-schema';
import type { Catalog } from '../../server/src/analysis/catalog/catalog';
import { emptyCatalog } from '../../server/src/analysis/catalog/draft';
import { parseCatalog, serializeCatalog } from '../../server/src/analysis/catalog/serialize';
import { createSchemaReader, readSchema } from '../../server/src/analysis/schema/read';
import { joinSchema } from '../../server/src/analysis/schema/schema-text';
import { createPostgresReader } from '../../server/src/analysis/sql/postgres/read';
import { readPostgresPieces } from '../../server/src/analysis/sql/postgres/read-pieces';
import { commonEnds } from '../../server/src/analysis/text/common-ends';
import { requireCorpus } from './corpus';
import { type SchemaEdit, schemaEdits } from './schema-edits';

/** `LOCKSTEP_TEST_ALL` types every edit of the corpus that is no rewrite; otherwise some short ones, compared at some characters. */
const all = process.env.LOCKSTEP_TEST_ALL === '1';
const everyNth = all ? 1 : 20;
const mostKeystrokes = all ? 2_000 : 120;
const mostStops = all ? 100 : 8;
const longestSchema = all ? Number.POSITIVE_INFINITY : 30_000;

const settings: AnalysisSettings = {
  server: { provider: 'postgresql', version: 15, timeZone: null },
  execution: 'one-transaction',
  rules: new Map(),
  newTables: new Set(),
};

const given = { provider: 'postgresql', hasMigrations: true, prismaVersion: null } as const;

/** What an edit asks for, judged with all that the server remembers of the keystrokes before, and with nothing remembered. */
describe('a real edit, typed character by character', () => {
  before(() => prepare());

  it('is judged at each keystroke as if nothing were remembered', function () {
    this.timeout(36_000_000);
    const corpus = requireCorpus(this);
    let [short, typedEdits, stops, withFindings] = [0, 0, 0, 0];
    for (const edit of schemaEdits(corpus, 'postgresql')) {
      const texts = textsOnTheWay(edit);
      if (texts.length === 0 || short++ % everyNth !== 0) continue;
      typedEdits++;
      const history = historyOf(edit.before);
      const typed = texts.length;
      texts.push(...largerSteps(edit));
      const stop = Math.max(1, Math.floor(typed / mostStops));
      const isStop = (index: number) => index % stop === 0 || index >= typed - 1;
      const remembered = judgeTyped(texts, history, edit.before, isStop);
      for (const [index, found] of remembered) {
        const fresh = judgeAfresh(texts[index] ?? '', history, edit.before);
        assert.deepEqual(found, fresh, `${edit.repository} ${edit.migration}, after ${index} keystrokes`);
        stops++;
        if (found.findings.length > 0) withFindings++;
      }
    }
    console.log(`      ${stops} stops in ${typedEdits} edits, ${withFindings} with findings`);
    assert.ok(withFindings > stops / 4);
  });
});

/** From one schema to the next: what goes is taken away from its end, what comes is typed. None for an edit that takes too long. */
function textsOnTheWay({ before, after }: SchemaEdit): string[] {
  const { prefix, suffix } = commonEnds(before, after);
  const [gone, come] = [before.slice(prefix, before.length - suffix), after.slice(prefix, after.length - suffix)];
  if (before.length > longestSchema || gone.length + come.length > mostKeystrokes) return [];
  const [start, end] = [before.slice(0, prefix), before.slice(before.length - suffix)];
  const removing = Array.from(gone, (_, at) => start + gone.slice(0, gone.length - at - 1) + end);
  const typing = Array.from(come, (_, at) => start + come.slice(0, at + 1) + end);
  return [...removing, ...typing];
}

/** What an editor does at once: the edit undone and redone, the first model gone, back again, behind all others, and all of it undone. */
function largerSteps({ before, after }: SchemaEdit): readonly string[] {
  const model = /^model \w+ \{[^}]*\}\n/m.exec(after)?.[0] ?? '';
  const without = after.replace(model, () => '');
  return [before, after, without, after, `${without}\n${model}`, without, before];
}

/** What people are shown, and what it is made of. */
function shown({ changes, changed, sql, findings, places, statements, unresolved, after }: SchemaAnalysis) {
  const effects = statements.map(({ kind, span, operations, effect }) => ({ kind, span, operations, effect }));
  return { changes, changed, text: sql.text, parts: sql.parts, findings, places, effects, unresolved, after: serializeCatalog(after) };
}

/** Every text is judged, in order, by one reader; those at the stops are kept. */
function judgeTyped(
  texts: readonly string[],
  history: Catalog,
  before: string,
  isStop: (index: number) => boolean,
): ReadonlyMap<number, ReturnType<typeof shown>> {
  const read = createSchemaReader();
  const previous = createSchemaReader()(before);
  const kept = new Map<number, ReturnType<typeof shown>>();
  for (const [index, text] of texts.entries()) {
    const source = joinSchema([{ path: 'schema.prisma', text }]);
    const analysis = analyzeSchema({ ...given, source, history, previous, read }, settings);
    if (!isStop(index)) continue;
    kept.set(index, shown(analysis));
    assert.deepEqual(readPostgresPieces(analysis.sql.text, analysis.sql.pieces), createPostgresReader()(analysis.sql.text));
  }
  return kept;
}

/** Nothing is known of objects that nobody has met before: neither of the history nor of the blocks of a schema that is read anew. */
function judgeAfresh(text: string, history: Catalog, before: string): ReturnType<typeof shown> {
  forgetTexts();
  const source = joinSchema([{ path: 'schema.prisma', text }]);
  const again = parseCatalog(serializeCatalog(history));
  assert.ok(again !== null);
  return shown(analyzeSchema({ ...given, source, history: again, previous: readSchema(before), read: readSchema }, settings));
}

/** The SQL of the last few edits is remembered by its text: other texts take its place. */
function forgetTexts(): void {
  for (let other = 0; other < 8; other++)
    historyOf(`model Other${other} {\n  id Int @id\n${`  field${other} Int\n`.repeat(other * other)}}\n`);
}

/** What migrations have built that were never forgotten. */
function historyOf(text: string): Catalog {
  const source = joinSchema([{ path: 'schema.prisma', text }]);
  const history = emptyCatalog('postgresql');
  return analyzeSchema({ ...given, source, history, previous: null, read: createSchemaReader() }, settings).after;
}
