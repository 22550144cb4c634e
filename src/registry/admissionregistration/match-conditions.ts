/** Expressions that say whether a webhook or policy looks at a request. Source: pkg/apis/admissionregistration/validation. */
import { duplicate, type FieldError, invalid, required, tooMany } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

export interface MatchCondition {
  name: string;
  expression: string;
}

const MOST = 64;

/** `compile`: errors of what an expression says; default: it is not looked at. */
export function validateMatchConditions(
  conditions: readonly MatchCondition[],
  path: Path,
  wording: ValidationWording,
  compile: (expression: string, path: Path) => readonly FieldError[] = () => [],
): FieldError[] {
  return [
    ...(conditions.length > MOST ? [tooMany(path, conditions.length, MOST)] : []),
    ...conditions.flatMap(({ name, expression }, i) => {
      const at = path.index(i);
      const twice = conditions.slice(0, i).some((other) => other.name === name);
      return [
        ...(expression.trim() === ''
          ? [required(at.child('expression'))]
          : compile(expression, at.child('expression'))),
        ...(name === ''
          ? [required(at.child('name'))]
          : isQualifiedName(name, wording).map((text) => invalid(at.child('name'), name, text))),
        ...(twice && name !== '' ? [duplicate(at.child('name'), name)] : []),
      ];
    }),
  ];
}
