import type { Command } from 'vscode-languageserver';
import type { ObjectId } from '../../analysis/catalog/catalog';
import type { Finding } from '../../analysis/finding';
import { formattedAtOnce } from '../../analysis/plans/rollout/block-format';
import type { PlannedRollout } from '../../analysis/plans/rollout/plan-rollout';
import { rowsOf, type Sizes } from '../../analysis/statistics/statistics';
import type { ChangedText, ProjectEdit } from '../../project/rollouts/project-edit';
import { rolloutOfMigration, rolloutOfSchema, type Said } from '../../project/rollouts/rollout-of-finding';
import { projectEditOf } from '../../project/rollouts/rollout-write';
import { type Beginning, begunRollout } from '../../project/rollouts/start';
import { settingsOf } from '../../project/run';
import type { GivenValue, OfferedEdit } from '../../protocol';
import type { Remedy } from '../code-actions';
import type { MigrationView } from '../migration-view';
import { offeredEdit } from '../offered-edit';
import type { OpenDocuments } from '../open-documents';
import { pathOf } from '../paths';
import type { SchemaView } from '../schema/schema-view';
import { recordValues, type ValueRecorder } from '../values/asked-values';
import { askForValue } from '../values/value-actions';
import { changedDocuments, createdFiles } from './opened';

/** What the documents of the editor add to an analysis: their versions. */
type Documents = Pick<OpenDocuments, 'at'>;

/** The rollout for a finding of the schema: its folder, the migrations of its first stage, and the edit of the schema, as one edit. */
export function schemaRollouts(view: SchemaView, finding: Finding, documents: Documents): readonly Remedy[] {
  const { snapshot, schema, sizes, uri } = view;
  const planned = known(finding, ({ valueFor }) => rolloutOfSchema(snapshot, schema, finding, saidBy(sizes, valueFor)));
  return remediesOf(planned, uri, documents, { snapshot, from: null });
}

/** The same for a finding of a migration, which the statement goes out of. */
export function migrationRollouts(view: MigrationView, finding: Finding, documents: Documents): readonly Remedy[] {
  const { text, analysis, place, sizes, uri, whole } = view;
  const { snapshot, schema } = whole;
  if (!schema.ok) return [];
  const open = { text, analysis, later: place.later };
  const planned = known(finding, ({ valueFor }) => rolloutOfMigration(snapshot, schema, open, finding, saidBy(sizes, valueFor)));
  const rest = planned?.ok === true ? planned.rest : null;
  return remediesOf(planned, uri, documents, { snapshot, from: { name: analysis.facts.name, rest } });
}

/** Whether a table is so large that a rollout comes before what is done in one release. */
export function isLarge(sizes: Sizes | null, relation: ObjectId | null): boolean {
  const rows = relation === null ? null : rowsOf(sizes, relation);
  return sizes !== null && rows !== null && rows >= sizes.smallTable;
}

function saidBy(sizes: Sizes | null, valueFor: Said['valueFor']): Said {
  return { valueFor, rowsOf: (table) => rowsOf(sizes, table) };
}

export function askForSchemaRolloutValue({ uri, schema, snapshot }: SchemaView, finding: Finding): readonly Command[] {
  const { server } = settingsOf(snapshot.project, new Set());
  return askForValue(uri, 'rollout', finding, plannedFor.get(finding)?.recorder, schema.analysis.wanted.catalog, server);
}

export function askForMigrationRolloutValue({ uri, analysis, server }: MigrationView, finding: Finding): readonly Command[] {
  return askForValue(uri, 'rollout', finding, plannedFor.get(finding)?.recorder, analysis.after, server);
}

/** The edit that begins a rollout with the values that a person has given; the reason where there is none, for a sentence. */
export function filledSchemaRollout(
  { snapshot, schema, sizes }: Pick<SchemaView, 'snapshot' | 'schema' | 'sizes'>,
  finding: Finding,
  values: readonly GivenValue[],
  documents: Documents,
): OfferedEdit | { readonly reason: string } {
  const planned = rolloutOfSchema(snapshot, schema, finding, saidBy(sizes, recordValues(values).valueFor));
  return filled(planned, documents, { snapshot, from: null });
}

