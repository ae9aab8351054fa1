import { parse } from './grammar';

/**
 * An expression in a form in which the spelling of a person and that of the server are the same text. A server writes back what its parser has
 * made of it (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG, `pg_get_expr`): with casts and
 * parentheses, `IN` as `= ANY`, `BETWEEN` as two comparisons, `LIKE` as `~~`. Casts are left out altogether, so two expressions that
 * differ in a cast alone count as the same. Columns stand as `?`, because the text of a history keeps the names of its time.
 * What the grammar refuses is compared by its words.
 */
export function normalExpression(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const form = formOf(text);
  if (remembered.size > maximumRemembered) remembered.clear();
  remembered.set(text, form);
  return form;
}

const remembered = new Map<string, string>();
const maximumRemembered = 5000;

function formOf(text: string): string {
  const parsed = parse(`SELECT (${text}\n)`);
  if (!parsed.ok) return text.replace(/\s+/g, ' ').trim().toLowerCase();
  const [statement] = parsed.tree.stmts ?? [];
  const select = part(part(statement, 'stmt'), 'SelectStmt');
  const [target] = listIn(select, 'targetList');
  return JSON.stringify(normal(part(part(target, 'ResTarget'), 'val')));
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function part(value: unknown, name: string): unknown {
  return isTree(value) ? value[name] : undefined;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = part(value, name);
  return Array.isArray(list) ? list : [];
}

function names(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).flatMap((one: unknown) => {
    const text = part(part(one, 'String'), 'sval');
    return typeof text === 'string' ? [text] : [];
  });
}

function normal(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(normal);
  if (!isTree(node)) return node;
  const [kind = '', ...others] = Object.keys(node);
  if (others.length > 0 || !/^[A-Z]/.test(kind)) return withoutPositions(node);
  const body = node[kind];
  switch (kind) {
    case 'TypeCast': {
      const type = names(part(part(body, 'typeName'), 'names')).at(-1);
      const value = normal(part(body, 'arg'));
      return type === 'interval' && isTree(value) && typeof value.value === 'string' ? { value: intervalForm(value.value) } : value;
    }
    case 'CollateClause':
      return normal(part(body, 'arg'));
    case 'A_Const':
      return constant(body);
    case 'ColumnRef':
      return '?';
    case 'FuncCall':
      return called(body);
    case 'BoolExpr':
      return connected(body);
    case 'A_Expr':
      return operated(body);
    case 'CaseExpr':
      return { case: normal(part(body, 'arg')) ?? null, when: normal(part(body, 'args')), else: elseOf(part(body, 'defresult')) };
    default:
      return { [kind]: withoutPositions(isTree(body) ? body : {}) };
  }
}

/**
 * `1 week` is `7 days` for a server: months, days and seconds, as it keeps them
 * (https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT). What is written in another way stays as it is.
 */
