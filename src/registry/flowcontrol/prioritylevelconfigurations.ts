/** Source: pkg/registry/flowcontrol/prioritylevelconfiguration, pkg/apis/flowcontrol/{v1,v1beta2,v1beta3,validation}. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type LimitedPriorityLevel, type PriorityLevelConfiguration, type Queuing } from '../../apis/flowcontrol/v1.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

const SPEC = Path.of('spec');
const LIMITED = SPEC.child('limited');
const RESPONSE = LIMITED.child('limitResponse');
const DEFAULT_SHARES = 30;
const DEFAULT_QUEUES = 64;
const DEFAULT_HAND = 8;
const DEFAULT_LENGTH = 50;
const MOST_QUEUES = 10_000_000;

/** v1beta1 and v1beta2 call the shares otherwise. */
const assured = {
  decode(wire: KubeObject): KubeObject {
    const { limited } = (wire as Partial<PriorityLevelConfiguration>).spec ?? {};
    if (limited?.assuredConcurrencyShares !== undefined)
      limited.nominalConcurrencyShares = limited.assuredConcurrencyShares;
    delete limited?.assuredConcurrencyShares;
    return wire;
  },
  encode(stored: KubeObject): KubeObject {
    const { limited } = (stored as PriorityLevelConfiguration).spec;
    if (limited?.nominalConcurrencyShares !== undefined)
      limited.assuredConcurrencyShares = limited.nominalConcurrencyShares;
    delete limited?.nominalConcurrencyShares;
    return stored;
  },
};

function setDefaults({ apiVersion = '', spec }: PriorityLevelConfiguration, lends: boolean): void {
  const { limited, exempt } = spec;
  if (exempt !== undefined) {
    exempt.nominalConcurrencyShares ??= 0;
    exempt.lendablePercent ??= 0;
  }
  if (limited === undefined) return;
  if (/v1beta[12]$/.test(apiVersion)) limited.assuredConcurrencyShares ||= DEFAULT_SHARES;
  else if (apiVersion.endsWith('v1beta3')) limited.nominalConcurrencyShares ||= DEFAULT_SHARES;
  else limited.nominalConcurrencyShares ??= DEFAULT_SHARES;
  if (lends) limited.lendablePercent ??= 0;
  const queuing = limited.limitResponse?.queuing;
  if (queuing === undefined) return;
  queuing.handSize ||= DEFAULT_HAND;
  queuing.queues ||= DEFAULT_QUEUES;
  queuing.queueLengthLimit ||= DEFAULT_LENGTH;
}

function validateLevel({ metadata, spec }: PriorityLevelConfiguration): FieldError[] {
  const { type, limited, exempt } = spec;
  const at = SPEC.child('type');
  const exempted = metadata.name === 'exempt';
  const wrongType =
    exempted === (type === 'Exempt') ? [] : [invalid(at, type, "must be 'Exempt' if and only if `name` is 'exempt'")];
  switch (type) {
    case 'Exempt':
      return [
        ...wrongType,
        ...(limited === undefined ? [] : [forbidden(LIMITED, 'must be nil if the type is not Limited')]),
      ];
    case 'Limited':
      return [
        ...wrongType,
        ...(exempt === undefined ? [] : [forbidden(SPEC.child('exempt'), 'must be nil if the type is Limited')]),
        ...(limited === undefined
          ? [required(LIMITED, 'must not be empty when type is Limited')]
          : validateLimited(limited)),
      ];
    default:
      return [...wrongType, ...(type === '' ? [required(at)] : [notSupported(at, type, ['Exempt', 'Limited'])])];
  }
}

