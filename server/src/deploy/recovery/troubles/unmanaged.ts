import { counted, listed } from '../../../analysis/wording/wording';
import type { Project } from '../../../project/project';
import type { Environment } from '../../environments/environment';
import { type Baseline, baselineOf } from '../baseline';
import type { History } from '../history';
import type { Step, Trouble, Way } from '../recovery';
import { appliedStep, deployStep, editStep } from '../ways/steps';

/** A database with tables and without `_prisma_migrations`: Prisma refuses to begin there (P3005). */
export async function unmanaged(history: History, environment: Environment, project: Project): Promise<Trouble> {
  const baseline = await baselineOf(history, environment, project);
  const satisfied = baseline?.satisfied ?? [];
  return {
    kind: 'unmanaged',
    code: 'P3005',
    title: `${environment.name} has tables and no record of the migrations that made them.`,
    facts: baseline === null ? ['Which migrations it satisfies could not be found out.'] : baselineFacts(baseline, history),
    detail: null,
    satisfied,
    ways: [...waysOf(baseline, history, environment)],
  };
}

function baselineFacts({ tables, satisfied, others, missing }: Baseline, { local }: History): readonly string[] {
  const next = local[satisfied.length]?.name;
  return [
    `It holds ${counted(tables.length, 'table')}: ${listed(tables, 8)}.`,
    satisfied.length === 0
      ? 'It does not have all that the first migration makes.'
      : `It has all that the first ${counted(satisfied.length, 'migration')} of ${local.length} leave behind, up to ${satisfied.at(-1)}.`,
    ...(others.length === 0 || satisfied.length === 0 ? [] : [`No migration makes what else it holds: ${listed(others, 5)}.`]),
    ...(next === undefined || missing.length === 0 ? [] : [`For ${next} it lacks: ${listed(missing, 5)}.`]),
  ];
}

function waysOf(baseline: Baseline | null, { local }: History, environment: Environment): readonly Way[] {
  const { satisfied, others } = baseline ?? { satisfied: [], others: [] };
  const rest = local.length - satisfied.length;
  if (satisfied.length > 0) {
    return [
      {
        title: 'Take its content for the result of the migrations that it satisfies (baseline)',
        steps: [
          ...satisfied.map((name) => appliedStep(environment, name)),
          ...(others.length === 0 || rest === 0 ? [] : [adoptStep(environment)]),
          ...(rest === 0 ? [] : [deployStep(environment, `Applies the other ${counted(rest, 'migration')}.`)]),
        ],
      },
    ];
  }
  return [
    {
      title: 'Write a first migration for what it holds',
      steps: [
        editStep(
          'Describe the database in a first migration',
          'No migration of the project stands for what is there.',
          'Writes a migration that makes what the database holds; it is then marked as applied here.',
          'prisma migrate diff --from-empty --to-schema prisma/schema.prisma --script',
        ),
      ],
    },
    {
      title: 'Use another database',
      steps: [editStep('Correct the connection URL', 'It may be the wrong database.', 'Nothing is changed.')],
    },
  ];
}

function adoptStep({ name }: Environment): Step {
  return editStep(
    'Adopt what no migration makes, or leave it alone',
    'A deploy is stopped by what nobody has said anything about.',
    `"lockstep diff --env ${name}" lists it; "drift": { "ignore": […] } in lockstep.json leaves an object alone.`,
  );
}
