/** As whom containers run, as their status says. Source: pkg/apis/core/validation/validation.go. */
import { type ContainerStatus } from '../../../../apis/core/pod-status.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { inclusiveRangeError, validateId } from './numbers.js';

const MAX_UINT32 = 2 ** 32 - 1;

export function validateStatusUsers(
  statuses: readonly ContainerStatus[] | undefined,
  path: Path,
  os: PodSpec['os'],
  { behaviours }: Features,
): FieldError[] {
  const { statusUserErrorsNameUser, statusUsersAreUnsigned } = behaviours;
  const system = os === undefined ? 'linux' : os.name;
  return (statuses ?? []).flatMap(({ user }, i) => {
    const linux = user?.linux;
    if (linux === undefined) return [];
    const at = path.index(i).child(...(statusUserErrorsNameUser ? ['user', 'linux'] : ['linux']));
    if (system === 'windows') return [forbidden(at, 'cannot be set for a windows pod')];
    if (system !== 'linux') return [];
    const { uid = 0, gid, supplementalGroups = [] } = linux;
    const uidAt = at.child('uid');
    return [
      ...(statusUsersAreUnsigned ? validateUnsigned(uid, uidAt) : validateId(uid, uidAt)),
      ...validateId(gid, at.child('gid')),
      ...supplementalGroups.flatMap((group, j) => validateId(group, at.child('supplementalGroups').index(j))),
    ];
  });
}

function validateUnsigned(id: number, path: Path): FieldError[] {
  return id < 0 || id > MAX_UINT32 ? [invalid(path, id, inclusiveRangeError(0, MAX_UINT32))] : [];
}
