/** What a status says of devices, images and volumes. Source: pkg/apis/core/validation/validation.go. */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type ContainerStatus, type PodStatus, type ResourceStatus } from '../../../../apis/core/pod-status.js';
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import {
  type FieldError,
  duplicate,
  forbidden,
  invalid,
  notFound,
  notSupported,
  required,
} from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { quantityNanos } from '../../../../apis/quantity.js';
import { tooLongBytes } from '../../../../apis/validation/labels.js';
import { regexError } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';

const HEALTH = ['Healthy', 'Unhealthy', 'Unknown'];
const MAX_MESSAGE = 1024;
const MAX_IMAGE = 256;

export function validateAllocatedResources({ spec, status = {} }: Pod, path: Path, features: Features): FieldError[] {
  const check = (
    statuses: readonly ContainerStatus[] | undefined,
    containers: readonly Container[] | undefined,
    at: Path,
  ): FieldError[] =>
    (statuses ?? []).flatMap(({ name, allocatedResourcesStatus: list = [] }, i) => {
      const container = containers?.find((each) => each.name === name);
      return list.flatMap((resource, j) => {
        const resourceAt = at.index(i).child('allocatedResourcesStatus').index(j);
        return [
          ...(container === undefined ? [] : validateName(resource, container, status, resourceAt, features)),
          ...validateHealth(resource, resourceAt.child('resources'), features),
        ];
      });
    });
  const ephemeral = path.child('ephemeralContainerStatuses');
  return [
    ...check(status.containerStatuses, spec.containers, path.child('containerStatuses')),
    ...check(status.initContainerStatuses, spec.initContainers, path.child('initContainerStatuses')),
    ...(status.ephemeralContainerStatuses ?? []).flatMap(({ allocatedResourcesStatus: list = [] }, i) =>
      list.length === 0
        ? []
        : [
            forbidden(
              ephemeral.index(i).child('allocatedResourcesStatus'),
              'must not be specified in container status',
            ),
          ],
    ),
  ];
}

function validateName(
  { name = '' }: ResourceStatus,
  container: Container,
  status: PodStatus,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  const { resourceStatusesOfClaims: claims } = behaviours;
  const asked = container.resources?.requests?.[name] !== undefined;
  if (claims === 'unknown') {
    return asked ? [] : [invalid(path.child('name'), name, "must match one of the container's resource requirements")];
  }
  if (!name.startsWith('claim:')) {
    return asked ? [] : [invalid(path.child('name'), name, "must match one of the container's resource requests")];
  }
  const own = (container.resources?.claims ?? []).some(
    (claim) => name === `claim:${claim.name ?? ''}${claim.request ? `/${claim.request}` : ''}`,
  );
  if (own || (claims === 'extended' && isExtendedClaim(name, container, status))) return [];
  const format =
    claims === 'extended'
      ? "as 'claim:<claimName>/<requestName>' when container.resources.claims[*].request is set or 'claim:<claimName>' when it is empty"
      : "in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty";
  return [invalid(path.child('name'), name, `must match one of the container's resource claims ${format}`)];
}

function isExtendedClaim(
  name: string,
  container: Container,
  { extendedResourceClaimStatus: status }: PodStatus,
): boolean {
  return (status?.requestMappings ?? []).some(
    ({ containerName, resourceName = '', requestName = '' }) =>
      containerName === container.name &&
      requestName !== '' &&
      name === `claim:${status?.resourceClaimName ?? ''}/${requestName}` &&
      quantityNanos(container.resources?.requests?.[resourceName]) !== 0n,
  );
}

function validateHealth({ resources = [] }: ResourceStatus, path: Path, { behaviours }: Features): FieldError[] {
  const ids = new Set<string>();
  return resources.flatMap(({ resourceID = '', health = '', message }, i) => {
    const at = path.index(i);
    const errors = HEALTH.includes(health) ? [] : [notSupported(at.child('health'), health, HEALTH)];
    if (message === '') errors.push(required(at.child('message'), 'must be non-empty if specified'));
    else if (Buffer.byteLength(message ?? '') > MAX_MESSAGE) {
      errors.push(tooLongBytes(at.child('message'), MAX_MESSAGE, behaviours));
    }
    if (ids.has(resourceID)) errors.push(duplicate(at.child('resourceID'), resourceID));
    ids.add(resourceID);
    return errors;
  });
}

export function validateImageVolumes(
  statuses: readonly ContainerStatus[] | undefined,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  return (statuses ?? []).flatMap(({ volumeMounts = [] }, i) =>
    volumeMounts.flatMap(({ volumeStatus }, j) => {
      if (volumeStatus?.image === undefined) return [];
      const { imageRef = '' } = volumeStatus.image;
      const at = path.index(i).child('volumeMounts').index(j).child('volumeStatus', 'imageVolumeStatus', 'imageRef');
      if (imageRef === '') return [required(at, 'imageRef must not be empty')];
      return Buffer.byteLength(imageRef) > MAX_IMAGE ? [tooLongBytes(at, MAX_IMAGE, behaviours)] : [];
    }),
  );
}

const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_RULE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'";

export function validateVolumeHealth(
  { volumeHealth = [] }: PodStatus,
  { volumes = [] }: PodSpec,
  path: Path,
): FieldError[] {
  const names = new Set(volumes.map(({ name }) => name));
  return volumeHealth.flatMap(({ name = '', healthConditions = [] }, i) => [
    ...(name === '' || names.has(name) ? [] : [notFound(path.index(i).child('name'), name)]),
    ...healthConditions.flatMap(({ reason = '' }, j) => {
      if (reason === '' || new RegExp(`^${REASON}$`).test(reason)) return [];
      const text = regexError(
        REASON_RULE,
        REASON,
        'my_name',
        'MY_NAME',
        'MyName',
        'ReasonA,ReasonB',
        'ReasonA:ReasonB',
      );
      return [invalid(path.index(i).child('healthConditions').index(j).child('reason'), reason, text)];
    }),
  ]);
}
