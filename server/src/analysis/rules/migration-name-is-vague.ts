import { quoted } from '../wording/wording';
import type { MigrationRule } from './rule';

/** Words that say that something changed, and not what. A name is vague when it holds no other word. */
const vagueWords: ReadonlySet<string> = new Set(
  `a an and the of for in on to from my new more some other last final temp tmp test testing asdf foo bar wip todo stuff things misc
  change changes changed changing update updates updated updating fix fixes fixed fixing bugfix hotfix patch modify modified edit edits
  add added adding remove removed removing delete deleted drop dropped rename renamed create created alter altered set make
  adjust adjustments tweak tweaks improve improvements refactor cleanup minor small quick various general try again retry ok sync draft
  migration migrations migrate mig db database schema schemas sql prisma dev version
  table tables column columns field fields model models index indexes key keys enum enums type types relation relations constraint
  constraints default defaults`.split(/\s+/),
);

export const migrationNameIsVague: MigrationRule = {
  id: 'migration-name-is-vague',
  severity: 'information',
  scope: 'migration',
  summary: 'The name of a migration does not say what it changes.',
  help: 'While it is not applied anywhere, rename the folder after what it does: `add_user_status`, `drop_legacy_orders`.',
  speaks: 'sql',
  detect: ({ migration, statements }) => {
    if (migration.state !== 'pending' || statements.length === 0 || !isVague(migration.name)) return [];
    return [{ message: `The migration name ${quoted(description(migration.name))} does not say what changes.` }];
  },
};

function isVague(name: string): boolean {
  const words = wordsOf(description(name));
  return words.every((word) => vagueWords.has(word) || word.length < 2);
}

/** The folder name without Prisma's timestamp: `20250101000000_add_user` → `add_user`. */
function description(folder: string): string {
  return folder.replace(/^\d{4,14}(?:[_\s-]+|$)/, '') || folder;
}

/** Lower-case words; digits separate: `addUser2` → `add`, `user`. */
function wordsOf(text: string): readonly string[] {
  return (text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').match(/\p{L}+/gu) ?? []).map((word) => word.toLowerCase());
}
