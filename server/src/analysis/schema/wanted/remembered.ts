import type { EnumBlock, ModelBlock } from '../schema';
import { type DeclaredEnum, declaredEnum } from './declared-enum';
import { type DeclaredModel, declaredModel } from './declared-model';
import type { Flavour } from './flavours/flavour';

interface Remembered<B, D> {
  readonly block: B;
  readonly flavour: Flavour;
  readonly declared: D;
}

// A block that an edit has only moved is another object with the same contents, so these are what it is known by.
const models = new WeakMap<ModelBlock['fields'], Remembered<ModelBlock, DeclaredModel>>();
const enums = new WeakMap<EnumBlock['values'], Remembered<EnumBlock, DeclaredEnum>>();

/** `declaredModel`, the same object as long as the model's own text is the same. */
export function rememberedModel(block: ModelBlock, name: string, flavour: Flavour): DeclaredModel {
  const known = models.get(block.fields);
  if (known !== undefined && known.flavour === flavour && isSame(known.block, block)) return known.declared;
  const declared = declaredModel(block, name, flavour.storedName);
  models.set(block.fields, { block, flavour, declared });
  return declared;
}

/** `declaredEnum`, the same object as long as the enum's own text is the same. */
export function rememberedEnum(block: EnumBlock, name: string, flavour: Flavour): DeclaredEnum {
  const known = enums.get(block.values);
  if (known !== undefined && known.flavour === flavour && isSame(known.block, block)) return known.declared;
  const declared = declaredEnum(block, name, flavour.storedName);
  enums.set(block.values, { block, flavour, declared });
  return declared;
}

function isSame(a: ModelBlock | EnumBlock, b: ModelBlock | EnumBlock): boolean {
  return a.name === b.name && a.attributes === b.attributes && a.problems === b.problems;
}
