import { columns } from './columns';
import { defaults } from './defaults';
import { enums } from './enums';
import { indexes } from './indexes';
import { keys } from './keys';
import { schemas } from './schemas';
import { tables } from './tables';

export const schemaCases = { tables, columns, defaults, enums, indexes, keys, schemas };
