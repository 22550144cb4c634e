/** Source: pkg/registry/networking/ipaddress, pkg/apis/networking/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateIPField } from '../../apis/validation/cidr.js';
import { validateFixed } from '../../apis/validation/immutable.js';
import { isDNS1123Subdomain, isPathSegmentName } from '../../apis/validation/names.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface ParentReference {
  group?: string;
  resource?: string;
  namespace?: string;
  name?: string;
}

interface IPAddress extends KubeObject {
  spec: { parentRef?: ParentReference };
}

const PARENT = Path.of('spec', 'parentRef');

function validateAddress({ spec: { parentRef } }: IPAddress): FieldError[] {
  if (parentRef === undefined) return [required(PARENT)];
  const { group = '', resource = '', name = '', namespace = '' } = parentRef;
  const segment = (field: string, value: string): FieldError[] =>
    isPathSegmentName(value).map((text) => invalid(PARENT.child(field), value, text));
  return [
    ...(group === '' ? [] : isDNS1123Subdomain(group)).map((text) => invalid(PARENT.child('group'), group, text)),
    ...(resource === '' ? [required(PARENT.child('resource'))] : segment('resource', resource)),
    ...(name === '' ? [required(PARENT.child('name'))] : segment('name', name)),
    ...(namespace === '' ? [] : segment('namespace', namespace)),
  ];
}

function parent({ spec: { parentRef } }: IPAddress): string {
  if (parentRef === undefined) return '<none>';
  const { group = '', resource = '', name = '', namespace = '' } = parentRef;
  const kind = (group === '' ? resource : `${resource}.${group}`).toLowerCase();
  return [kind, ...(namespace === '' ? [] : [namespace]), name].join('/');
}

export const ipaddresses = defineBehaviour<IPAddress>({
  group: 'networking.k8s.io',
  resource: 'ipaddresses',
  strategy: {
    validateName: (name) => validateIPField(name, Path.of('name'), { strict: true }).map(({ detail }) => detail),
    validate: validateAddress,
    validateUpdate: ({ spec }, old, { features: { behaviours } }) =>
      validateFixed(spec.parentRef, old.spec.parentRef, PARENT, behaviours.declarativeResourceValidation),
  },
  columns: [nameColumn, textColumn('ParentRef', 'What has the address.', parent)],
  description: 'An address that a service has taken.',
  example: {
    metadata: { name: '10.0.0.7' },
    spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
  },
});
