import { counted } from '../../analysis/wording/wording';
import { readFacts } from '../backup/database-facts';
import { heldMigrations, heldWords, holdTheSame } from '../backup/held-migrations';
import { failed, type Step } from '../backup/outcome';
import type { Connection } from '../environments/environment';
import { readHistory } from '../status/read-status';
import type { RestoreJob } from './job';
import type { RestorePreview } from './preview-restore';

/** Asks a restored database for what the backup holds: its tables and its migrations. The checks that it has passed. */
export async function checksOf(
  connection: Connection & { readonly ok: true },
  { project }: RestoreJob,
  preview: RestorePreview,
): Promise<Step<readonly string[]>> {
  const [facts, history] = await Promise.all([readFacts(connection), readHistory({ connection })]);
  if (!facts.ok) return failed('not-verified', `It was restored, and cannot be asked. ${facts.problem.message}`, facts.problem.help);
  if (!history.ok) return failed('not-verified', `It was restored, and cannot be asked. ${history.problem.message}`, history.problem.help);
  const { content, stamp } = preview.source;
  const help = 'Look into the database before it is used; the log of the server may say more.';
  if (facts.value.tables !== content.tables) {
    return failed('not-verified', `It has ${counted(facts.value.tables, 'table')}, and the backup ${content.tables}.`, help);
  }
  const held = await heldMigrations(history.value, project);
  if (stamp?.migrations != null && !holdTheSame(held, stamp.migrations)) {
    return failed('not-verified', `It has ${heldWords(held)}, and the backup ${heldWords(stamp.migrations)}.`, help);
  }
  return {
    type: 'done',
    value: [
      `it has ${counted(content.tables, 'table')}, as the backup`,
      `it has ${heldWords(held)}${stamp?.migrations == null ? '' : ', as the backup'}`,
    ],
  };
}
