import assert from 'node:assert/strict';
import { readPostgres } from '../../../../server/src/analysis/sql/postgres/read';
import { outline } from './outline';

/** Each operation as `outline`, with the text at its span behind `@` where that is not the whole statement. */
function read(sql: string): readonly string[] {
  const { statements, errors } = readPostgres(sql);
  assert.deepEqual(errors, []);
  return statements.flatMap(({ operations, span }) =>
    operations.map((operation) => {
      const isWhole = operation.span.start === span.start && operation.span.end === span.end;
      return outline(operation) + (isWhole ? '' : ` @${sql.slice(operation.span.start, operation.span.end)}`);
    }),
  );
}

describe('reading DO blocks', () => {
  it('reads statements with their own spans, also behind wide characters', () => {
    assert.deepEqual(read('-- Größe 🐘\nDO $$ BEGIN DROP TABLE "ä🐘"; ALTER TABLE t DROP a, DROP b; END $$;'), [
      'drop-table table=ä🐘 together=[ä🐘] @DROP TABLE "ä🐘"',
      'drop-column table=t column=a @DROP a',
      'drop-column table=t column=b @DROP b',
    ]);
  });

  it('takes what stands in an IF as conditional, and the condition as a query that runs', () => {
    assert.deepEqual(
      read(`DO $$
        BEGIN
          IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'Role') THEN CREATE TYPE "Role" AS ENUM ('a');
          ELSIF a = 1 THEN DROP TYPE x;
          ELSE DROP TYPE y;
          END IF;
          DROP TYPE z;
        END $$`).map((line) => line.replace(/ @.*/s, '')),
      [
        'select-rows query=(read pg_type, typname)',
        'create-enum conditional type=Role values=[a]',
        'drop-type conditional type=x',
        'drop-type conditional type=y',
        'drop-type type=z',
      ],
    );
  });

  it('takes a block with an exception handler as conditional, the block around it not', () => {
    assert.deepEqual(
      read(
        `DO $$ BEGIN BEGIN DROP TYPE a; EXCEPTION WHEN undefined_object OR others THEN DROP TYPE b; WHEN x THEN NULL; END; DROP TYPE c; END $$`,
      ),
      ['drop-type conditional type=a @DROP TYPE a', 'drop-type conditional type=b @DROP TYPE b', 'drop-type type=c @DROP TYPE c'],
    );
  });

  it('takes what stands behind a possible RETURN as conditional', () => {
    assert.deepEqual(read('DO $$ BEGIN DROP TYPE a; IF x THEN RETURN; END IF; DROP TYPE b; END $$'), [
      'drop-type type=a @DROP TYPE a',
      'drop-type conditional type=b @DROP TYPE b',
    ]);
  });

  it('follows loops, CASE, labels, cursors and assignments', () => {
    assert.deepEqual(
      read(`DO $$
        <<outer>>
        DECLARE
          last int := (SELECT min(id) FROM a);
          c CURSOR FOR SELECT id FROM b;
          r record;
        BEGIN
          <<rows>>
          FOR r IN SELECT id FROM d LOOP UPDATE e SET x = r.id WHERE y = last; EXIT WHEN r.id > 5; END LOOP rows;
          FOR i IN 1 .. 10 LOOP CONTINUE; END LOOP;
          WHILE EXISTS (SELECT 1 FROM f) LOOP COMMIT; END LOOP;
          LOOP FETCH c INTO r; EXIT WHEN NOT FOUND; DELETE FROM g; END LOOP;
          CASE last WHEN 1 THEN DROP TYPE h; ELSE DROP TYPE i; END CASE;
          last := CASE WHEN last > 1 THEN (SELECT 2 FROM j) ELSE 3 END;
          r.id = 5;
          GET DIAGNOSTICS last = ROW_COUNT;
          SELECT max(id) INTO STRICT last FROM k;
          INSERT INTO l VALUES (last) RETURNING id INTO last;
          OPEN q FOR SELECT 1 FROM m;
        END $$`).map((line) => line.replace(/ @.*/s, '')),
      [
        'select-rows query=(read a, id, min())',
        'select-rows conditional query=(read b, id)',
        'select-rows query=(read d, id)',
        "update-rows conditional table=e columns=[x] values=['r.id'] where='y = last' query=(write e, y)",
        'select-rows query=(read f)',
        'transaction-control conditional action=commit',
        'delete-rows conditional table=g query=(write g)',
        'drop-type conditional type=h',
        'drop-type conditional type=i',
        'select-rows query=(read j)',
        'select-rows query=(read k, id, max())',
        'insert-rows table=l source={type=values rows=1} query=(write l, id)',
        'select-rows query=(read m)',
      ],
    );
  });

  it('keeps the condition of a block around a block', () => {
    assert.deepEqual(read('DO $$ BEGIN IF x THEN EXECUTE $x$ DO $y$ BEGIN DROP TYPE a; END $y$ $x$; END IF; END $$'), [
      'drop-type conditional type=a @EXECUTE $x$ DO $y$ BEGIN DROP TYPE a; END $y$ $x$',
    ]);
  });

  it('reads PERFORM as the SELECT that it is', () => {
    assert.deepEqual(read("DO $$ BEGIN PERFORM setval('q', max(id)) FROM t; END $$"), [
      "select-rows query=(read t, id, setval(), max()) @PERFORM setval('q', max(id)) FROM t",
    ]);
  });

  it('reads EXECUTE of a constant, with the span of the EXECUTE', () => {
    assert.deepEqual(read(`DO $$ BEGIN EXECUTE 'CREATE TYPE "T" AS ENUM (''a'')'; EXECUTE $x$DROP TABLE u$x$ USING 1; END $$`), [
      `create-enum type=T values=[a] @EXECUTE 'CREATE TYPE "T" AS ENUM (''a'')'`,
      'drop-table table=u together=[u] @EXECUTE $x$DROP TABLE u$x$ USING 1',
    ]);
  });

  it('says that other EXECUTEs are dynamic', () => {
    assert.deepEqual(
      read(`DO $$ BEGIN EXECUTE format('DROP TABLE %I', x); EXECUTE 'DROP TABLE ' || x; FOR r IN EXECUTE q LOOP NULL; END LOOP; END $$`),
      [
        "unknown reason=dynamic SQL in a DO block @EXECUTE format('DROP TABLE %I', x)",
        "unknown reason=dynamic SQL in a DO block @EXECUTE 'DROP TABLE ' || x",
        'unknown reason=dynamic SQL in a DO block @EXECUTE q',
      ],
    );
  });

  it('takes a block that touches nothing for a session statement', () => {
    assert.deepEqual(read("DO $$ DECLARE x int := 1; BEGIN RAISE NOTICE 'a; %', x; x := x + 1; ASSERT x = 2; NULL; END $$"), [
      'session-other what=DoStmt',
    ]);
  });

  it('reads a body in quotes, exactly where it has no escapes', () => {
    assert.deepEqual(read("DO 'BEGIN DROP TYPE a; END'"), ['drop-type type=a @DROP TYPE a']);
    assert.deepEqual(read("DO LANGUAGE plpgsql 'BEGIN UPDATE t SET a = ''x''; END'"), [
      "update-rows table=t columns=[a] values=[''x''] query=(write t)",
    ]);
  });

  it('says what it cannot follow', () => {
    assert.deepEqual(read("DO LANGUAGE plperl 'x'"), ['unknown reason=a DO block in plperl']);
    assert.deepEqual(read('DO $$ hello $$'), ['unknown reason=PL/pgSQL that could not be followed @hello']);
    assert.deepEqual(read('DO $$ BEGIN DROP TYPE a; ALTER nonsense; END $$'), [
      'drop-type type=a @DROP TYPE a',
      'unknown reason=a statement in a DO block that the grammar refuses @ALTER nonsense',
    ]);
    assert.deepEqual(read('DO $$ BEGIN IF x THEN DROP TYPE a; END $$').at(-1), 'drop-type conditional type=a @DROP TYPE a');
  });
});
