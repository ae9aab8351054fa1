import { assertNever } from '../assert-never';
import type { Subject } from '../catalog/subject';
import type { Names } from '../wording/names';
import { counted, listed } from '../wording/wording';
import type { SchemaRule } from './rule';

export const schemaNotMigrated: SchemaRule = {
  id: 'schema-not-migrated',
  severity: 'information',
  scope: 'schema',
  summary: 'The schema asks for something that no migration does yet.',
  help: 'When the change is complete, `lockstep create --name …` writes it in safe steps, `prisma migrate dev` as one migration.',
  speaks: 'schema',
  detect: ({ changed, hasMigrations }, { names }) => {
    if (!hasMigrations || changed.length === 0) return [];
    const verb = changed.length === 1 ? 'is' : 'are';
    const what = listed([...new Set(changed.map((subject) => nameOf(subject, names)))]);
    return [{ message: `${counted(changed.length, 'change')} ${verb} in no migration yet: ${what}.` }];
  },
};

function nameOf(subject: Subject, names: Names): string {
  switch (subject.type) {
    case 'schema':
    case 'extension':
      return names.name(subject.name);
    case 'enum':
      return names.type(subject.id);
    case 'enum-value':
      return names.value(subject.id, subject.value);
    case 'table':
      return names.relation(subject.id);
    case 'column':
      return names.column(subject.table, subject.column);
    // Their own names are long, and say little that their table does not.
    case 'constraint':
    case 'index':
      return names.relation(subject.table);
    default:
      return assertNever(subject);
  }
}
