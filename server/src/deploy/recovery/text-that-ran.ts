import { matchesChecksum } from '../../project/checksum';
import type { Project } from '../../project/project';
import { withoutByteOrderMark } from '../../project/read-files';
import type { MigrationRow } from '../status/database-history';
import { committedText } from './git-history';
import type { History } from './history';

/** The text that was sent: that of the project where its checksum is the stored one, else what git has of it. */
export async function textThatRan(
  row: MigrationRow,
  { local }: History,
  project: Project,
): Promise<{ readonly text: string; readonly notes: readonly string[] } | null> {
  const file = local.find(({ name }) => name === row.name);
  if (file !== undefined && matchesChecksum(file.bytes, row.checksum)) return { text: textOf(file.bytes), notes: [] };
  const committed = await committedText(project, row.name, row.checksum);
  if (committed !== null) {
    const where = file === undefined ? 'is not in the project' : 'has been edited since it ran';
    return { text: withoutByteOrderMark(committed.text), notes: [`The file ${where}; what ran is taken from commit ${committed.commit}.`] };
  }
  if (file === undefined) return null;
  return {
    text: textOf(file.bytes),
    notes: ['The file has been edited since it ran, and git does not have what ran: the file of today is looked at.'],
  };
}

function textOf(bytes: Buffer): string {
  return withoutByteOrderMark(bytes.toString('utf8'));
}
