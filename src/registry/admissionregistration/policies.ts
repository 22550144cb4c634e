/** What validating and mutating admission policies and their bindings have in common. Source: pkg/apis/admissionregistration/validation. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type LabelSelector, validateLabelSelector } from '../../apis/validation/label-selector.js';
import {
  isDNS1035Label,
  isDNS1123Subdomain,
  isPathSegmentName,
  nameIsDNSSubdomain,
} from '../../apis/validation/names.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { textColumn } from '../column.js';
import { type TableColumn } from '../rest.js';
import { type MatchCondition, validateMatchConditions } from './match-conditions.js';
import { FAILURE_POLICIES, type MatchResources, OPERATIONS, validateMatchResources } from './rules.js';

export interface PolicySpec {
  paramKind?: { apiVersion: string; kind: string };
  matchConstraints?: MatchResources;
  failurePolicy?: string;
  matchConditions?: MatchCondition[];
}

export interface BindingSpec {
  policyName?: string;
  paramRef?: { name?: string; namespace?: string; selector?: LabelSelector; parameterNotFoundAction?: string };
  matchResources?: MatchResources;
}

const SPEC = Path.of('spec');
const NOT_FOUND_ACTIONS = ['Deny', 'Allow'];
const EXCLUSIVE = 'name and selector are mutually exclusive';

export function validatePolicySpec(
  spec: PolicySpec,
  wording: ValidationWording,
  operations = OPERATIONS,
  compile?: (expression: string, path: Path) => readonly FieldError[],
): FieldError[] {
  const { failurePolicy, paramKind, matchConstraints: match, matchConditions = [] } = spec;
  const constraints = SPEC.child('matchConstraints');
  return [
    ...(failurePolicy === undefined || FAILURE_POLICIES.includes(failurePolicy)
      ? []
      : [notSupported(SPEC.child('failurePolicy'), failurePolicy, FAILURE_POLICIES)]),
    ...(paramKind === undefined ? [] : validateParamKind(paramKind, SPEC.child('paramKind'))),
    ...(match === undefined
      ? [required(constraints)]
      : validateMatchResources(match, constraints, wording, operations)),
    ...(match !== undefined && (match.resourceRules ?? []).length === 0
      ? [required(constraints.child('resourceRules'))]
      : []),
    ...validateMatchConditions(matchConditions, SPEC.child('matchConditions'), wording, compile),
  ];
}

function validateParamKind({ apiVersion, kind }: { apiVersion: string; kind: string }, path: Path): FieldError[] {
  const at = path.child('apiVersion');
  const slash = apiVersion.indexOf('/');
  const [group, version] = [apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1)];
  const wrong = (where: Path, value: string, texts: readonly string[], before = ''): FieldError[] =>
    texts.length === 0 ? [] : [invalid(where, value, before + texts.join(','))];
  return [
    ...(apiVersion === ''
      ? [required(at)]
      : [
          ...(group === '' ? [] : wrong(at, group, isDNS1123Subdomain(group))),
          ...(version === ''
            ? [invalid(at, apiVersion, 'version must be specified')]
            : wrong(at, version, isDNS1035Label(version))),
        ]),
    ...(kind === ''
      ? [required(path.child('kind'))]
      : wrong(
          path.child('kind'),
          kind,
          isDNS1035Label(kind.toLowerCase()),
          'may have mixed case, but should otherwise match: ',
        )),
  ];
}

export function validateBindingSpec(
  { policyName = '', paramRef, matchResources }: BindingSpec,
  wording: ValidationWording,
  operations = OPERATIONS,
): FieldError[] {
  const at = SPEC.child('policyName');
  return [
    ...(policyName === ''
      ? [required(at)]
      : nameIsDNSSubdomain(policyName, false).map((text) => invalid(at, policyName, text))),
    ...(paramRef === undefined ? [] : validateParamRef(paramRef, SPEC.child('paramRef'), wording)),
    ...validateMatchResources(matchResources, SPEC.child('matchResources'), wording, operations),
  ];
}

function validateParamRef(
  { name = '', selector, parameterNotFoundAction: action = '' }: NonNullable<BindingSpec['paramRef']>,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const both = name !== '' && selector !== undefined;
  const at = path.child('parameterNotFoundAction');
  return [
    ...(name === '' ? [] : isPathSegmentName(name).map((text) => invalid(path.child('name'), name, text))),
    ...(both ? [forbidden(path.child('name'), EXCLUSIVE)] : []),
    ...validateLabelSelector(selector, true, path.child('selector'), wording),
    ...(both ? [forbidden(path.child('selector'), EXCLUSIVE)] : []),
    ...(name === '' && selector === undefined ? [required(path, 'one of name or selector must be specified')] : []),
    ...(action === ''
      ? [required(at)]
      : NOT_FOUND_ACTIONS.includes(action)
        ? []
        : [notSupported(at, action, NOT_FOUND_ACTIONS)]),
  ];
}

export const paramKindColumn: TableColumn<KubeObject & { spec: PolicySpec }> = textColumn(
  'ParamKind',
  'The kind of its parameters.',
  ({ spec: { paramKind } }) => (paramKind === undefined ? '<unset>' : `${paramKind.apiVersion}/${paramKind.kind}`),
);

export const bindingColumns: readonly TableColumn<KubeObject & { spec: BindingSpec }>[] = [
  textColumn('PolicyName', 'The policy.', ({ spec }) => spec.policyName ?? ''),
  textColumn('ParamRef', 'Its parameters.', ({ spec: { paramRef } }) => {
    const { name = '', namespace = '', selector } = paramRef ?? {};
    if (name !== '') return `${namespace || '*'}/${name}`;
    return selector === undefined ? '<unset>' : goSelector(selector);
  }),
];

/** metav1.LabelSelector as its generated String has it. */
function goSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}: ${value},`);
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
