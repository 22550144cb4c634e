/** Disks of Azure. Source: pkg/apis/core/validation/validation.go. */
import { type AzureDiskVolumeSource } from '../../../../apis/core/pod-volume-plugins.js';
import { type FieldError, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateOptionalChoice } from './choice.js';

const CACHING_MODES = ['None', 'ReadOnly', 'ReadWrite'];
const KINDS = ['Dedicated', 'Managed', 'Shared'];
const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function validateAzureDisk(
  { diskName = '', diskURI = '', cachingMode, kind }: AzureDiskVolumeSource,
  path: Path,
): FieldError[] {
  const at = path.child('diskURI');
  const managed = kind === 'Managed';
  const fits = kind === undefined || diskURI.startsWith(managed ? '/subscriptions/' : 'https://');
  return [
    ...(diskName === '' ? [required(path.child('diskName'))] : []),
    ...(diskURI === '' ? [required(at)] : []),
    ...validateOptionalChoice(cachingMode, CACHING_MODES, path.child('cachingMode')),
    ...validateOptionalChoice(kind, KINDS, path.child('kind')),
    ...(fits ? [] : [notSupported(at, diskURI, [managed ? MANAGED : BLOB])]),
  ];
}
