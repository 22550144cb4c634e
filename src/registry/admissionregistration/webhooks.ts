/** What the two kinds of webhook configurations have in common. Source: pkg/apis/admissionregistration/{v1,v1beta1,validation}. */
import { duplicate, type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateFullyQualifiedName } from '../../apis/validation/domain-names.js';
import { type LabelSelector, validateLabelSelector } from '../../apis/validation/label-selector.js';
import { isDNS1035Label } from '../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type Behaviours } from '../../features/behaviours.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { type KindBehaviour } from '../behaviour.js';
import { integerColumn } from '../column.js';
import { type StrategyContext } from '../rest.js';
import { type ClientConfig, validateClientConfig } from '../../apis/validation/webhook-client.js';
import { type MatchCondition, validateMatchConditions } from './match-conditions.js';
import { defaultScopes, FAILURE_POLICIES, MATCH_POLICIES, type Rule, validateRule } from './rules.js';

interface Webhook {
  name: string;
  clientConfig: ClientConfig;
  rules?: Rule[];
  failurePolicy?: string;
  matchPolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  sideEffects?: string;
  timeoutSeconds?: number;
  admissionReviewVersions?: string[] | null;
  reinvocationPolicy?: string;
  matchConditions?: MatchCondition[];
}

export interface WebhookConfiguration extends KubeObject {
  webhooks?: Webhook[];
}

const WEBHOOKS = Path.of('webhooks');
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown'];
const NO_SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REINVOCATIONS = ['IfNeeded', 'Never'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];

function setDefaults({ webhooks }: WebhookConfiguration, mutating: boolean): void {
  for (const webhook of webhooks ?? []) {
    webhook.failurePolicy ??= 'Fail';
    webhook.matchPolicy ??= 'Equivalent';
    webhook.namespaceSelector ??= {};
    webhook.objectSelector ??= {};
    webhook.timeoutSeconds ??= 10;
    if (mutating) webhook.reinvocationPolicy ??= 'Never';
    defaultScopes(webhook.rules);
    const { service } = webhook.clientConfig;
    if (service !== undefined) service.port ??= 443;
  }
}

/** What v1beta1 fills in where v1 would fill in something else, or nothing. */
function fromBeta(wire: KubeObject): KubeObject {
  for (const webhook of (wire as WebhookConfiguration).webhooks ?? []) {
    webhook.failurePolicy ??= 'Ignore';
    webhook.matchPolicy ??= 'Exact';
    webhook.sideEffects ??= 'Unknown';
    webhook.timeoutSeconds ??= 30;
    if ((webhook.admissionReviewVersions ?? []).length === 0) webhook.admissionReviewVersions = ['v1beta1'];
  }
  return wire;
}

function validateConfiguration(
  { webhooks = [] }: WebhookConfiguration,
  old: WebhookConfiguration | undefined,
  { features, version }: StrategyContext,
): FieldError[] {
  const beta = version === 'v1beta1';
  const before = old?.webhooks ?? [];
  const sideEffects =
    beta || before.some((webhook) => !NO_SIDE_EFFECTS.includes(webhook.sideEffects ?? ''))
      ? SIDE_EFFECTS
      : NO_SIDE_EFFECTS;
  const anyVersion =
    beta || before.some(({ admissionReviewVersions }) => !hasKnownVersion(admissionReviewVersions ?? []));
  const sameNames = beta || new Set(before.map(({ name }) => name)).size < before.length;
  return webhooks.flatMap((webhook, i) => {
    const path = WEBHOOKS.index(i);
    const twice = webhooks.slice(0, i).some(({ name }) => name === webhook.name && name !== '');
    return [
      ...validateWebhook(webhook, path, sideEffects, features.behaviours),
      ...validateVersions(webhook, path.child('admissionReviewVersions'), anyVersion, features.behaviours),
      ...(twice && !sameNames ? [duplicate(path.child('name'), webhook.name)] : []),
    ];
  });
}

function validateWebhook(
  webhook: Webhook,
  path: Path,
  allowedSideEffects: readonly string[],
  wording: Behaviours,
): FieldError[] {
  const { name, rules = [], failurePolicy, matchPolicy, sideEffects, reinvocationPolicy } = webhook;
  const { timeoutSeconds: seconds, matchConditions = [], clientConfig } = webhook;
  const oneOf = (field: string, value: string | undefined, values: readonly string[]): FieldError[] =>
    value === undefined || values.includes(value) ? [] : [notSupported(path.child(field), value, values)];
  return [
    ...validateFullyQualifiedName(name, path.child('name')),
    ...rules.flatMap((rule, i) => validateRule(rule, path.child('rules').index(i), wording)),
    ...oneOf('failurePolicy', failurePolicy, FAILURE_POLICIES),
    ...oneOf('matchPolicy', matchPolicy, MATCH_POLICIES),
    ...(sideEffects === undefined
      ? [required(path.child('sideEffects'), `must specify one of ${allowedSideEffects.join(', ')}`)]
      : oneOf('sideEffects', sideEffects, allowedSideEffects)),
    ...(seconds !== undefined && (seconds > 30 || seconds < 1)
      ? [invalid(path.child('timeoutSeconds'), seconds, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...validateLabelSelector(webhook.namespaceSelector, false, path.child('namespaceSelector'), wording),
    ...validateLabelSelector(webhook.objectSelector, false, path.child('objectSelector'), wording),
    ...oneOf('reinvocationPolicy', reinvocationPolicy, REINVOCATIONS),
    ...validateClientConfig(clientConfig, path.child('clientConfig'), wording.webhookServiceFieldsExplained),
    ...validateMatchConditions(matchConditions, path.child('matchConditions'), wording),
  ];
}

function hasKnownVersion(versions: readonly string[]): boolean {
  return versions.some((version) => REVIEW_VERSIONS.includes(version));
}

function validateVersions(
  { admissionReviewVersions }: Webhook,
  path: Path,
  anyVersion: boolean,
  wording: ValidationWording,
): FieldError[] {
  const versions = admissionReviewVersions ?? [];
  if (versions.length === 0) return [required(path, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)];
  const errors = versions.flatMap((version, i) =>
    versions.indexOf(version) < i
      ? [invalid(path.index(i), version, 'duplicate version')]
      : isDNS1035Label(version).map((text) => invalid(path.index(i), version, text)),
  );
  if (anyVersion || hasKnownVersion(versions)) return errors;
  const text = `must include at least one of ${REVIEW_VERSIONS.join(', ')}`;
  return [...errors, invalidStructure(path, versions, goStrings(versions), text, wording)];
}

export function webhookBehaviour(mutating: boolean): Omit<KindBehaviour<WebhookConfiguration>, 'resource'> {
  return {
    group: 'admissionregistration.k8s.io',
    conversions: { v1beta1: { decode: fromBeta } },
    strategy: {
      default: (configuration) => setDefaults(configuration, mutating),
      validate: (configuration, context) => validateConfiguration(configuration, undefined, context),
      validateUpdate: (configuration, old, context) => validateConfiguration(configuration, old, context),
    },
    columns: [
      nameColumn,
      integerColumn('Webhooks', 'How many webhooks it names.', ({ webhooks = [] }) => webhooks.length),
      ageColumn,
    ],
    example: {
      metadata: { name: 'hooks' },
      webhooks: [
        {
          name: 'pods.hooks.example.com',
          clientConfig: { service: { namespace: 'default', name: 'hooks', path: '/pods' } },
          rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    },
    description: mutating
      ? 'Webhooks that may change objects before they are stored. They are stored and not called.'
      : 'Webhooks that may refuse objects. They are stored and not called.',
  };
}
