/** Source: k8s.io/kube-aggregator/pkg/{registry/apiservice,apis/apiregistration}. */
import { type FieldError, goQuote, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { isDNS1035Label, isDNS1123Subdomain, isPathSegmentName } from '../../apis/validation/names.js';
import { rfc3339 } from '../../clock/clock.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { keepMetadata } from '../status-metadata.js';

interface APIService extends KubeObject {
  spec: {
    group?: string;
    version?: string;
    service?: { namespace?: string; name?: string; port?: number };
    groupPriorityMinimum: number;
    versionPriority: number;
    caBundle?: string;
    insecureSkipTLSVerify?: boolean;
  };
  status?: {
    conditions?: { type: string; status: string; reason?: string; message?: string; lastTransitionTime?: string }[];
  };
}

const SPEC = Path.of('spec');
const NAME = Path.of('metadata', 'name');
const CONDITIONS = Path.of('status', 'conditions');
const STATUSES = ['True', 'False', 'Unknown'];

function validateService({ metadata, spec }: APIService): FieldError[] {
  const { name = '' } = metadata;
  const { group = '', version = '', groupPriorityMinimum, versionPriority } = spec;
  const fitting = `${version}.${group}`;
  const unsafe = isPathSegmentName(name);
  const names =
    unsafe.length > 0
      ? unsafe
      : name === fitting
        ? []
        : [`must be \`spec.version+"."+spec.group\`: ${goQuote(fitting)}`];
  return [
    ...names.map((text) => invalid(NAME, name, text)),
    ...(group === '' && version !== 'v1'
      ? [required(SPEC.child('group'), 'only v1 may have an empty group and it better be legacy kube')]
      : []),
    ...(group === '' ? [] : isDNS1123Subdomain(group)).map((text) => invalid(SPEC.child('group'), group, text)),
    ...isDNS1035Label(version).map((text) => invalid(SPEC.child('version'), version, text)),
    ...priority('groupPriorityMinimum', groupPriorityMinimum, 20_000),
    ...priority('versionPriority', versionPriority, 1000),
    ...validateTarget(spec),
  ];
}

function priority(field: string, value: number, most: number): FieldError[] {
  if (value > 0 && value <= most) return [];
  return [invalid(SPEC.child(field), value, `must be positive and less than ${most}`)];
}

function validateTarget({ service, caBundle = '', insecureSkipTLSVerify = false }: APIService['spec']): FieldError[] {
  const skip = SPEC.child('insecureSkipTLSVerify');
  if (service === undefined) {
    const bytes = `${Buffer.from(caBundle, 'base64').length} bytes`;
    return [
      ...(caBundle === '' ? [] : [invalid(SPEC.child('caBundle'), bytes, 'local APIServices may not have a caBundle')]),
      ...(insecureSkipTLSVerify ? [invalid(skip, true, 'local APIServices may not have insecureSkipTLSVerify')] : []),
    ];
  }
  const path = SPEC.child('service');
  const { namespace = '', name = '', port = 443 } = service;
  return [
    ...(namespace === '' ? [required(path.child('namespace'))] : []),
    ...(name === '' ? [required(path.child('name'))] : []),
    ...(port < 1 || port > 65535
      ? [invalid(path.child('port'), port, 'port is not valid: must be between 1 and 65535, inclusive')]
      : []),
    ...(insecureSkipTLSVerify && caBundle !== ''
      ? [invalid(skip, true, 'may not be true if caBundle is present')]
      : []),
  ];
}

export const apiservices = defineBehaviour<APIService>({
  group: 'apiregistration.k8s.io',
  resource: 'apiservices',
  strategy: {
    default({ spec: { service } }) {
      if (service !== undefined) service.port ??= 443;
    },
    prepareForCreate(object, { clock }) {
      if (object.spec.service !== undefined) return;
      const lastTransitionTime = rfc3339(clock.now());
      const message = 'Local APIServices are always available';
      object.status = {
        conditions: [{ type: 'Available', status: 'True', lastTransitionTime, reason: 'Local', message }],
      };
    },
    // It depends on the spec: see validateService.
    validateName: () => [],
    validate: validateService,
    validateUpdate: validateService,
  },
  subresources: {
    status: {
      type: 'stored',
      verbs: ['get', 'patch', 'update'],
      strategy: {
        prepareForUpdate(object, old) {
          (object as APIService).spec = structuredClone((old as APIService).spec);
          keepMetadata(object, old);
        },
        validateUpdate: (object) =>
          ((object as APIService).status?.conditions ?? []).flatMap(({ status }, i) =>
            STATUSES.includes(status) ? [] : [notSupported(CONDITIONS.index(i).child('status'), status, STATUSES)],
          ),
      },
    },
  },
  columns: [
    nameColumn,
    textColumn('Service', 'Who answers for the group and version.', ({ spec: { service } }) =>
      service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`,
    ),
    textColumn('Available', 'Whether it answers.', ({ status }) => {
      const available = status?.conditions?.find(({ type }) => type === 'Available');
      if (available === undefined) return 'Unknown';
      return available.status === 'True' ? 'True' : `${available.status} (${available.reason ?? ''})`;
    }),
    ageColumn,
  ],
  description: 'Says who answers for a group and version: this server, or a service. Requests are not handed on.',
  example: {
    metadata: { name: 'v1.shop.example.com' },
    spec: {
      group: 'shop.example.com',
      version: 'v1',
      groupPriorityMinimum: 1000,
      versionPriority: 15,
      service: { namespace: 'default', name: 'shop' },
    },
  },
});
