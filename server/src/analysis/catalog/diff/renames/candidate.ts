import type { ObjectId } from '../../catalog';

/**
 * A thing that goes and one that comes, which are probably the same under another name. Prisma sees no renames: it drops the one,
 * with its data, and creates the other.
 * Source: https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations#example-rename-a-field
 */
export type RenameCandidate = TableRename | ColumnRename | EnumRename | EnumValueRename;

interface RenameBase {
  /** 0 to 1: for putting them in order, no probability. */
  readonly score: number;
  /** What speaks for it, the strongest first. */
  readonly reasons: readonly RenameReason[];
}

export interface TableRename extends RenameBase {
  readonly kind: 'table';
  readonly from: ObjectId;
  readonly to: ObjectId;
}

export interface ColumnRename extends RenameBase {
  readonly kind: 'column';
  /** The table before; where the table itself looks renamed, `toTable` is the other one, else it is the same. */
  readonly table: ObjectId;
  readonly toTable: ObjectId;
  readonly from: string;
  readonly to: string;
}

export interface EnumRename extends RenameBase {
  readonly kind: 'enum';
  readonly from: ObjectId;
  readonly to: ObjectId;
}

export interface EnumValueRename extends RenameBase {
  readonly kind: 'enum-value';
  /** The enum before; where the enum itself looks renamed, `toType` is the other one. */
  readonly type: ObjectId;
  readonly toType: ObjectId;
  readonly from: string;
  readonly to: string;
}

export type RenameReason =
  | 'similar-name'
  /** Another rename of the same edit puts the same word in the place of the same one. */
  | 'same-words-elsewhere'
  | 'same-type'
  /** Nullability, default, uniqueness, indexes, foreign key. */
  | 'same-attributes'
  /** Between the same neighbours. */
  | 'same-place'
  | 'same-columns'
  | 'same-values'
  /** Foreign keys of other tables that pointed to the old one point to the new one. */
  | 'references-move-along';
