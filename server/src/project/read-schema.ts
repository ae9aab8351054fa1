import { joinSchema, type SchemaFile, type SchemaText } from '../analysis/schema/schema-text';
import { readTextOrNote, realPath, withoutByteOrderMark } from './read-files';
import { filesOfSchema, inSchemaOrder, isSchemaFile } from './schema-files';

/**
 * The files of a schema, a file or a folder, as one text. `overlay` holds unsaved texts by absolute path: they win over the disk,
 * and one of a file that is not on disk yet counts too. A file that vanishes meanwhile is left out, and one that cannot be read
 * becomes a note.
 */
export function readSchemaText(schema: string | null, overlay: ReadonlyMap<string, string>, notes: string[]): SchemaText {
  if (schema === null) return joinSchema([]);
  const paths = new Set(filesOfSchema(schema, notes));
  for (const path of overlay.keys()) if (isSchemaFile(schema, path)) paths.add(path);
  const files: SchemaFile[] = [];
  for (const path of inSchemaOrder(paths)) {
    const text = unsavedText(path, overlay) ?? readTextOrNote(path, notes);
    if (text !== null) files.push({ path, text: withoutByteOrderMark(text) });
  }
  return joinSchema(files);
}

/** An editor may have opened the file that a symbolic link leads to. */
function unsavedText(path: string, overlay: ReadonlyMap<string, string>): string | undefined {
  if (overlay.size === 0) return undefined;
  return overlay.get(path) ?? overlay.get(realPath(path));
}

/** The schema after an edit of one file; the same where its text is, null where it has no such file. */
export function withSchemaFile(schema: SchemaText, path: string, text: string): SchemaText | null {
  const file = schema.files.find((one) => one.path === path);
  if (file === undefined) return null;
  if (file.text === text) return schema;
  return joinSchema(schema.files.map((one) => (one === file ? { path, text } : one)));
}
