import type { Catalog } from '../catalog/catalog';
import type { Server } from '../effects/effect';
import { createFollower } from '../migration/follow';
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
}

interface Writing {
  readonly before: Catalog;
  readonly server: Server;
  /** Whether what is left of the migration gets a header too: not where it is a file that somebody has written. */
  readonly headRest: boolean;
}

/** The files of an arrangement, each with a header that says what it does: what its own statements were found to do. */
export function writeFiles(drafts: readonly DraftFile[], { before, server, headRest }: Writing): readonly PlannedFile[] {
  const follow = createFollower();
  const files: PlannedFile[] = [];
  let catalog = before;
  let carried = '';
  for (const draft of drafts) {
    // Comments alone are no migration: they go with the next file.
    if (draft.kind === 'rest' && draft.statements === 0) {
      carried += draft.text;
      continue;
    }
    const body = draft.kind === 'steps' ? bodyOf(draft) : draft.text;
    const { statements } = follow(readPostgres(body), body, catalog, server);
    const text = `${headerOf(draft, statements, before, headRest)}${draft.kind === 'later' ? '' : withLineEnd(carried)}${body}`;
    const script = readPostgres(text);
    const followed = follow(script, text, catalog, server);
    const words = draft.kind === 'steps' ? stepsName(draft) : null;
    files.push({ words, text, draft, script, statements: followed.statements, after: followed.after });
    catalog = followed.after;
    if (draft.kind !== 'later') carried = '';
  }
  return files;
}

function headerOf(draft: DraftFile, statements: readonly AnalysedStatement[], before: Catalog, headRest: boolean): string {
  if (draft.kind === 'steps') return stepHeader(draft, statements, before);
  return draft.kind === 'rest' && headRest ? restHeader(statements, before) : '';
}

function bodyOf({ steps }: Extract<DraftFile, { kind: 'steps' }>): string {
  return steps.map(({ step, comments }) => `${comments}${step.statements.map((sql) => `${sql};\n`).join('')}`).join('\n');
}

function withLineEnd(text: string): string {
  return text.trim() === '' ? '' : `${text.trim()}\n\n`;
}
