import { counted } from '../../analysis/wording/wording';
import type { LintResult } from '../lint-result';

/** What was looked at: `1 pending migration and 3 schema changes`. A schema without changes goes without saying. */
export function lookedAt({ files, all, migrationsAsked, schemaChanges }: LintResult): string {
  const kind = all ? 'migration' : 'pending migration';
  const migrations = files.filter(({ migration }) => migration !== null).length;
  const parts = [
    ...(migrationsAsked ? [counted(migrations, kind, `${kind}s`)] : []),
    ...(schemaChanges > 0 || !migrationsAsked ? [counted(schemaChanges, 'schema change', 'schema changes')] : []),
  ];
  return parts.join(' and ');
}

/** `0 statements not analysed`; places of a schema that are not clear yet are told where there are any. */
export function notAnalysed({ files }: LintResult): string {
  const sum = (ofSchema: boolean): number =>
    files.reduce((total, { migration, unanalysed }) => ((migration === null) === ofSchema ? total + unanalysed : total), 0);
  const places = sum(true);
  const inSchema = places === 0 ? '' : ` and ${counted(places, 'place', 'places')} in the schema`;
  return `${counted(sum(false), 'statement', 'statements')}${inSchema} not analysed`;
}
