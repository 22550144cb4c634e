/** Source: pkg/registry/flowcontrol/flowschema, pkg/apis/flowcontrol/{v1,validation}. */
import { type FlowSchema } from '../../apis/flowcontrol/v1.js';
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn, textColumn } from '../column.js';
import { validateFlowRule } from './flow-rules.js';

const SPEC = Path.of('spec');
const LEVEL = SPEC.child('priorityLevelConfiguration', 'name');
const PRECEDENCE = SPEC.child('matchingPrecedence');
const MOST = 10_000;
const DEFAULT_PRECEDENCE = 1000;
const METHODS = ['ByNamespace', 'ByUser'];

function validateSchema({ metadata, spec }: FlowSchema, wording: ValidationWording): FieldError[] {
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method, rules = [] } = spec;
  const level = spec.priorityLevelConfiguration?.name ?? '';
  return [
    ...(precedence <= 0 ? [invalid(PRECEDENCE, precedence, 'must be a positive value')] : []),
    ...(precedence > MOST ? [invalid(PRECEDENCE, precedence, `must not be greater than ${MOST}`)] : []),
    ...(precedence === 1 && metadata.name !== 'exempt'
      ? [invalid(PRECEDENCE, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")]
      : []),
    ...(method !== undefined && !METHODS.includes(method.type)
      ? [notSupported(SPEC.child('distinguisherMethod', 'type'), method, METHODS)]
      : []),
    ...(level === ''
      ? [required(LEVEL, 'must reference a priority level')]
      : nameIsDNSSubdomain(level, false).map((text) => invalid(LEVEL, level, text))),
    ...rules.flatMap((rule, i) => validateFlowRule(rule, SPEC.child('rules').index(i), wording)),
  ];
}

export const flowschemas = defineBehaviour<FlowSchema>({
  group: 'flowcontrol.apiserver.k8s.io',
  resource: 'flowschemas',
  strategy: {
    default({ spec }) {
      spec.matchingPrecedence ||= DEFAULT_PRECEDENCE;
    },
    validate: (object, { features }) => validateSchema(object, features.behaviours),
    validateUpdate: (object, _old, { features }) => validateSchema(object, features.behaviours),
  },
  columns: [
    nameColumn,
    textColumn('PriorityLevel', 'Where its requests queue.', ({ spec }) => spec.priorityLevelConfiguration?.name ?? ''),
    integerColumn('MatchingPrecedence', 'Lower ones are asked first.', ({ spec }) => spec.matchingPrecedence ?? 0),
    textColumn(
      'DistinguisherMethod',
      'What tells flows apart.',
      ({ spec }) => spec.distinguisherMethod?.type ?? '<none>',
    ),
    ageColumn,
    textColumn(
      'MissingPL',
      'Whether the priority level is missing.',
      ({ status }) => status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
    ),
  ],
  description: 'Sorts requests into flows. They are stored, and requests are not held back.',
  example: {
    metadata: { name: 'robots' },
    spec: {
      priorityLevelConfiguration: { name: 'workload-low' },
      matchingPrecedence: 8000,
      rules: [
        {
          subjects: [{ kind: 'Group', group: { name: 'robots' } }],
          resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'] }],
        },
      ],
    },
  },
});
