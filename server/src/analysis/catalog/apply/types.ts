import type { CheckConstraint } from '../../operation/constraint';
import type {
  AddEnumValue,
  AlterDomain,
  CreateDomain,
  CreateEnum,
  CreateType,
  DomainChange,
  DropType,
  MoveType,
  RenameEnumValue,
  RenameType,
} from '../../operation/type-operation';
import type { ObjectId, UserType } from '../catalog';
import { resolveType } from '../column-type';
import { freeName } from '../default-names';
import { type CatalogDraft, put, remove } from '../draft';
import { rename } from '../rename';
import { domainsOver, findType, objectId, type QualifiedName, schemaForNew, tablesWithType } from '../resolve';
import { storeExpression } from '../stored-expression';
import { dropColumn } from './drop-column';
import { moveType } from './move';
import { addSchema } from './schemas';

type Domain = Extract<UserType, { type: 'domain' }>;
type Enum = Extract<UserType, { type: 'enum' }>;

export function applyCreateEnum(draft: CatalogDraft, operation: CreateEnum): void {
  create(draft, operation.type, (schema, name) => ({ type: 'enum', schema, name, values: operation.values.map((value) => value.text) }));
}

export function applyCreateDomain(draft: CatalogDraft, operation: CreateDomain): void {
  create(draft, operation.type, (schema, name) =>
    operation.checks.reduce<Domain>(withCheck, {
      type: 'domain',
      schema,
      name,
      base: resolveType(draft, operation.baseType),
      notNull: operation.notNull,
      default: operation.default === null ? null : storeExpression(operation.default),
      checks: [],
    }),
  );
}

export function applyCreateType(draft: CatalogDraft, operation: CreateType): void {
  create(draft, operation.type, (schema, name) => ({ type: operation.form, schema, name }));
}

function create(draft: CatalogDraft, name: QualifiedName, make: (schema: string, name: string) => UserType): void {
  const schema = schemaForNew(draft, name.schema);
  if (draft.types.has(objectId(schema, name.name))) return;
  addSchema(draft, schema);
  put(draft, 'types', make(schema, name.name));
}

/** A value that exists is left alone, a neighbour that does not exist leaves the enum alone. */
export function applyAddEnumValue(draft: CatalogDraft, operation: AddEnumValue): void {
  const type = findEnum(draft, operation.type);
  const value = operation.value.text;
  if (type === null || type.values.includes(value)) return;
  const { position } = operation;
  const neighbour = position === null ? type.values.length : type.values.indexOf(position.neighbour);
  if (neighbour < 0) return;
  const at = position?.side === 'after' ? neighbour + 1 : neighbour;
  put(draft, 'types', { ...type, values: [...type.values.slice(0, at), value, ...type.values.slice(at)] });
}

export function applyRenameEnumValue(draft: CatalogDraft, operation: RenameEnumValue): void {
  const type = findEnum(draft, operation.type);
  if (type === null || type.values.includes(operation.to.text)) return;
  put(draft, 'types', { ...type, values: type.values.map((value) => (value === operation.value.text ? operation.to.text : value)) });
}

function findEnum(draft: CatalogDraft, name: QualifiedName): Enum | null {
  const type = findType(draft, name)?.type;
  return type?.type === 'enum' ? type : null;
}

export function applyAlterDomain(draft: CatalogDraft, operation: AlterDomain): void {
  const type = findType(draft, operation.type)?.type;
  if (type?.type === 'domain') put(draft, 'types', changedDomain(type, operation.change));
}

function changedDomain(domain: Domain, change: DomainChange): Domain {
  switch (change.action) {
    case 'add-check':
      return withCheck(domain, change.constraint);
    case 'validate-constraint':
      return {
        ...domain,
        checks: domain.checks.map((check) => (check.name === change.constraint.text ? { ...check, valid: true } : check)),
      };
    case 'drop-constraint':
      return { ...domain, checks: domain.checks.filter((check) => check.name !== change.constraint.text) };
    case 'rename-constraint':
      return {
        ...domain,
        checks: domain.checks.map((check) => (check.name === change.constraint.text ? { ...check, name: change.to.text } : check)),
      };
    case 'set-not-null':
      return { ...domain, notNull: true };
    case 'drop-not-null':
      return { ...domain, notNull: false };
    case 'set-default':
      return { ...domain, default: storeExpression(change.default) };
    case 'drop-default':
      return { ...domain, default: null };
  }
}

function withCheck(domain: Domain, check: CheckConstraint): Domain {
  const isTaken = (name: string) => domain.checks.some((other) => other.name === name);
  const name = check.name?.text ?? freeName(domain.name, null, 'check', isTaken);
  return isTaken(name) ? domain : { ...domain, checks: [...domain.checks, { name, valid: !check.notValid }] };
}

export function applyDropType(draft: CatalogDraft, operation: DropType): void {
  const found = findType(draft, operation.type);
  if (found !== null && (found.type.type === 'domain') === operation.isDomain) dropType(draft, found.id, operation.cascade);
}

/** With CASCADE the columns and domains of the type go too; see `apply/drop.ts` for what happens without. */
export function dropType(draft: CatalogDraft, id: ObjectId, cascade: boolean): void {
  if (cascade) dropUsesOf(draft, id);
  remove(draft, 'types', id);
}

function dropUsesOf(draft: CatalogDraft, type: ObjectId): void {
  for (const domain of domainsOver(draft, type)) dropType(draft, domain, true);
  for (const table of tablesWithType(draft, type)) {
    for (const column of draft.tables.get(table)?.columns ?? []) {
      if (column.type.user && column.type.name === type) dropColumn(draft, table, column.name, true);
    }
  }
}

export function applyRenameType(draft: CatalogDraft, operation: RenameType): void {
  const found = findType(draft, operation.type);
  if (found === null || draft.types.has(objectId(found.type.schema, operation.to.text))) return;
  rename(draft, 'types', found.id, { ...found.type, name: operation.to.text });
}

export function applyMoveType(draft: CatalogDraft, operation: MoveType): void {
  const found = findType(draft, operation.type);
  if (found !== null) moveType(draft, found.id, operation.toSchema.text);
}