function validateLimited(limited: LimitedPriorityLevel): FieldError[] {
  const { lendablePercent: lendable = 0, borrowingLimitPercent: borrowing = 0, limitResponse } = limited;
  const field =
    limited.assuredConcurrencyShares === undefined ? 'nominalConcurrencyShares' : 'assuredConcurrencyShares';
  const shares = limited[field] ?? 0;
  const { type = '', queuing } = limitResponse ?? {};
  return [
    ...(shares < 0 ? [invalid(LIMITED.child(field), shares, 'must be a non-negative integer')] : []),
    ...validateResponse(type, queuing),
    ...(lendable < 0 || lendable > 100
      ? [invalid(LIMITED.child('lendablePercent'), lendable, 'must be between 0 and 100, inclusive')]
      : []),
    ...(borrowing < 0
      ? [invalid(LIMITED.child('borrowingLimitPercent'), borrowing, 'if specified, must be a non-negative integer')]
      : []),
  ];
}

function validateResponse(type: string, queuing: Queuing | undefined): FieldError[] {
  const at = RESPONSE.child('queuing');
  switch (type) {
    case 'Reject':
      return queuing === undefined ? [] : [forbidden(at, 'must be nil if limited.limitResponse.type is not Limited')];
    case 'Queue':
      if (queuing !== undefined) return validateQueuing(queuing, at);
      return [required(at, 'must not be empty if limited.limitResponse.type is Limited')];
    case '':
      return [required(RESPONSE.child('type'))];
    default:
      return [notSupported(RESPONSE.child('type'), type, ['Queue', 'Reject'])];
  }
}

function validateQueuing({ queues = 0, handSize = 0, queueLengthLimit = 0 }: Queuing, path: Path): FieldError[] {
  const positive = (field: string, value: number): FieldError[] =>
    value > 0 ? [] : [invalid(path.child(field), value, 'must be positive')];
  return [
    ...positive('queueLengthLimit', queueLengthLimit),
    ...positive('queues', queues),
    ...(queues > MOST_QUEUES ? [invalid(path.child('queues'), queues, `must not be greater than ${MOST_QUEUES}`)] : []),
    ...positive('handSize', handSize),
    ...(handSize > queues
      ? [invalid(path.child('handSize'), handSize, `should not be greater than queues (${queues})`)]
      : []),
  ];
}

function cellOf(value: number | undefined): number | string {
  return value ?? '<none>';
}

function queuingOf({ spec }: PriorityLevelConfiguration): Queuing {
  return spec.limited?.limitResponse?.queuing ?? {};
}

function sharesOf({ spec: { limited } }: PriorityLevelConfiguration): number | undefined {
  return limited?.nominalConcurrencyShares ?? limited?.assuredConcurrencyShares;
}

export const prioritylevelconfigurations = defineBehaviour<PriorityLevelConfiguration>({
  group: 'flowcontrol.apiserver.k8s.io',
  resource: 'prioritylevelconfigurations',
  conversions: { v1beta2: assured },
  strategy: {
    default: (object, { behaviours }) => setDefaults(object, behaviours.priorityLevelsLend),
    validate: validateLevel,
    validateUpdate: validateLevel,
  },
  columns: [
    nameColumn,
    textColumn('Type', 'Limited, or exempt from limits.', ({ spec }) => spec.type),
    ...[true, false].map((nominal) =>
      textColumn<PriorityLevelConfiguration>(
        nominal ? 'NominalConcurrencyShares' : 'AssuredConcurrencyShares',
        'Its part of what the server does at once.',
        (object) => cellOf(sharesOf(object)),
        { shown: ({ behaviours }) => behaviours.priorityLevelsLend === nominal },
      ),
    ),
    textColumn('Queues', 'How many queues it has.', (object) => cellOf(queuingOf(object).queues)),
    textColumn('HandSize', 'How many queues a flow may use.', (object) => cellOf(queuingOf(object).handSize)),
    textColumn('QueueLengthLimit', 'How many requests may wait in one.', (object) =>
      cellOf(queuingOf(object).queueLengthLimit),
    ),
    ageColumn,
  ],
  description: 'How much the server does at once for some requests. They are stored, and requests are not held back.',
  example: {
    metadata: { name: 'robots' },
    spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } },
  },
});
