import type { Catalog, ObjectId } from '../catalog/catalog';
import type { Server } from '../effects/effect';
import { createFollower, type Follower } from '../migration/follow';
import type { AnalysedStatement } from '../migration/migration';
import { readPostgres } from '../sql/postgres/read';
import type { Script } from '../sql/statement';
import { type DraftFile, stepsName } from './arrange';
import { restHeader, stepHeader } from './header';

/** A migration file that a plan writes, followed from the catalog that the files before it leave. */
export interface PlannedFile {
  /** Words for its folder's name; null for what is left of the migration itself. */
  readonly words: string | null;
  readonly text: string;
  readonly draft: DraftFile;
  readonly script: Script;
  readonly statements: readonly AnalysedStatement[];
  readonly after: Catalog;
  /** Whether somebody may use a table or view when the file is applied: it was there before all files, perhaps under another name. */
  readonly isUsed: (relation: ObjectId) => boolean;
}

interface Writing {
  readonly before: Catalog;
  readonly server: Server;
  /** Whether what is left of the migration gets a header too: not where it is a file that somebody has written. */
  readonly headRest: boolean;
  /** Follows what is left of it where it comes first: by somebody who has followed the migration as it was. */
  readonly followRest?: Follower['beside'];
}

/** The files of an arrangement, each with a header that says what it does: what its own statements were found to do. */
export function writeFiles(drafts: readonly DraftFile[], { before, server, headRest, followRest }: Writing): readonly PlannedFile[] {
  const follow = createFollower();
  const files: PlannedFile[] = [];
  let catalog = before;
  let carried = '';
  let created: ReadonlySet<ObjectId> = new Set();
  for (const draft of drafts) {
    // Comments alone are no migration: they go with the next file.
    if (draft.kind === 'rest' && draft.statements === 0) {
      carried += draft.text;
      continue;
    }
    const body = draft.kind === 'steps' ? bodyOf(draft) : draft.text;
    const read = readPostgres(body);
    const bare = (draft.kind === 'rest' && catalog === before ? (followRest ?? follow) : follow)(read, body, catalog, server);
    const [tables, others] = [catalog, created];
    const isUsed = (relation: ObjectId): boolean => isIn(relation, before) || (isIn(relation, tables) && !others.has(relation));
    const text = `${headerOf(draft, bare.statements, isUsed, headRest)}${draft.kind === 'later' ? '' : withLineEnd(carried)}${body}`;
    const script = text === body ? read : readPostgres(text);
    const followed = text === body ? bare : follow(script, text, catalog, server);
    const words = draft.kind === 'steps' ? stepsName(draft) : null;
    files.push({ words, text, draft, script, statements: followed.statements, after: followed.after, isUsed });
    created = new Set([...created, ...followed.statements.flatMap(({ effect }) => effect.creates)]);
    catalog = followed.after;
    if (draft.kind !== 'later') carried = '';
  }
  return files;
}

function isIn(relation: ObjectId, { tables, views }: Catalog): boolean {
  return tables.has(relation) || views.has(relation);
}

function headerOf(draft: DraftFile, statements: readonly AnalysedStatement[], isUsed: PlannedFile['isUsed'], headRest: boolean): string {
  if (draft.kind === 'steps') return stepHeader(draft, statements, isUsed);
  return draft.kind === 'rest' && headRest ? restHeader(statements, isUsed) : '';
}

function bodyOf({ steps }: Extract<DraftFile, { kind: 'steps' }>): string {
  return steps.map(({ step, comments }) => `${comments}${step.statements.map((sql) => `${sql};\n`).join('')}`).join('\n');
}

function withLineEnd(text: string): string {
  return text.trim() === '' ? '' : `${text.trim()}\n\n`;
}
