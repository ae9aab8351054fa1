import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { joinSchema, type SchemaText } from '../analysis/schema/schema-text';
import { type CommittedMigrations, git, isInRepository, outsideRepository, placeOf } from './git';
import { withoutByteOrderMark } from './read-files';
import { inSchemaOrder } from './schema-files';

/** A schema as the default branch has it. `reason` completes the sentence "The schema of the default branch is not known: …". */
export type CommittedSchema =
  | { readonly ok: true; readonly ref: string; readonly schema: SchemaText }
  | { readonly ok: false; readonly reason: string };

/**
 * The schema, a file or a folder, as it is where the working tree's branch left the given one: what came into that later is no
 * edit of this branch. Where it is not at its path, all files around it count, because a schema file may have become a folder.
 */
export async function readCommittedSchema(
  schema: string,
  { ref, commit: tip }: Pick<CommittedMigrations, 'ref' | 'commit'>,
): Promise<CommittedSchema> {
  if (!existsSync(schema)) return { ok: false, reason: `"${schema}" does not exist` };
  if (!isInRepository(schema)) return { ok: false, reason: outsideRepository };
  const { top, path } = placeOf(schema);
  const base = await git(top, ['merge-base', 'HEAD', tip]);
  const commit = base.ok ? base.output.trim() : tip;
  let blobs = await listSchema(top, commit, path);
  if (blobs?.size === 0) blobs = await listSchema(top, commit, posix.dirname(path));
  if (blobs === null || blobs.size === 0) return { ok: false, reason: `${ref} has no schema at ${path}` };
  const texts = await readBlobs(top, [...blobs.values()]);
  if (texts === null) return { ok: false, reason: `git cannot read the schema of ${ref}` };
  const files = inSchemaOrder(blobs.keys()).map((file) => ({ path: file, text: texts.get(blobs.get(file) ?? '') ?? '' }));
  return { ok: true, ref, schema: joinSchema(files) };
}

/** Blobs of the `*.prisma` files at or below a path of a commit, by absolute path; null where git cannot tell. */
async function listSchema(top: string, commit: string, path: string): Promise<ReadonlyMap<string, string> | null> {
  if (path === '.' || path.startsWith('..')) return new Map();
  const tree = await git(top, ['ls-tree', '-r', '-z', commit, ...(path === '' ? [] : ['--', path])]);
  if (!tree.ok) return null;
  const blobs = new Map<string, string>();
  for (const line of tree.output.split('\0')) {
    const [, blob, file] = /^100\d+ blob ([0-9a-f]+)\t(.+\.prisma)$/s.exec(line) ?? [];
    if (blob !== undefined && file !== undefined && !/(^|\/)(node_modules|migrations)\//.test(file)) blobs.set(join(top, file), blob);
  }
  return blobs;
}

/** Texts of blobs by hash; null where one is missing, as in a partial clone. */
async function readBlobs(top: string, blobs: readonly string[]): Promise<ReadonlyMap<string, string> | null> {
  const answer = await git(top, ['cat-file', '--batch'], { input: blobs.map((blob) => `${blob}\n`).join(''), encoding: 'latin1' });
  if (!answer.ok) return null;
  const texts = new Map<string, string>();
  let rest = answer.output;
  for (const blob of blobs) {
    const [head, size] = /^[0-9a-f]+ blob (\d+)\n/.exec(rest) ?? [];
    if (head === undefined) return null;
    const end = head.length + Number(size);
    texts.set(blob, withoutByteOrderMark(Buffer.from(rest.slice(head.length, end), 'latin1').toString('utf8')));
    rest = rest.slice(end + 1);
  }
  return texts;
}
