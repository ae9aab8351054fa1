import type { DiagnosticRelatedInformation } from 'vscode-languageserver';
import type { Subject } from '../analysis/catalog/subject';
import type { Finding } from '../analysis/finding';
import { type Definition, findDefinitions } from '../project/definition';
import type { Snapshot } from '../project/snapshot';
import { uriOf } from './paths';
import { positionsOf } from './positions';

/** Where migrations have defined what findings are about. Kept until a migration changes: an edit of the schema costs nothing. */
export interface RelatedPlaces {
  /** What is known already; null where nothing is. */
  readonly of: (snapshot: Snapshot, finding: Finding) => DiagnosticRelatedInformation | null;
  /** Looks up what is not known yet, which may take as long as reading many migrations. */
  readonly find: (snapshot: Snapshot, findings: readonly Finding[]) => Promise<void>;
}

export function createRelatedPlaces(): RelatedPlaces {
  let migrations: Snapshot['migrations'] = [];
  let known = new Map<string, DiagnosticRelatedInformation | null>();

  function knownFor(snapshot: Snapshot): Map<string, DiagnosticRelatedInformation | null> {
    if (snapshot.migrations !== migrations) {
      migrations = snapshot.migrations;
      known = new Map();
    }
    return known;
  }

  return {
    of: (snapshot, finding) => {
      const subject = subjectOf(finding);
      return subject === null ? null : (knownFor(snapshot).get(keyOf(subject)) ?? null);
    },
    find: async (snapshot, findings) => {
      const places = knownFor(snapshot);
      const missing = new Map<string, Subject>();
      for (const subject of findings.flatMap((finding) => subjectOf(finding) ?? [])) {
        if (!places.has(keyOf(subject))) missing.set(keyOf(subject), subject);
      }
      if (missing.size === 0) return;
      const definitions = await findDefinitions(snapshot, [...missing.values()]);
      for (const [key, subject] of missing) places.set(key, informationOf(definitions.get(subject)));
    },
  };
}

function informationOf(definition: Definition | undefined): DiagnosticRelatedInformation | null {
  if (definition === undefined) return null;
  const { file, span } = definition;
  return { location: { uri: uriOf(file.path), range: positionsOf(file.text).range(span) }, message: `Defined by ${file.name}.` };
}

function subjectOf({ relation, column }: Finding): Subject | null {
  if (relation === null) return null;
  return column === null ? { type: 'table', id: relation } : { type: 'column', table: relation, column };
}

function keyOf(subject: Subject): string {
  return JSON.stringify(subject);
}
