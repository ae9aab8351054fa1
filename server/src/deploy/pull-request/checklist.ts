import type { ObjectId } from '../../analysis/catalog/catalog';
import { rowWords, sizeWords } from '../../analysis/statistics/size-words';
import { columnName, counted, listed, objectName } from '../../analysis/wording/wording';
import type { Project } from '../../project/project';
import type { EnvironmentSettings } from '../../project/settings';
import type { PlacedFinding, StatementPreview, TouchedTable } from '../preview/migration-preview';
import type { BackfillCost } from './backfill-costs';
import type { ReportedMigration } from './pull-request';

/** What people do before and after the deploy, in this order: only what these migrations and these environments ask for. */
export interface Checklist {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface Facts {
  readonly project: Project;
  readonly migrations: readonly ReportedMigration[];
  readonly backfills: readonly BackfillCost[];
}

export function checklistOf(facts: Facts): Checklist {
  if (facts.migrations.length === 0) return { before: [], after: [] };
  return { before: before(facts), after: after(facts) };
}

function before({ project, migrations, backfills }: Facts): readonly string[] {
  const { environments } = project.settings;
  const findings = migrations.flatMap(({ preview }) => preview.findings);
  const statements = migrations.flatMap(({ preview }) => preview.statements);
  return [
    'A second person has read the SQL.',
    ...openFindings(findings),
    ...releaseOrder(findings),
    ...rollbackItems(migrations),
    ...rehearsals(statements, environments),
    ...promotions(environments),
    ...backups(environments),
    ...quietHour(statements),
    ...backfills.flatMap((cost) => (cost.by.type === 'rollout' ? [backfillItem(cost, cost.by)] : [])),
  ];
}

function after({ project, migrations }: Facts): readonly string[] {
  const { environments } = project.settings;
  const statements = migrations.flatMap(({ preview }) => preview.statements);
  const blocks = statements.some(({ effect, tables }) => effect.grows && tables.some((table) => table.blocks !== null));
  return [
    environments.length === 0
      ? '`lockstep status` says that each environment is up to date.'
      : `${listed(environments.map(({ name }) => `\`lockstep status --env ${name}\``))} ${environments.length === 1 ? 'says' : 'say'} up to date.`,
    ...(statements.some(({ sql }) => /\bconcurrently\b/i.test(sql))
      ? ['No index is left invalid (the report of the deploy says so).']
      : []),
    ...environments.flatMap(({ name, smokeTest }) => (smokeTest === null ? [] : [`The smoke test of ${name} passes: \`${smokeTest}\`.`])),
    ...(blocks ? ['Errors and lock waits stay as they were for half an hour.'] : []),
  ];
}

function openFindings(findings: readonly PlacedFinding[]): readonly string[] {
  const count = (severity: string): number => findings.filter(({ finding }) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return [
    ...(errors === 0 ? [] : [`${counted(errors, 'error')} resolved, or suppressed with a reason.`]),
    ...(warnings === 0 ? [] : [`${counted(warnings, 'warning')} weighed: a safe plan, or a reason why not.`]),
  ];
}

/** What the application that is running must have learned first, and what breaks it whatever the order. */
const orders: ReadonlyMap<string, (name: string) => string> = new Map([
  ...['column-dropped', 'table-dropped', 'implicit-relation-table-dropped'].map(
    (rule) => [rule, (name: string) => `The release that no longer uses ${name} runs everywhere.`] as const,
  ),
  ...['column-made-required', 'required-column-without-default', 'default-dropped-in-use'].map(
    (rule) => [rule, (name: string) => `The release that always writes ${name} runs everywhere.`] as const,
  ),
  ...['column-renamed', 'table-renamed', 'possible-rename'].map(
    (rule) => [rule, (name: string) => `Somebody has decided what the running release does when ${name} changes its name.`] as const,
  ),
]);

function releaseOrder(findings: readonly PlacedFinding[]): readonly string[] {
  const items = findings.flatMap(({ finding: { rule, relation, column } }) => {
    const item = orders.get(rule);
    return item === undefined || relation === null ? [] : [item(nameOf(relation, column))];
  });
  return [...new Set(items)];
}

function nameOf(relation: ObjectId, column: string | null): string {
  return column === null ? objectName(relation) : columnName(relation, column);
}

function rollbackItems(migrations: readonly ReportedMigration[]): readonly string[] {
  const lossy = migrations.filter(({ rollback }) => !rollback.isPossible || rollback.losses.length > 0);
  if (lossy.length === 0) return [];
  const names = listed(lossy.map(({ preview }) => preview.file.name));
  return [`Going back is agreed: reverting ${names} does not bring everything back, a backup does.`];
}

/** Migrations whose duration nobody knows. */
function rehearsals(statements: readonly StatementPreview[], environments: readonly EnvironmentSettings[]): readonly string[] {
  const isUnknown = statements.some(({ effect, tables, milliseconds }) => effect.grows && tables.length > 0 && milliseconds === null);
  if (!isUnknown) return [];
  const target = environments.find(({ kind }) => kind === 'production') ?? environments.at(-1);
  return [`Rehearsed on a copy: \`lockstep rehearse${target === undefined ? '' : ` --env ${target.name}`}\`.`];
}

function promotions(environments: readonly EnvironmentSettings[]): readonly string[] {
  return environments.flatMap(({ name, after: earlier }) =>
    earlier.length === 0 ? [] : [`Deployed to ${listed(earlier)}, and looked at there, before ${name}.`],
  );
}

function backups(environments: readonly EnvironmentSettings[]): readonly string[] {
  return environments.flatMap(({ name, kind, backup }) => {
    if (kind !== 'production' && backup === null) return [];
    const age = backup?.maxAgeHours ?? null;
    return [
      `A verified backup of ${name}${age === null ? '' : `, at most ${counted(age, 'hour')} old`}: \`lockstep backup --env ${name}\`.`,
    ];
  });
}

/** The table that is blocked longest for as long as its rows take. What is refused at the first row takes no time. */
function quietHour(statements: readonly StatementPreview[]): readonly string[] {
  const [worst] = statements
    .filter(({ effect }) => effect.grows && effect.failures.every(({ when }) => when === 'rows'))
    .flatMap(({ tables }) => tables.filter(({ blocks, isRewritten, isScanned }) => blocks !== null && (isRewritten || isScanned)))
    .toSorted((a, b) => (b.size?.rows ?? 0) - (a.size?.rows ?? 0) || hardship(b) - hardship(a));
  if (worst === undefined) return [];
  return [`A quiet hour is chosen, and people know: ${worst.blocks} of ${objectName(worst.relation)}${sizeOf(worst)} wait meanwhile.`];
}

function hardship({ blocks, isRewritten }: TouchedTable): number {
  return (isRewritten ? 2 : 0) + (blocks === 'reads and writes' ? 1 : 0);
}

function sizeOf({ size }: TouchedTable): string {
  const words = size === null ? null : sizeWords(size);
  return words === null ? '' : ` (${words})`;
}

function backfillItem(
  { table, rows }: BackfillCost,
  { command, batches }: { readonly command: string; readonly batches: number | null },
): string {
  const size =
    rows === null ? '' : ` (${rowWords(rows)}${batches === null ? '' : `, about ${counted(batches, 'batch', 'batches')} to begin with`})`;
  return `The backfill of ${objectName(table)}${size} has finished in each environment before the next stage: \`${command}\`.`;
}
