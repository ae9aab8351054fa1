import { counted } from '../../../analysis/wording/wording';
import { lockstepLine } from '../command-line';
import type { Examined } from '../examined';
import type { Ran } from '../facts/ran';
import { offendingWords } from '../offending/question';
import type { OffendingRows, Step, Way } from '../recovery';
import { appliedStep, deployStep, editStep, type Place, queryStep, rolledBackStep, waitStep } from './steps';

/** What is known of a failed migration when its ways out are looked for. */
export interface FailedFacts {
  readonly place: Place;
  readonly migration: string;
  readonly code: string | null;
  readonly hasError: boolean;
  readonly examined: Examined;
  readonly ran: Ran;
  readonly offending: readonly OffendingRows[];
  /** The refused statement, where it is known. */
  readonly statement: number | null;
}

/** Ways out of a failed migration, the best first. */
export function failedWays(facts: FailedFacts): readonly Way[] {
  const { ran, examined } = facts;
  const end = examined.file.statements.length;
  if (ran.count === null) return [byHand(facts)];
  const { atLeast, atMost } = ran.count;
  if (atLeast === end) return allThere(facts);
  if (atMost === 0) return [startAgain(facts, [])];
  return halfWay(facts, atLeast, atMost);
}

/** Everything has taken effect: only the record is missing. */
function allThere({ place, migration }: FailedFacts): readonly Way[] {
  const applied = appliedStep(place, migration);
  return [
    { title: 'Keep what it did', steps: [applied, deployStep(place, 'Applies the migrations behind it.')] },
    {
      title: 'Take it back instead',
      steps: [
        applied,
        {
          kind: 'revert',
          title: 'Write the migration that undoes it',
          why: 'What is applied stays as it is; a new migration takes it back.',
          command: lockstepLine('revert', migration),
          sql: null,
          preview: 'Writes a new migration and says what it cannot bring back.',
        },
        deployStep(place, 'Applies the migration that undoes it.'),
      ],
    },
  ];
}

/** `undo`: what takes the rest of the failed attempt back. */
function startAgain(facts: FailedFacts, undo: readonly Step[], title = 'Apply it again'): Way {
  const { place, migration } = facts;
  const again = deployStep(place, `Applies ${migration} again, and what comes behind it.`);
  return { title, steps: [...remedies(facts), ...undo, ...dropLeftovers(facts), rolledBackStep(place, migration), again] };
}

function halfWay(facts: FailedFacts, atLeast: number, atMost: number): readonly Way[] {
  const { examined, ran } = facts;
  const isOpen = atLeast < atMost;
  const look = isOpen ? [lookStep(facts, atLeast, atMost)] : [];
  if (atLeast === 0) {
    // Only what changes rows may have run.
    return [startAgain(facts, look, 'Apply it again, where its row changes are not there')];
  }
  const undo = examined.undo(atLeast);
  const finish: Way = { title: 'Carry out the rest by hand', steps: [...look, ...finishSteps(facts, atMost)] };
  if (!undo.ok) return [{ ...finish, title: `${finish.title}: what it did cannot be taken back by SQL, because ${undo.reason}` }];
  const count = counted(atLeast, 'statement');
  const takeBack = queryStep(
    `Take back what its first ${count} did`,
    'They have taken effect and would fail if the file ran again.',
    undo.sql,
    undo.losses.length === 0 ? 'Leads back to the database as it was before the migration.' : undo.losses.join(' '),
  );
  const back = startAgain(facts, [...look, takeBack], 'Take back what it did, and apply it again');
  const losesRows = ran.changes
    .slice(0, atLeast)
    .flat()
    .some(({ key, after }) => after === null && /^(table|column) /.test(key));
  const changedRows = examined.file.statements.slice(0, atLeast).some(({ changesRows }) => changesRows);
  return losesRows || changedRows ? [finish, back] : [back, finish];
}

