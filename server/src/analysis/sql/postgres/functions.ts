import type { AlterFunctionStmt, CreateFunctionStmt, DefElem, Node } from '@pgsql/types';
import type { AlterFunction, CreateFunction, Volatility } from '../../operation/object';
import { cursorAt, skipAll, takeName } from './cursor';
import { base, type Source, stringsOf } from './source';
import { readTypeName } from './type-name';

/** Only the function itself: its body does not run here. */
export function readCreateFunction(source: Source, node: CreateFunctionStmt): CreateFunction {
  const cursor = cursorAt(source);
  skipAll(cursor, 'create', 'or replace', node.is_procedure === true ? 'procedure' : 'function');
  const parameters = (node.parameters ?? []).flatMap((parameter) =>
    'FunctionParameter' in parameter ? [parameter.FunctionParameter] : [],
  );
  const inputs = parameters.filter(({ mode }) => mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE');
  const returns = stringsOf(node.returnType?.names).at(-1) ?? null;
  return {
    kind: 'create-function',
    ...base(source),
    function: takeName(cursor, stringsOf(node.funcname)),
    procedure: node.is_procedure === true,
    orReplace: node.replace === true,
    argumentTypes: inputs.flatMap(({ argType }) => (argType === undefined ? [] : [readTypeName(source, argType)])),
    volatility: volatilityOf(node.options) ?? 'volatile',
    language: optionText(node.options, 'language') ?? 'sql',
    returns: node.is_procedure === true ? null : returns,
  };
}

export function readAlterFunction(source: Source, node: AlterFunctionStmt): AlterFunction {
  const cursor = cursorAt(source);
  skipAll(cursor, 'alter', node.objtype === 'OBJECT_PROCEDURE' ? 'procedure' : node.objtype === 'OBJECT_ROUTINE' ? 'routine' : 'function');
  const name = takeName(cursor, stringsOf(node.func?.objname));
  return { kind: 'alter-function', ...base(source), function: name, to: null, volatility: volatilityOf(node.actions) };
}

function volatilityOf(options: readonly Node[] | undefined): Volatility | null {
  const text = optionText(options, 'volatility');
  return text === 'immutable' || text === 'stable' || text === 'volatile' ? text : null;
}

/** The text of an option, as `LANGUAGE plpgsql` and `IMMUTABLE` keep it. */
function optionText(options: readonly Node[] | undefined, name: string): string | null {
  const option = optionsOf(options).find(({ defname }) => defname === name);
  return option?.arg !== undefined && 'String' in option.arg ? (option.arg.String.sval ?? null) : null;
}

/** The options of a statement that keeps them as a list of names and values. */
export function optionsOf(nodes: readonly Node[] | undefined): readonly DefElem[] {
  return (nodes ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
}
