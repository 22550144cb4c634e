/** A pod's claims of devices. Source: pkg/apis/core/validation/validation.go. */
import { type ClaimSource, type PodResourceClaim } from '../../../../apis/core/pod.js';
import { type FieldError, duplicate, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { isDNS1123Label, nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { invalidInternal } from '../internal/errors.js';
import { MIRROR_ANNOTATION } from './annotations.js';
import { type SpecScope } from './scope.js';

/** `[]`, as Go prints a path of one empty name. */
const NO_FIELD = Path.of().key('');

export function validateResourceClaims({ spec, metadata, features }: SpecScope, path: Path): FieldError[] {
  const mirror = metadata?.annotations?.[MIRROR_ANNOTATION] !== undefined;
  if (mirror && features.behaviours.mirrorPodsRefuseClaims) {
    return (spec.resourceClaims ?? []).map(() => forbidden(NO_FIELD, 'static pods do not support resource claims'));
  }
  const names = new Set<string>();
  return (spec.resourceClaims ?? []).flatMap((claim, i) => {
    const at = path.index(i);
    const { name = '' } = claim;
    const nameErrors =
      name === ''
        ? [required(at.child('name'))]
        : names.has(name)
          ? [duplicate(at.child('name'), name)]
          : validateClaimName(claim, metadata?.name, features, at.child('name'));
    names.add(name);
    return [...nameErrors, ...validateClaimSource(claim, at, features)];
  });
}

/** `podName`: with it, the claim that is made of a template gets a name that must fit, too. */
function validateClaimName(
  { name = '', source }: PodResourceClaim,
  podName: string | undefined,
  { behaviours }: Features,
  path: Path,
): FieldError[] {
  const errors = isDNS1123Label(name, behaviours).map((text) => invalid(path, name, text));
  const { resourceClaimNamesChecked, resourceClaimsAreFlat } = behaviours;
  const made = source?.resourceClaimTemplateName !== undefined && podName !== undefined;
  if (errors.length > 0 || !resourceClaimNamesChecked || resourceClaimsAreFlat || !made) return errors;
  const full = `${podName}-${name}`;
  return nameIsDNSSubdomain(full, false).map((text) => invalid(path, full, `final ResourceClaim name: ${text}`));
}

function validateClaimSource(claim: PodResourceClaim, path: Path, features: Features): FieldError[] {
  const { resourceClaimNamesChecked, resourceClaimsAreFlat } = features.behaviours;
  const source: ClaimSource = resourceClaimsAreFlat ? claim : (claim.source ?? {});
  const at = resourceClaimsAreFlat ? path : path.child('source');
  const type = resourceClaimsAreFlat ? 'PodResourceClaim' : 'ClaimSource';
  const fields = ['resourceClaimName', 'resourceClaimTemplateName'] as const;
  const set = fields.filter((field) => source[field] !== undefined);
  const detail =
    set.length === 0
      ? 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'
      : 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
  return [
    ...(set.length === 1 ? [] : [invalidInternal(at, type, source, detail, features)]),
    ...(resourceClaimNamesChecked ? set : []).flatMap((field) => {
      const name = source[field] ?? '';
      return nameIsDNSSubdomain(name, false).map((text) => invalid(at.child(field), name, text));
    }),
  ];
}