function lookStep({ examined }: FailedFacts, atLeast: number, atMost: number): Step {
  const sql = examined.file.statements
    .slice(atLeast, atMost)
    .map((one) => `-- statement ${one.index + 1}: has this taken effect?\n-- ${one.sql.replace(/\n/g, '\n-- ')}`);
  return queryStep(
    'Look whether these statements have changed rows',
    'A catalog does not show what they do, so nobody but you can tell.',
    `${sql.join('\n')}\n`,
    'Changes nothing: a comment for each statement, to be compared with the rows.',
  );
}

function finishSteps(facts: FailedFacts, from: number): readonly Step[] {
  const { place, migration, examined } = facts;
  const left = examined.file.statements.slice(from);
  const rest = left.map(({ sql }) => `${sql};\n`);
  const reason = left.some(({ changesRows, isBlind }) => changesRows || isBlind) ? 'the rest of the file was carried out by hand' : null;
  return [
    ...remedies(facts),
    ...dropLeftovers(facts),
    queryStep(
      `Run the other ${counted(rest.length, 'statement')} of the file`,
      'Then everything is there that the migration does.',
      rest.join(''),
      `Runs the statements from ${from} on, one by one, as the file has them.`,
    ),
    appliedStep(place, migration, reason),
    deployStep(place, 'Applies the migrations behind it.'),
  ];
}

/** What keeps the refused statement from failing again. */
function remedies({ place, offending, code, statement, examined, hasError, migration }: FailedFacts): readonly Step[] {
  if (offending.length > 0) {
    return offending.map((rows) =>
      queryStep(
        `Correct the rows: ${offendingWords(rows)}`,
        'The statement is refused as long as they are there.',
        `${rows.query}\n`,
        'Shows the rows and changes nothing; what they should hold is your decision.',
      ),
    );
  }
  if (code !== null && lockCodes.has(code)) {
    const look = lockstepLine('deploy', '--env', place.name, '--dry-run');
    const why = 'It waited for somebody else, who may still be there: "long-transactions" among the gates names them.';
    return [{ ...waitStep('Look who holds the tables that it changes', why, null), preview: `"${look}" asks and changes nothing.` }];
  }
  if (!hasError || isPassing(code)) return [];
  const which = statement === null ? 'the refused statement' : `statement ${statement + 1}`;
  const isSafe = examined.file.statements.length > 0;
  if (!isSafe) return [];
  return [
    editStep(
      `Look why ${which} was refused`,
      'The same error comes again as long as its reason is there.',
      `Correct the database, or ${which} in ${migration}/migration.sql where no other environment has applied the migration.`,
    ),
  ];
}

/** Errors that go away by themselves: a time limit, a conflict, a lost connection, a stopped server. */
function isPassing(code: string | null): boolean {
  return code !== null && (['57014', '40001'].includes(code) || /^(08|57P)/.test(code));
}

/** A lock that was not given in time, or a deadlock. */
const lockCodes: ReadonlySet<string> = new Set(['55P03', '40P01', '1205', '1213']);

function dropLeftovers({ ran, examined }: FailedFacts): readonly Step[] {
  if (ran.leftovers.length === 0) return [];
  return [
    queryStep(
      'Drop the index that was not finished',
      'A concurrent build that fails leaves an index that serves no query and has the name.',
      `${ran.leftovers.map(examined.dropLeftover).join('\n')}\n`,
      'Drops an index that is not valid; no query uses it.',
    ),
  ];
}

/** The database fits no place of the file: something else has changed it too. */
function byHand(facts: FailedFacts): Way {
  const { place, migration, ran } = facts;
  const lines = ran.strange.map(({ key, held }) => `-- ${key}: ${held ?? 'not there'}`);
  return {
    title: 'Settle by hand what is there',
    steps: [
      ...remedies(facts),
      queryStep(
        'Compare the database with the file',
        'Something else than this file has changed it, so nothing is written that would take it back.',
        `${lines.join('\n')}\n`,
        'Changes nothing: names what the database holds in another form.',
      ),
      ...dropLeftovers(facts),
      rolledBackStep(place, migration),
      deployStep(place, `Applies ${migration} again, and what comes behind it.`),
    ],
  };
}
