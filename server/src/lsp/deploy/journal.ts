import { basename, resolve } from 'node:path';
import { type JournalEntry, readJournal } from '../../deploy/journal/journal';
import { markdownTable } from '../../deploy/status/markdown';
import { timeOf } from '../../deploy/status/words';
import { isFile } from '../../project/read-files';
import type { JournalEnd, ShownEntry } from '../../protocol';
import { uriOf } from '../paths';
import type { Given } from './given';

/** What was done to environments from this machine, the newest first. */
export function journal({ project, environment }: Given): JournalEnd {
  const all = readJournal(project.root).toReversed();
  const entries = environment === null ? all : all.filter((entry) => entry.environment === environment.name);
  const whose = environment === null ? basename(project.root) : environment.name;
  if (entries.length === 0) return { state: 'done', words: `Nothing was deployed to ${whose} from here yet.`, document: null, entries: [] };
  const rows = entries.map(({ at, by, type, environment: name, outcome, summary, overrides }) => [
    `${timeOf(at)} UTC`,
    by,
    type,
    name,
    outcome,
    summary,
    overrides.map(({ gate, reason }) => `${gate}: ${reason}`).join('; '),
  ]);
  const table = markdownTable(['when', 'who', 'what', 'environment', 'outcome', '', 'overridden gates'], rows);
  return {
    state: 'done',
    words: `${entries.length} entries.`,
    document: { title: `Journal of ${whose}`, text: `# Journal of ${whose}\n\n${table}\n` },
    entries: entries.map((entry) => shownEntry(entry, project.root)),
  };
}

function shownEntry({ type, environment, outcome, at, by, report }: JournalEntry, root: string): ShownEntry {
  const path = report === null ? null : resolve(root, report);
  return {
    title: `${type} of ${environment}: ${outcome}`,
    words: [`${timeOf(at)} UTC`, by].filter((part) => part !== '').join(', '),
    report: path !== null && isFile(path) ? uriOf(path) : null,
  };
}
