import { describeReading } from './describe-reading';

describeReading('types', {
  "CREATE TYPE \"s\".\"Role\" AS ENUM ('a', 'it''s')": ['create-enum', "create-enum type=s.Role values=[a, it's]"],
  "ALTER TYPE \"Role\" ADD VALUE IF NOT EXISTS 'c' BEFORE 'a'": [
    'alter-enum',
    'add-enum-value type=Role value=c ifNotExists position={side=before neighbour=a}',
  ],
  "ALTER TYPE \"Role\" ADD VALUE 'd' AFTER 'c'": ['alter-enum', 'add-enum-value type=Role value=d position={side=after neighbour=c}'],
  'ALTER TYPE "Role" ADD VALUE \'e\'': ['alter-enum', 'add-enum-value type=Role value=e'],
  "ALTER TYPE \"Role\" RENAME VALUE 'a' TO 'b'": ['alter-enum', 'rename-enum-value type=Role value=a to=b'],
  "CREATE DOMAIN d AS varchar(5) NOT NULL DEFAULT 'x' CONSTRAINT c CHECK (value <> '') COLLATE \"C\"": [
    'create-domain',
    "create-domain type=d baseType=varchar(5) notNull default=''x'' checks=[{type=check name=c expression='value <> ''' enforced}]",
  ],
  'ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0) NOT VALID': [
    'alter-domain',
    "alter-domain type=d change={action=add-check constraint={type=check name=c expression='value > 0' notValid enforced}}",
  ],
  'ALTER DOMAIN d VALIDATE CONSTRAINT c': ['alter-domain', 'alter-domain type=d change={action=validate-constraint constraint=c}'],
  'ALTER DOMAIN d DROP CONSTRAINT IF EXISTS c': [
    'alter-domain',
    'alter-domain type=d change={action=drop-constraint constraint=c ifExists}',
  ],
  'ALTER DOMAIN d RENAME CONSTRAINT a TO b': ['rename', 'alter-domain type=d change={action=rename-constraint constraint=a to=b}'],
  'ALTER DOMAIN d SET NOT NULL': ['alter-domain', 'alter-domain type=d change={action=set-not-null}'],
  'ALTER DOMAIN d DROP NOT NULL': ['alter-domain', 'alter-domain type=d change={action=drop-not-null}'],
  'ALTER DOMAIN d SET DEFAULT 1': ['alter-domain', "alter-domain type=d change={action=set-default default='1'}"],
  'ALTER DOMAIN d DROP DEFAULT': ['alter-domain', 'alter-domain type=d change={action=drop-default}'],
  'ALTER DOMAIN d ADD NOT NULL': ['alter-domain', 'alter-domain type=d change={action=set-not-null}'],
  'CREATE TYPE c AS (a int, b s.t[])': [
    'composite-type',
    'create-type type=c form=composite attributes=[{name=a type=int4}, {name=b type=s.t[]}]',
  ],
  'CREATE TYPE r AS RANGE (subtype = int)': ['create-range', 'create-type type=r form=range'],
  'CREATE TYPE sh': ['define', 'create-type type=sh form=base'],
  'ALTER TYPE c ADD ATTRIBUTE x int CASCADE': ['alter-table', 'alter-composite-type type=c cascade'],
  'ALTER TYPE c RENAME ATTRIBUTE a TO b': ['rename', 'alter-composite-type type=c'],
  'DROP TYPE IF EXISTS "Role", s.t CASCADE': ['drop', 'drop-type type=Role ifExists cascade', 'drop-type type=s.t ifExists cascade'],
  'DROP DOMAIN d': ['drop', 'drop-type type=d isDomain'],
  'ALTER TYPE s.t RENAME TO u': ['rename', 'rename-type type=s.t to=u'],
  'ALTER TYPE t SET SCHEMA s': ['alter-object-schema', 'move-type type=t toSchema=s'],
  'ALTER TYPE t OWNER TO x': ['alter-owner', 'alter-other what=AlterOwnerStmt'],
});
