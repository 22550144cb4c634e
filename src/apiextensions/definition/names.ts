/** Names of a definition's kind, wanted and accepted. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (ValidateCustomResourceDefinitionNames). */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isDNS1035Label } from '../../apis/validation/names.js';
import { MIXED_CASE } from '../embedded.js';
import { type CustomResourceDefinitionNames } from '../types.js';

const NEEDED = ['plural', 'singular', 'kind', 'listKind'] as const;

/** What names a definition asks for must be there. */
export function missingNames(names: CustomResourceDefinitionNames, path: Path): FieldError[] {
  return NEEDED.filter((name) => (names[name] ?? '') === '').map((name) => required(path.child(name)));
}

export function validateNames(names: CustomResourceDefinitionNames, path: Path): FieldError[] {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  return [
    ...labelErrors(plural, path.child('plural')),
    ...labelErrors(singular, path.child('singular')),
    ...kindErrors(kind, path.child('kind')),
    ...kindErrors(listKind, path.child('listKind')),
    ...shortNames.flatMap((name, i) => labelErrors(name, path.child('shortNames').index(i), false)),
    ...(kind !== '' && kind === listKind
      ? [invalid(path.child('listKind'), listKind, 'kind and listKind may not be the same')]
      : []),
    ...categories.flatMap((name, i) => labelErrors(name, path.child('categories').index(i), false)),
  ];
}

export function labelErrors(name: string, path: Path, mayLack = true): FieldError[] {
  const texts = name === '' && mayLack ? [] : isDNS1035Label(name);
  return texts.length === 0 ? [] : [invalid(path, name, texts.join(','))];
}

function kindErrors(kind: string, path: Path): FieldError[] {
  const texts = kind === '' ? [] : isDNS1035Label(kind.toLowerCase());
  return texts.length === 0 ? [] : [invalid(path, kind, MIXED_CASE + texts.join(','))];
}
