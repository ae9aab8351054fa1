import { describeReading } from './describe-reading';

describeReading('sequences, functions, triggers', {
  'CREATE SEQUENCE IF NOT EXISTS s.q OWNED BY s.t.c': [
    'create-seq',
    'create-sequence sequence=s.q ifNotExists ownedBy={table=s.t column=c}',
  ],
  'ALTER SEQUENCE IF EXISTS q RESTART WITH 5': ['alter-seq', 'alter-sequence sequence=q ifExists change=restart'],
  'ALTER SEQUENCE q OWNED BY t.c': ['alter-seq', 'alter-sequence sequence=q change=owned-by ownedBy={table=t column=c}'],
  'ALTER SEQUENCE q OWNED BY NONE': ['alter-seq', 'alter-sequence sequence=q change=owned-by'],
  'ALTER SEQUENCE q INCREMENT 2': ['alter-seq', 'alter-sequence sequence=q change=options'],
  'ALTER SEQUENCE q OWNER TO x': ['alter-table', 'alter-sequence sequence=q change=owner'],
  'ALTER SEQUENCE q RENAME TO r': ['rename', 'rename-sequence sequence=q to=r'],
  'DROP SEQUENCE IF EXISTS q CASCADE': ['drop', 'drop-sequence sequence=q ifExists cascade'],
  'CREATE OR REPLACE FUNCTION s.f(a int, OUT b text, VARIADIC c text[]) RETURNS trigger LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN DROP TABLE x; END $$':
    [
      'create-function',
      'create-function function=s.f orReplace argumentTypes=[int4, text[]] volatility=immutable language=plpgsql returns=trigger',
    ],
  "CREATE PROCEDURE p() LANGUAGE sql AS 'select 1'": [
    'create-function',
    'create-function function=p procedure volatility=volatile language=sql',
  ],
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END': [
    'create-function',
    'create-function function=f volatility=volatile language=sql returns=int4',
  ],
  'DROP FUNCTION IF EXISTS s.f(int, text), g CASCADE': [
    'drop',
    'drop-function function=s.f argumentTypes=[int4, text] ifExists cascade',
    'drop-function function=g ifExists cascade',
  ],
  'DROP PROCEDURE p': ['drop', 'drop-function function=p procedure'],
  'ALTER FUNCTION f(int) STABLE': ['alter-function', 'alter-function function=f volatility=stable'],
  'ALTER FUNCTION f(int) RENAME TO g': ['rename', 'alter-function function=f to=g'],
  'ALTER FUNCTION s.f SET SCHEMA t': ['alter-object-schema', 'alter-function function=s.f'],
  'CREATE CONSTRAINT TRIGGER tr AFTER INSERT ON s.t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION s.f()': [
    'create-trig',
    'create-trigger trigger=tr table=s.t constraint forEachRow timing=after function=s.f',
  ],
  "CREATE OR REPLACE TRIGGER tr BEFORE UPDATE OF a ON t EXECUTE PROCEDURE f('x')": [
    'create-trig',
    'create-trigger trigger=tr table=t orReplace columns=[a] timing=before function=f',
  ],
  'CREATE TRIGGER tr INSTEAD OF DELETE ON v FOR EACH ROW EXECUTE FUNCTION f()': [
    'create-trig',
    'create-trigger trigger=tr table=v forEachRow timing=instead-of function=f',
  ],
  'DROP TRIGGER IF EXISTS tr ON s.t CASCADE': ['drop', 'drop-trigger trigger=tr table=s.t ifExists cascade'],
  'ALTER TRIGGER tr ON t RENAME TO u': ['rename', 'rename-trigger trigger=tr table=t to=u'],
  'CREATE POLICY p ON s.t FOR SELECT USING (a = current_user) WITH CHECK (b IN (SELECT id FROM u))': [
    'create-policy',
    'create-policy policy=p table=s.t query=(read u, a, b, id, current_user())',
  ],
  'ALTER POLICY p ON t USING (true)': ['alter-policy', 'alter-policy policy=p table=t'],
  'ALTER POLICY p ON t RENAME TO q': ['rename', 'alter-policy policy=p table=t to=q'],
  'DROP POLICY IF EXISTS p ON t': ['drop', 'drop-policy policy=p table=t ifExists'],
  'CREATE OR REPLACE RULE r AS ON INSERT TO s.t DO INSTEAD (DELETE FROM a; DELETE FROM b)': [
    'rule',
    'create-rule rule=r table=s.t orReplace',
  ],
  'DROP RULE r ON t': ['drop', 'drop-rule rule=r table=t'],
});
