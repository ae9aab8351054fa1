import { columnDropped } from './column-dropped';
import { migrationNameIsVague } from './migration-name-is-vague';
import type { Rule } from './rule';
import { suppressionUnused } from './suppression-unused';
import { suppressionWithoutReason } from './suppression-without-reason';
import { truncate } from './truncate';

/** Every rule, in the order of their ids. A rule is a file here, an entry here and a page in `docs/rules`. */
export const rules: readonly Rule[] = [columnDropped, migrationNameIsVague, suppressionUnused, suppressionWithoutReason, truncate];
