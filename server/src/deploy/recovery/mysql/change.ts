/** One change of a schema, as the statements that Prisma writes for MySQL ask for it. Names are those of the database. */
export type MysqlChange =
  | { readonly kind: 'create-table' | 'drop-table'; readonly table: string }
  | { readonly kind: 'rename-table'; readonly table: string; readonly to: string }
  | { readonly kind: 'add-column' | 'modify-column'; readonly table: string; readonly column: string; readonly definition: string }
  | { readonly kind: 'drop-column'; readonly table: string; readonly column: string }
  | { readonly kind: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  | { readonly kind: 'set-default' | 'drop-default'; readonly table: string; readonly column: string }
  | {
      readonly kind: 'add-index';
      readonly table: string;
      /** `PRIMARY` for the primary key. */
      readonly name: string;
      readonly unique: boolean;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'drop-index'; readonly table: string; readonly name: string }
  | { readonly kind: 'rename-index'; readonly table: string; readonly name: string; readonly to: string }
  | {
      readonly kind: 'add-foreign-key';
      readonly table: string;
      readonly name: string;
      readonly columns: readonly string[];
      readonly references: string;
      readonly referencedColumns: readonly string[];
    }
  | { readonly kind: 'drop-constraint'; readonly table: string; readonly name: string };

/** What a statement is. `unknown`: it may do anything. */
export type MysqlStatement =
  | { readonly kind: 'changes'; readonly changes: readonly MysqlChange[] }
  | { readonly kind: 'rows' | 'nothing' | 'unknown' };