export function filledMigrationRollout(
  view: MigrationView,
  finding: Finding,
  values: readonly GivenValue[],
  documents: Documents,
): OfferedEdit | { readonly reason: string } {
  const { text, analysis, place, sizes, whole } = view;
  const { snapshot, schema } = whole;
  if (!schema.ok) return { reason: `the schema is not analysed: ${schema.reason}` };
  const open = { text, analysis, later: place.later };
  const planned = rolloutOfMigration(snapshot, schema, open, finding, saidBy(sizes, recordValues(values).valueFor));
  const rest = planned?.ok === true ? planned.rest : null;
  return filled(planned, documents, { snapshot, from: { name: analysis.facts.name, rest } });
}

function filled(
  planned: PlannedRollout,
  documents: Documents,
  beginning: Omit<Beginning, 'verified' | 'name' | 'now'>,
): OfferedEdit | { readonly reason: string } {
  if (planned === null) return { reason: 'no rollout is known for it' };
  if (!planned.ok) return { reason: planned.reason };
  const { verified } = planned;
  const begun = begunRollout({ ...beginning, verified, name: null, now: new Date() });
  if (!begun.ok) return { reason: begun.reason };
  const edit = projectEditOf({ ...begun.write, changes: begun.write.changes.map(formatted) });
  return offeredEdit({ label: verified.rollout.title, description: null }, changedDocuments(edit, documents), createdFiles(edit));
}

/** A finding belongs to one analysis, so that its rollout stays the same as long as it is there. */
const plannedFor = new WeakMap<Finding, { readonly planned: PlannedRollout; readonly recorder: ValueRecorder }>();

function known(finding: Finding, plan: (recorder: ValueRecorder) => PlannedRollout): PlannedRollout {
  if (finding.severity === 'information') return null;
  const found = plannedFor.get(finding);
  if (found !== undefined) return found.planned;
  const recorder = recordValues([]);
  const planned = plan(recorder);
  plannedFor.set(finding, { planned, recorder });
  return planned;
}

function remediesOf(
  planned: PlannedRollout,
  uri: string,
  documents: Documents,
  { snapshot, from }: Pick<Beginning, 'snapshot' | 'from'>,
): readonly Remedy[] {
  if (planned === null || !planned.ok) return [];
  const { verified } = planned;
  let edit: ProjectEdit | null | undefined;
  // Asked for once it is chosen: it has the time of that moment in its names.
  const begun = (): ProjectEdit | null => {
    if (edit !== undefined) return edit;
    const result = begunRollout({ snapshot, verified, name: null, now: new Date(), from });
    edit = result.ok ? projectEditOf({ ...result.write, changes: result.write.changes.map(formatted) }) : null;
    return edit;
  };
  const all = (): ReturnType<typeof changedDocuments> => {
    const found = begun();
    return found === null ? [] : changedDocuments(found, documents);
  };
  const isHere = (other: string): boolean => pathOf(other) === pathOf(uri);
  return [
    {
      kind: `rollout-${verified.rollout.plan}`,
      title: verified.rollout.title,
      changes: () =>
        begun() === null
          ? null
          : all()
              .filter((one) => isHere(one.uri))
              .flatMap(({ changes }) => changes),
      creates: () => {
        const found = begun();
        return found === null ? [] : createdFiles(found);
      },
      elsewhere: () => all().filter((one) => !isHere(one.uri)),
    },
  ];
}

/** Without Prisma's own formatter, which would have to be loaded. */
function formatted(change: ChangedText): ChangedText {
  return change.path.endsWith('.prisma') ? formattedAtOnce(change) : change;
}

/** Why rollouts that were asked for are not offered, each reason once, for the log. */
export function refusedRollouts(findings: readonly Finding[], where: string): readonly string[] {
  return findings.flatMap((finding) => {
    const planned = plannedFor.get(finding)?.planned;
    if (planned == null || planned.ok || told.has(finding)) return [];
    told.add(finding);
    return [`${where}: no rollout is offered for ${finding.rule}: ${planned.reason}.`];
  });
}

const told = new WeakSet<Finding>();
