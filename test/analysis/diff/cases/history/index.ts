import { defaults } from './defaults';
import { indexes } from './indexes';
import { keys } from './keys';
import { names } from './names';
import { numbers } from './numbers';
import { order } from './order';
import { renamed } from './renamed';
import { seen } from './seen';
import { types } from './types';

export const historyCases = { seen, names, indexes, renamed, defaults, numbers, types, keys, order };
