/** Source: pkg/registry/coordination/lease, pkg/apis/coordination/validation/validation.go. */
import { type FieldError, forbidden, invalid, notSupported } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type Behaviours } from '../../features/behaviours.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    leaseTransitions?: number;
    strategy?: string;
    preferredHolder?: string;
  };
}

const SPEC = Path.of('spec');
const STRATEGIES = ['OldestEmulationVersion'];

function validateLease({ spec = {} }: Lease, wording: Behaviours): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions, strategy, preferredHolder = '' } = spec;
  const negative = wording.leaseTransitionsMisworded
    ? 'must to greater or equal than 0'
    : 'must be greater than or equal to 0';
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalid(SPEC.child('leaseDurationSeconds'), seconds, 'must be greater than 0')]
      : []),
    ...(transitions !== undefined && transitions < 0
      ? [invalid(SPEC.child('leaseTransitions'), transitions, negative)]
      : []),
    ...(strategy === undefined ? [] : validateStrategy(strategy, SPEC.child('strategy'), wording)),
    ...(preferredHolder !== '' && !strategy
      ? [forbidden(SPEC.child('preferredHolder'), 'may only be specified if `strategy` is defined')]
      : []),
  ];
}

/** How a holder is chosen: one of Kubernetes' own ways, or a qualified name. */
export function validateStrategy(strategy: string, path: Path, wording: ValidationWording): FieldError[] {
  // Upstream names the field twice.
  const at = path.child('strategy');
  if (strategy.includes('/')) return isQualifiedName(strategy, wording).map((text) => invalid(at, strategy, text));
  return STRATEGIES.includes(strategy) ? [] : [notSupported(at, strategy, STRATEGIES)];
}

function dropElection(spec: NonNullable<Lease['spec']>): void {
  delete spec.strategy;
  delete spec.preferredHolder;
}

export const leases = defineBehaviour<Lease>({
  group: 'coordination.k8s.io',
  resource: 'leases',
  strategy: {
    prepareForCreate: ({ spec }, { features }) => {
      if (spec !== undefined && !features.enabled('CoordinatedLeaderElection')) dropElection(spec);
    },
    prepareForUpdate: ({ spec }, old, { features }) => {
      const used = old.spec?.strategy !== undefined || old.spec?.preferredHolder !== undefined;
      if (spec !== undefined && !used && !features.enabled('CoordinatedLeaderElection')) dropElection(spec);
    },
    validate: (lease, { features }) => validateLease(lease, features.behaviours),
    validateUpdate: (lease, _old, { features }) => validateLease(lease, features.behaviours),
  },
  columns: [nameColumn, textColumn('Holder', 'Who holds it.', ({ spec }) => spec?.holderIdentity ?? ''), ageColumn],
  description: 'Says who leads, or that a node is alive, until it runs out.',
  example: { metadata: { name: 'leader' }, spec: { holderIdentity: 'replica-1', leaseDurationSeconds: 15 } },
});
