import { relative, sep } from 'node:path';
import { listed } from '../../../analysis/wording/wording';
import type { Project } from '../../../project/project';
import { withoutByteOrderMark } from '../../../project/read-files';
import type { Environment } from '../../environments/environment';
import { timeOf } from '../../status/words';
import { quotedWord } from '../command-line';
import { committedText } from '../git-history';
import type { History } from '../history';
import type { Trouble } from '../recovery';
import { textDifference } from '../text-difference';
import { deployStep, editStep } from '../ways/steps';

/** Applied migrations whose file is another one today. */
export function editedMigrations(history: History, project: Project): Promise<readonly Trouble[]> {
  return Promise.all(withState(history, 'edited').map(({ name }) => editedMigration(name, history, project)));
}

async function editedMigration(name: string, { rowOf, local }: History, project: Project): Promise<Trouble> {
  const row = rowOf(name);
  const applied = row === null ? null : await committedText(project, name, row.checksum);
  const now = withoutByteOrderMark(local.find((migration) => migration.name === name)?.bytes.toString('utf8') ?? '');
  const when = row?.startedAt ? `It was applied ${timeOf(row.startedAt)} UTC.` : 'It was applied.';
  const before = applied === null ? null : withoutByteOrderMark(applied.text);
  const isComment = before !== null && withoutComments(before) === withoutComments(now);
  return {
    kind: 'edited',
    code: null,
    migration: name,
    title: `${name} has been edited since it was applied.`,
    facts: [
      when,
      applied === null
        ? 'Git has no version of the file whose checksum is the stored one, so what was applied is not known here.'
        : `What was applied stands in commit ${applied.commit}${onBranches(applied.branches)}.`,
      ...(isComment ? ['Only comments and spaces differ.'] : []),
      '"prisma migrate deploy" says nothing of it; "prisma migrate dev" asks to reset the development database.',
    ],
    detail:
      before === null ? null : { title: 'From what was applied to the file of today', language: 'diff', text: textDifference(before, now) },
    ways: [
      ...(applied === null
        ? []
        : [
            {
              title: 'Take the file back to what was applied',
              steps: [
                editStep(
                  `Bring back ${name}/migration.sql`,
                  'An applied migration is history: databases that are made from it must come out alike.',
                  'Overwrites the file with what was applied; the database is not touched.',
                  checkoutLine(applied.commit, name, project),
                ),
              ],
            },
          ]),
      {
        title: 'Keep what the edit wants',
        steps: [
          editStep(
            'Write it as a new migration',
            'The edited file never runs again where it is applied.',
            'Put the difference into a new migration, and take this file back.',
          ),
        ],
      },
    ],
  };
}

/** Comparing for people, not for Prisma: comments inside of literals count as comments. */
function withoutComments(text: string): string {
  return text
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Migrations that the database has and the project has not. */
export function missingMigrations(history: History, environment: Environment, project: Project): Promise<readonly Trouble[]> {
  const pending = withState(history, 'pending').map(({ name }) => name);
  return Promise.all(withState(history, 'missing').map(({ name }) => missingMigration(name, pending, history, environment, project)));
}

async function missingMigration(
  name: string,
  pending: readonly string[],
  { rowOf }: History,
  environment: Environment,
  project: Project,
): Promise<Trouble> {
  const row = rowOf(name);
  const exact = row === null ? null : await committedText(project, name, row.checksum);
  const found = exact ?? (await committedText(project, name, null));
  const when = row?.startedAt ? ` ${timeOf(row.startedAt)} UTC` : '';
  const where =
    found === null
      ? 'No branch that git knows here has it.'
      : `Commit ${found.commit} has it${onBranches(found.branches)}${exact === null ? ', in another version than the applied one' : ''}.`;
  const diverged =
    pending.length === 0 ? [] : [`The histories diverge: the project has ${listed(pending)}, which ${environment.name} does not have.`];
  return {
    kind: 'missing',
    code: null,
    migration: name,
    title: `${name} is applied on ${environment.name} and is not in the project.`,
    facts: [`It was applied${when}.`, where, ...diverged, '"prisma migrate status" calls such a database up to date.'],
    detail: null,
    ways: [
      ...(found === null
        ? []
        : [
            {
              title: 'Bring the migration into the project',
              steps: [
                editStep(
                  `Take ${name} from commit ${found.commit}`,
                  'The project then knows what the database has.',
                  'Writes the file; the database is not touched.',
                  checkoutLine(found.commit, name, project),
                ),
              ],
            },
          ]),
      {
        title: found === null ? 'Get it from whoever applied it' : 'Bring in the branch that it comes from',
        steps: [
          editStep(
            found === null ? 'Ask for the migration and add its folder' : `Merge ${found.branches[0] ?? 'its branch'}`,
            'The history of the project has to hold what is applied.',
            'Adds the folder as it was applied; its checksum tells whether it is the same.',
          ),
        ],
      },
    ],
  };
}

/** The finding `migration-out-of-order` stops a deploy, and this is about that very one. */
const asItIs = 'findings=it does not depend on the order';

/** Pending migrations that stand before an applied one. */
export function outOfOrder(history: History, environment: Environment): readonly Trouble[] {
  const newest = history.statuses.findLast(({ state }) => state === 'applied' || state === 'edited')?.name ?? null;
  if (newest === null) return [];
  return withState(history, 'pending')
    .filter(({ name }) => name < newest)
    .map(
      ({ name }): Trouble => ({
        kind: 'out-of-order',
        code: null,
        migration: name,
        title: `${name} is pending and stands before ${newest}, which is applied.`,
        facts: [
          `${environment.name} gets them in another order than a new database does.`,
          '"prisma migrate deploy" applies it all the same; "prisma migrate dev" asks to reset the development database.',
        ],
        detail: null,
        ways: [
          {
            title: 'Give it a new time, where no other environment has it',
            steps: [
              editStep(
                `Rename the folder ${name}`,
                'Then it stands behind what is applied.',
                'Only the name of the folder changes; where it is applied, it would count as missing.',
              ),
              deployStep(environment, 'Applies it behind the others.'),
            ],
          },
          {
            title: 'Apply it as it is, where it does not depend on the order',
            steps: [deployStep(environment, `Applies ${name}, in spite of what the gate findings says of its order.`, [asItIs])],
          },
        ],
      }),
    );
}

function withState({ statuses }: History, state: History['statuses'][number]['state']): History['statuses'] {
  return statuses.filter((migration) => migration.state === state);
}

function onBranches(branches: readonly string[]): string {
  return branches.length === 0 ? '' : ` (${listed(branches)})`;
}

function checkoutLine(commit: string, name: string, { root, migrationsDirectory }: Project): string {
  const folder = relative(root, `${migrationsDirectory ?? root}${sep}${name}`)
    .split(sep)
    .join('/');
  return `git checkout ${commit} -- ${quotedWord(folder)}`;
}
