import type { ObjectId } from '../../analysis/catalog/catalog';
import type { Finding } from '../../analysis/finding';
import { formattedAtOnce } from '../../analysis/plans/rollout/block-format';
import type { PlannedRollout } from '../../analysis/plans/rollout/plan-rollout';
import { rowsOf, type Sizes } from '../../analysis/statistics/statistics';
import type { ChangedText, ProjectEdit } from '../../project/rollouts/project-edit';
import { nothingSaid, rolloutOfMigration, rolloutOfSchema, type Said } from '../../project/rollouts/rollout-of-finding';
import { projectEditOf } from '../../project/rollouts/rollout-write';
import { type Beginning, begunRollout } from '../../project/rollouts/start';
import type { Remedy } from '../code-actions';
import type { MigrationView } from '../migration-view';
import type { OpenDocuments } from '../open-documents';
import { pathOf } from '../paths';
import type { SchemaView } from '../schema/schema-view';
import { changedDocuments, createdFiles } from './opened';

/** What the documents of the editor add to an analysis: their versions. */
type Documents = Pick<OpenDocuments, 'at'>;

/** The rollout for a finding of the schema: its folder, the migrations of its first stage, and the edit of the schema, as one edit. */
export function schemaRollouts(view: SchemaView, finding: Finding, documents: Documents): readonly Remedy[] {
  const { snapshot, schema, sizes, uri } = view;
  const planned = known(finding, () => rolloutOfSchema(snapshot, schema, finding, saidBy(sizes)));
  return remediesOf(planned, uri, documents, { snapshot, from: null });
}

/** The same for a finding of a migration, which the statement goes out of. */
export function migrationRollouts(view: MigrationView, finding: Finding, documents: Documents): readonly Remedy[] {
  const { text, analysis, place, sizes, uri, whole } = view;
  const { snapshot, schema } = whole;
  if (!schema.ok) return [];
  const open = { text, analysis, later: place.later };
  const planned = known(finding, () => rolloutOfMigration(snapshot, schema, open, finding, saidBy(sizes)));
  const rest = planned?.ok === true ? planned.rest : null;
  return remediesOf(planned, uri, documents, { snapshot, from: { name: analysis.facts.name, rest } });
}

/** Whether a table is so large that a rollout comes before what is done in one release. */
export function isLarge(sizes: Sizes | null, relation: ObjectId | null): boolean {
  const rows = relation === null ? null : rowsOf(sizes, relation);
  return sizes !== null && rows !== null && rows >= sizes.smallTable;
}

function saidBy(sizes: Sizes | null): Said {
  return { ...nothingSaid, rowsOf: (table) => rowsOf(sizes, table) };
}

/** A finding belongs to one analysis, so that its rollout stays the same as long as it is there. */
const plannedFor = new WeakMap<Finding, { readonly planned: PlannedRollout }>();

function known(finding: Finding, plan: () => PlannedRollout): PlannedRollout {
  if (finding.severity === 'information') return null;
  const found = plannedFor.get(finding) ?? { planned: plan() };
  plannedFor.set(finding, found);
  return found.planned;
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
