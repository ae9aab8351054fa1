import { describeReading } from './describe-reading';

describeReading('constraints', {
  'ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY ("a") REFERENCES "S"."P"("id") ON DELETE RESTRICT ON UPDATE NO ACTION NOT VALID': [
    'alter-table',
    'add-foreign-key table=t constraint={type=foreign-key name=c columns=[a] references=S.P referencedColumns=[id] onDelete=restrict onUpdate=no-action notValid enforced}',
  ],
  'ALTER TABLE t ADD PRIMARY KEY (a, b), ADD CONSTRAINT c PRIMARY KEY USING INDEX i, ADD CONSTRAINT u UNIQUE USING INDEX j': [
    'alter-table',
    'add-primary-key table=t constraint={type=primary-key columns=[a, b]}',
    'add-primary-key table=t constraint={type=primary-key name=c usingIndex=i}',
    'add-unique table=t constraint={type=unique name=u usingIndex=j}',
  ],
  'ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID, ADD UNIQUE (a) DEFERRABLE, ADD EXCLUDE USING gist (a WITH &&)': [
    'alter-table',
    "add-check table=t constraint={type=check name=c expression='a IS NOT NULL' notValid enforced}",
    'add-unique table=t constraint={type=unique columns=[a]}',
    'add-exclusion table=t constraint={type=exclusion columns=[a] method=gist}',
  ],
  'ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID': [
    'alter-table',
    'add-not-null-constraint table=t constraint={type=not-null name=nn column=a notValid}',
  ],
  'ALTER TABLE t VALIDATE CONSTRAINT c, DROP CONSTRAINT IF EXISTS d CASCADE, DROP CONSTRAINT e': [
    'alter-table',
    'validate-constraint table=t constraint=c',
    'drop-constraint table=t constraint=d constraintIfExists cascade',
    'drop-constraint table=t constraint=e',
  ],
  'ALTER TABLE t RENAME CONSTRAINT "a" TO "b"': ['rename', 'rename-constraint table=t constraint=a to=b'],
  'ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE INITIALLY DEFERRED': ['alter-table', 'alter-constraint table=t constraint=c'],
  'ALTER TABLE t ALTER CONSTRAINT c NOT ENFORCED': ['alter-table', 'alter-constraint table=t constraint=c'],
});
