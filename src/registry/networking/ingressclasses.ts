/** Source: pkg/registry/networking/ingressclass, pkg/apis/networking/{v1,validation}. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateDomainPrefixedPath } from '../../apis/validation/domain-names.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { tooLongBytes } from '../../apis/validation/labels.js';
import { nameIsDNSLabel } from '../../apis/validation/names.js';
import { type Behaviours } from '../../features/behaviours.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { validateReference } from './ingress-validation.js';

interface Parameters {
  apiGroup?: string;
  kind: string;
  name: string;
  scope?: string;
  namespace?: string;
}

interface IngressClass extends KubeObject {
  spec: { controller?: string; parameters?: Parameters };
}

const CONTROLLER = Path.of('spec', 'controller');
const PARAMETERS = Path.of('spec', 'parameters');
const DEFAULT_MARK = 'ingressclass.kubernetes.io/is-default-class';
const SCOPES = ['Cluster', 'Namespace'];
const MAX_CONTROLLER = 250;

function validateClass({ spec: { controller = '', parameters } }: IngressClass, behaviours: Behaviours): FieldError[] {
  return [
    ...(controller.length > MAX_CONTROLLER ? [tooLongBytes(CONTROLLER, MAX_CONTROLLER, behaviours)] : []),
    ...validateDomainPrefixedPath(controller, CONTROLLER),
    ...(parameters === undefined
      ? []
      : [...validateReference(parameters, PARAMETERS, behaviours), ...validateScope(parameters, behaviours)]),
  ];
}

function validateScope({ scope, namespace }: Parameters, behaviours: Behaviours): FieldError[] {
  const at = PARAMETERS.child('namespace');
  if (scope === undefined) return [];
  if (!SCOPES.includes(scope)) return [notSupported(PARAMETERS.child('scope'), scope, SCOPES)];
  if (scope === 'Cluster') {
    return namespace === undefined ? [] : [forbidden(at, "`parameters.scope` is set to 'Cluster'")];
  }
  if (namespace === undefined) return [required(at, "`parameters.scope` is set to 'Namespace'")];
  return nameIsDNSLabel(namespace, false, behaviours).map((text) => invalid(at, namespace, text));
}

export const ingressclasses = defineBehaviour<IngressClass>({
  group: 'networking.k8s.io',
  resource: 'ingressclasses',
  strategy: {
    default({ spec: { parameters } }, { behaviours }) {
      if (parameters !== undefined && behaviours.ingressClassParametersHaveScope) parameters.scope ??= 'Cluster';
    },
    validate: (object, { features }) => validateClass(object, features.behaviours),
    validateUpdate: (object, old, { features }) => [
      ...validateImmutable(object.spec.controller, old.spec.controller, CONTROLLER),
      ...validateClass(object, features.behaviours),
    ],
  },
  columns: [
    {
      ...nameColumn,
      cell: ({ metadata: { name = '', annotations = {} } }) =>
        annotations[DEFAULT_MARK] === 'true' ? `${name} (default)` : name,
    },
    textColumn('Controller', 'Who answers for ingresses of the class.', ({ spec }) => spec.controller ?? ''),
    textColumn('Parameters', 'Where its settings are.', ({ spec: { parameters } }) =>
      parameters === undefined
        ? '<none>'
        : `${parameters.kind}${parameters.apiGroup === undefined ? '' : `.${parameters.apiGroup}`}/${parameters.name}`,
    ),
    ageColumn,
  ],
  description: 'A controller that ingresses may ask for.',
  example: { metadata: { name: 'edge' }, spec: { controller: 'example.com/edge' } },
});
