/** Source: pkg/registry/networking/servicecidr, pkg/apis/networking/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { parseCidr, validateCidrField } from '../../apis/validation/cidr.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface ServiceCIDR extends KubeObject {
  spec: { cidrs?: string[] };
}

const CIDRS = Path.of('spec', 'cidrs');
const TWO_FAMILIES = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';

function validateBlocks({ spec }: ServiceCIDR): FieldError[] {
  const cidrs = spec.cidrs ?? [];
  if (cidrs.length === 0) return [required(CIDRS, 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid(CIDRS, spec, 'may only hold up to 2 values')];
  const [first, second] = cidrs.map(parseCidr);
  return [
    ...cidrs.flatMap((cidr, i) => validateCidrField(cidr, CIDRS.index(i), { shortWords: false, strict: true })),
    ...(first !== undefined && first.family === second?.family ? [invalid(CIDRS, cidrs, TWO_FAMILIES)] : []),
  ];
}

function validateBlocksUpdate(object: ServiceCIDR, old: ServiceCIDR): FieldError[] {
  const [cidrs, before] = [object.spec.cidrs ?? [], old.spec.cidrs ?? []];
  const grows = before.length === 1 && cidrs.length === 2;
  if (!grows && cidrs.length !== before.length) return validateImmutable(cidrs, before, CIDRS);
  return [
    ...before.flatMap((cidr, i) => validateImmutable(cidrs[i], cidr, CIDRS.index(i))),
    ...(grows ? validateBlocks(object) : []),
  ];
}

export const servicecidrs = defineBehaviour<ServiceCIDR>({
  group: 'networking.k8s.io',
  resource: 'servicecidrs',
  strategy: { validate: validateBlocks, validateUpdate: validateBlocksUpdate },
  columns: [
    nameColumn,
    textColumn('CIDRs', 'The blocks of addresses.', ({ spec: { cidrs = [] } }) => cidrs.join(',')),
    ageColumn,
  ],
  description: 'Blocks of addresses that services get theirs from.',
  example: { metadata: { name: 'more' }, spec: { cidrs: ['10.96.0.0/24'] } },
});
