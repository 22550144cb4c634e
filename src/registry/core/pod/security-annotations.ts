/** Annotations and fields that say the same are kept in step, for nodes that know one of them. Source: pkg/registry/core/pod/strategy.go. */
import { isDeepStrictEqual } from 'node:util';
import { type SecurityProfile } from '../../../apis/core/pod-security.js';
import { type Pod } from '../../../apis/core/pod.js';
import { Path } from '../../../apis/field/path.js';
import { type StrategyContext } from '../../rest.js';
import { containersOf } from './validation/scope.js';
import {
  APPARMOR_ANNOTATION,
  LOCAL_PREFIX,
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
  validateAppArmor,
} from './validation/security-profiles.js';

export const APPARMOR_DEPRECATED = 'deprecated since v1.30; use the "appArmorProfile" field instead';

/** What an annotation means as a field; undefined where it means nothing. */
export function apparmorField(annotation: string): SecurityProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const name = annotation.startsWith(LOCAL_PREFIX) ? annotation.slice(LOCAL_PREFIX.length) : '';
  return name === '' ? undefined : { type: 'Localhost', localhostProfile: name };
}

function seccompField(annotation: string): SecurityProfile | undefined {
  return apparmorField(annotation === 'docker/default' ? 'runtime/default' : annotation);
}

function annotationOf({ type, localhostProfile }: SecurityProfile): string | undefined {
  if (type === 'Unconfined') return 'unconfined';
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && localhostProfile !== undefined ? `${LOCAL_PREFIX}${localhostProfile}` : undefined;
}

export function syncSeccomp(pod: Pod, { features }: StrategyContext): void {
  const { seccompAnnotationSync: sync } = features.behaviours;
  if (sync === 'none') return;
  const holders: (readonly [holder: { securityContext?: { seccompProfile?: SecurityProfile } }, key: string])[] = [
    [pod.spec, SECCOMP_POD_ANNOTATION],
    ...containersOf(pod.spec).map((each) => [each, `${SECCOMP_CONTAINER_ANNOTATION}${each.name ?? ''}`] as const),
  ];
  for (const [holder, key] of holders) {
    const annotation = pod.metadata.annotations?.[key];
    const field = holder.securityContext?.seccompProfile;
    if (annotation === undefined && field !== undefined && sync === 'both') annotate(pod, key, annotationOf(field));
    const copied = annotation === undefined || field !== undefined ? undefined : seccompField(annotation);
    if (copied !== undefined) (holder.securityContext ??= {}).seccompProfile = copied;
  }
}

export function syncAppArmor(pod: Pod, context: StrategyContext): void {
  const { features } = context;
  if (!features.enabled('AppArmorFields') || pod.spec.os?.name === 'windows') return;
  const podProfile = pod.spec.securityContext?.appArmorProfile;
  for (const container of containersOf(pod.spec)) {
    const key = `${APPARMOR_ANNOTATION}${container.name ?? ''}`;
    const annotation = pod.metadata.annotations?.[key];
    const own = container.securityContext?.appArmorProfile;
    if (annotation === undefined) {
      const profile = own ?? podProfile;
      if (features.behaviours.apparmorAnnotationsAdded && profile !== undefined)
        annotate(pod, key, annotationOf(profile));
      continue;
    }
    if (own !== undefined) continue;
    const field = apparmorField(annotation);
    const good = field !== undefined && validateAppArmor(field, Path.of(), features).length === 0;
    if (good && isDeepStrictEqual(field, podProfile)) continue;
    if (good) (container.securityContext ??= {}).appArmorProfile = field;
    context.warn(`${Path.of('metadata', 'annotations').key(key).toString()}: ${APPARMOR_DEPRECATED}`);
  }
}

function annotate(pod: Pod, key: string, value: string | undefined): void {
  if (value !== undefined) (pod.metadata.annotations ??= {})[key] = value;
}
