import { objectName, quoted } from '../../analysis/wording/wording';
import { type Against, againstWords, type Difference } from './difference';

type Subject = Pick<Difference, 'kind' | 'object' | 'part' | 'concerns'>;

export type Tell = ReturnType<typeof createTell>;

/** Makes differences with their sentences. Names leave out `own`, the schema of the connection. */
export function createTell(against: Against, own = 'public') {
  const other = againstWords[against];
  const words = (subject: Subject): string => subjectWords(subject, own);
  return {
    onlyInDatabase: (subject: Subject, database: string): Difference => ({
      ...subject,
      change: 'only-in-database',
      renamedFrom: null,
      sentence: `${words(subject)} exists only in the database.`,
      database,
      expected: null,
    }),
    missing: (subject: Subject, expected: string): Difference => ({
      ...subject,
      change: 'missing',
      renamedFrom: null,
      sentence: `${words(subject)} is missing in the database.`,
      database: null,
      expected,
    }),
    /** `aspects` complete a sentence; each says what the database has and, after "and", what it should have: `is text …, and …`. */
    changed: (subject: Subject, database: string, expected: string, aspects: readonly Aspect[]): Difference => ({
      ...subject,
      change: 'changed',
      renamedFrom: null,
      sentence: `${words(subject)} ${aspects.map((aspect) => aspectWords(aspect, other)).join('; ')}.`,
      database,
      expected,
    }),
    /** It is the same but for its name, which should be another one. */
    renamed: (subject: Subject, described: string, expected: string): Difference => ({
      ...subject,
      change: 'changed',
      renamedFrom: expected,
      sentence: `${words(subject)} is called ${quoted(expected)} in ${other}.`,
      database: described,
      expected: described,
    }),
  };
}

/** One way in which two things differ: `verb` with either value, such as `is` `text` and `varchar`, or a phrase of its own. */
export type Aspect = { readonly verb: string; readonly database: string; readonly expected: string } | { readonly phrase: string };

function aspectWords(aspect: Aspect, other: string): string {
  return 'phrase' in aspect ? aspect.phrase : `${aspect.verb} ${aspect.database} in the database, ${aspect.expected} in ${other}`;
}

/** `Column "status" of "User"`. */
function subjectWords({ kind, object, part }: Subject, own: string): string {
  const word = `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`;
  const name = object.startsWith(`${own}.`) ? quoted(object.slice(own.length + 1)) : objectName(object);
  if (kind === 'row security') return `${word} of ${name}`;
  if (kind === 'schema' || kind === 'extension') return `${word} ${quoted(object)}`;
  return part === null ? `${word} ${name}` : `${word} ${quoted(part)} of ${name}`;
}
