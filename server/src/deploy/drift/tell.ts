import { objectName, quoted } from '../../analysis/wording/wording';
import { type Against, againstWords, type Difference } from './difference';

type Subject = Pick<Difference, 'kind' | 'object' | 'part' | 'concerns'>;

export type Tell = ReturnType<typeof createTell>;

/** Makes differences with their sentences. */
export function createTell(against: Against) {
  const other = againstWords[against];
  return {
    onlyInDatabase: (subject: Subject, database: string): Difference => ({
      ...subject,
      change: 'only-in-database',
      renamedFrom: null,
      sentence: `${subjectWords(subject)} exists only in the database.`,
      database,
      expected: null,
    }),
    missing: (subject: Subject, expected: string): Difference => ({
      ...subject,
      change: 'missing',
      renamedFrom: null,
      sentence: `${subjectWords(subject)} is missing in the database.`,
      database: null,
      expected,
    }),
    /** `aspects` complete a sentence; each says what the database has and, after "and", what it should have: `is text …, and …`. */
    changed: (subject: Subject, database: string, expected: string, aspects: readonly Aspect[]): Difference => ({
      ...subject,
      change: 'changed',
      renamedFrom: null,
      sentence: `${subjectWords(subject)} ${aspects.map((aspect) => aspectWords(aspect, other)).join('; ')}.`,
      database,
      expected,
    }),
    /** It is the same but for its name, which should be another one. */
    renamed: (subject: Subject, words: string, expected: string): Difference => ({
      ...subject,
      change: 'changed',
      renamedFrom: expected,
      sentence: `${subjectWords(subject)} is called ${quoted(expected)} in ${other}.`,
      database: words,
      expected: words,
    }),
  };
}

/** One way in which two things differ: `verb` with either value, such as `is` `text` and `varchar`, or a phrase of its own. */
export type Aspect = { readonly verb: string; readonly database: string; readonly expected: string } | { readonly phrase: string };

function aspectWords(aspect: Aspect, other: string): string {
  return 'phrase' in aspect ? aspect.phrase : `${aspect.verb} ${aspect.database} in the database, ${aspect.expected} in ${other}`;
}

/** `Column "status" of "User"`. */
export function subjectWords({ kind, object, part }: Pick<Difference, 'kind' | 'object' | 'part'>): string {
  const word = `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`;
  if (kind === 'row security') return `${word} of ${objectName(object)}`;
  if (kind === 'schema' || kind === 'extension') return `${word} ${quoted(object)}`;
  return part === null ? `${word} ${objectName(object)}` : `${word} ${quoted(part)} of ${objectName(object)}`;
}
