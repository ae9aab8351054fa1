import { join } from 'node:path';
import { applyEdits, type ModificationOptions, modify, type ParseError, parse } from 'jsonc-parser';
import { isObject, listIn, objectIn } from '../../project/json';
import type { Project } from '../../project/project';
import { readText } from '../../project/read-files';
import { settingsFileName } from '../../project/settings-file';
import type { WrittenSettings } from '../environments/set-up';

/**
 * `lockstep.json` with these names behind the others of `drift.ignore`; everything else in it stays, comments too. Writes nothing. What a
 * difference is called there: `driftedName`.
 */
export function withIgnores(project: Project, names: readonly string[]): WrittenSettings {
  const path = project.settings.file ?? join(project.root, settingsFileName);
  const before = project.settings.file === null ? null : readText(path);
  const text = before ?? '{}\n';
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isObject(value)) return { ok: false, problem: `${settingsFileName} is not valid JSON: correct it first.` };
  const known = listIn(objectIn(value.drift).ignore);
  const added = names.filter((name) => !known.includes(name));
  const options: ModificationOptions = {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' },
  };
  const written =
    known.length === 0
      ? applyEdits(text, modify(text, ['drift', 'ignore'], added, options))
      : added.reduce(
          (rest, name, index) =>
            applyEdits(rest, modify(rest, ['drift', 'ignore', known.length + index], name, { ...options, isArrayInsertion: true })),
          text,
        );
  return { ok: true, path, text: written.endsWith('\n') ? written : `${written}\n`, isNew: before === null };
}
