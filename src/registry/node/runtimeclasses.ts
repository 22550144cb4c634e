/** Source: pkg/registry/node/runtimeclass, pkg/apis/node/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateFixed } from '../../apis/validation/immutable.js';
import { validateLabels } from '../../apis/validation/labels.js';
import { nameIsDNSLabel } from '../../apis/validation/names.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface RuntimeClass extends KubeObject {
  handler: string;
  scheduling?: { nodeSelector?: Record<string, string> };
}

const HANDLER = Path.of('handler');

function validateClass({ handler, scheduling }: RuntimeClass, wording: ValidationWording): FieldError[] {
  const broken = nameIsDNSLabel(handler, false, wording).map((text) => invalid(HANDLER, handler, text));
  return [
    ...(handler === '' ? [required(HANDLER)] : broken),
    ...validateLabels(scheduling?.nodeSelector, Path.of('scheduling', 'nodeSelector'), wording),
  ];
}

export const runtimeclasses = defineBehaviour<RuntimeClass>({
  group: 'node.k8s.io',
  resource: 'runtimeclasses',
  strategy: {
    validate: (object, { features }) => validateClass(object, features.behaviours),
    validateUpdate: ({ handler }, old, { features: { behaviours } }) =>
      validateFixed(handler, old.handler, HANDLER, behaviours.declarativeResourceValidation),
  },
  columns: [
    nameColumn,
    textColumn('Handler', 'The configuration of the runtime.', ({ handler }) => handler),
    ageColumn,
  ],
  description: 'A container runtime that pods may ask for.',
  example: { metadata: { name: 'sandboxed' }, handler: 'runsc' },
});