function intervalForm(text: string): string {
  let [months, days, seconds] = [0, 0, 0];
  const rest = text.replace(
    /([+-]?\d+(?:\.\d+)?)\s*([a-z]+)|([+-]?)(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?/gi,
    (all, count, unit, sign, h, m, s) => {
      if (unit === undefined) {
        seconds += (sign === '-' ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60 + Number(s ?? 0));
        return '';
      }
      const amount = Number(count);
      if (/^(?:y|yrs?|years?)$/i.test(unit)) months += 12 * amount;
      else if (/^mon(?:s|ths?)?$/i.test(unit)) months += amount;
      else if (/^(?:w|weeks?)$/i.test(unit)) days += 7 * amount;
      else if (/^(?:d|days?)$/i.test(unit)) days += amount;
      else if (/^(?:h|hrs?|hours?)$/i.test(unit)) seconds += 3600 * amount;
      else if (/^(?:m|mins?|minutes?)$/i.test(unit)) seconds += 60 * amount;
      else if (/^(?:s|secs?|seconds?)$/i.test(unit)) seconds += amount;
      else return all;
      return '';
    },
  );
  return rest.trim() === '' ? `${months} months ${days} days ${seconds} s` : text;
}

function withoutPositions(node: Tree): unknown {
  const kept = Object.entries(node).filter(
    ([name]) => name !== 'location' && name !== 'typeName' && name !== 'funcformat' && !name.startsWith('list_'),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, normal(value)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** A number and the text that stands for it are one: `0` and `'0'::numeric`. */
function constant(body: unknown): unknown {
  if (part(body, 'isnull') === true) return { value: null };
  const integer = part(body, 'ival');
  if (integer !== undefined) return { value: String(part(integer, 'ival') ?? 0) };
  const boolean = part(body, 'boolval');
  if (boolean !== undefined) return { value: String(part(boolean, 'boolval') ?? false) };
  const number = part(part(body, 'fval'), 'fval');
  if (typeof number === 'string') return { value: /e/i.test(number) ? withoutExponent(Number(number)) : number };
  return { value: timeForm(String(part(part(body, 'sval'), 'sval') ?? part(part(body, 'bsval'), 'bsval') ?? '')) };
}

/** A time as a server in UTC writes it, without what is zero. */
function timeForm(text: string): string {
  const [, day, time = '', fraction = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?(?:Z|[+]00(?::?00)?)?)?$/i.exec(text) ?? [];
  if (day === undefined) return text;
  const clock = time.length === 5 ? `${time}:00` : time;
  return `${day}${clock === '' || clock === '00:00:00' ? '' : ` ${clock}`}${fraction.replace(/\.?0+$/, '')}`;
}

function withoutExponent(number: number): string {
  return Number.isInteger(number) ? String(number) : number.toFixed(20).replace(/0+$/, '');
}

/** `EXTRACT` is `date_part` before 14. Functions of a schema on the search path have it or not. */
function called(body: unknown): unknown {
  const name = names(part(body, 'funcname')).at(-1) ?? '';
  const args = listIn(body, 'args').map(normal);
  const rest = ['agg_distinct', 'agg_star', 'agg_filter', 'over', 'func_variadic'].flatMap((key) => {
    const value = part(body, key);
    return value === undefined ? [] : [[key, normal(value)]];
  });
  return { call: name === 'date_part' ? 'extract' : name, args, ...(rest.length > 0 && { rest }) };
}

/** `a AND (b AND c)` is one list. */
function connected(body: unknown): unknown {
  const operator = part(body, 'boolop');
  const args = listIn(body, 'args').map(normal);
  if (operator === 'NOT_EXPR') return { not: args[0] };
  const word = operator === 'AND_EXPR' ? 'and' : 'or';
  return joined(word, args);
}

function joined(word: 'and' | 'or', args: readonly unknown[]): unknown {
  return { [word]: args.flatMap((arg) => (isTree(arg) && Array.isArray(arg[word]) ? arg[word] : [arg])) };
}

function operated(body: unknown): unknown {
  const operator = names(part(body, 'name')).at(-1) ?? '';
  const [left, right] = [normal(part(body, 'lexpr')), normal(part(body, 'rexpr'))];
  switch (part(body, 'kind')) {
    case 'AEXPR_IN':
      return quantified(operator === '<>' ? 'all' : 'any', operator, left, itemsOf(right));
    case 'AEXPR_OP_ANY':
      return quantified('any', operator, left, itemsOf(right));
    case 'AEXPR_OP_ALL':
      return quantified('all', operator, left, itemsOf(right));
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const [low, high] = listIn(part(part(body, 'rexpr'), 'List'), 'items').map(normal);
      const inside = part(body, 'kind') === 'AEXPR_BETWEEN';
      return joined(inside ? 'and' : 'or', [
        { op: inside ? '>=' : '<', left, right: low },
        { op: inside ? '<=' : '>', left, right: high },
      ]);
    }
    case 'AEXPR_DISTINCT':
      return { distinct: [left, right] };
    case 'AEXPR_NOT_DISTINCT':
      return { not: { distinct: [left, right] } };
    case 'AEXPR_NULLIF':
      return { nullif: [left, right] };
    default:
      return signed(operator, left, right);
  }
}

/** `-1` and `'-1'::integer`. */
function signed(operator: string, left: unknown, right: unknown): unknown {
  const isSign = left === undefined && (operator === '-' || operator === '+');
  if (isSign && isTree(right) && typeof right.value === 'string') return { value: operator === '-' ? `-${right.value}` : right.value };
  return { op: operator, left, right };
}

/** The members of a list, of an array or of the text of one; null where the right side is something else. */
function itemsOf(right: unknown): readonly unknown[] | unknown {
  if (!isTree(right)) return right;
  const list = part(right.List, 'items') ?? part(right.A_ArrayExpr, 'elements');
  if (Array.isArray(list)) return list;
  if (typeof right.value === 'string' && /^\{[^"{}\\]*\}$/.test(right.value)) {
    return right.value
      .slice(1, -1)
      .split(',')
      .map((value) => ({ value }));
  }
  return right;
}

/** A list of one is a comparison for the server. */
function quantified(word: 'any' | 'all', operator: string, left: unknown, items: unknown): unknown {
  const [only, ...others] = Array.isArray(items) ? items : [null, null];
  return others.length === 0 ? { op: operator, left, right: only } : { [word]: operator, left, items };
}

function elseOf(node: unknown): unknown {
  const value = node === undefined ? { value: null } : normal(node);
  return value;
}
