/** Files of one volume that would lie in one place, or below one another. Source: pkg/api/pod/warnings.go. */
import { type KeyToPath, type Volume, type VolumeProjection } from '../../../apis/core/pod-volume.js';
import { goQuote } from '../../../apis/field/errors.js';
import { type Behaviours } from '../../../features/behaviours.js';
import { type Features } from '../../../features/features.js';

export function overlapWarnings(volumes: readonly Volume[] | undefined, { behaviours }: Features): string[] {
  return (volumes ?? []).flatMap((volume) => {
    const { name = '', configMap, secret, downwardAPI, projected } = volume;
    const warn = (what: string, files: readonly File[]): string[] =>
      collisions(files).map((text) => `volume ${goQuote(name)} (${what}): overlapping paths: ${text}`);
    const sources = projected?.sources ?? [];
    return [
      ...warn(`ConfigMap ${goQuote(configMap?.name ?? '')}`, filesOf(configMap?.items)),
      ...warn(`Secret ${goQuote(secret?.secretName ?? '')}`, filesOf(secret?.items)),
      ...warn('DownwardAPI', filesOf(downwardAPI?.items)),
      ...sources
        .filter((source) => Object.keys(source).length === 0)
        .map(() => `volume ${goQuote(name)} (Projected) has no sources provided`),
      ...warn('Projected', projectedFiles(sources, behaviours)),
    ];
  });
}

interface File {
  readonly path: string;
  /** Where it comes from; '' where that goes without saying. */
  readonly source: string;
}

function filesOf(items: readonly Pick<KeyToPath, 'path'>[] | undefined, source = ''): File[] {
  return (items ?? []).map(({ path = '' }) => ({ path, source }));
}

function projectedFiles(sources: readonly VolumeProjection[], { podPathWarningsOfCertificates }: Behaviours): File[] {
  let last: File[] = [];
  return sources.flatMap((source) => {
    if (Object.keys(source).length === 0) return [];
    const files = sourceFiles(source, podPathWarningsOfCertificates);
    // Older versions take a source that lists no files for the one before.
    last = files ?? (podPathWarningsOfCertificates ? [] : last);
    return last;
  });
}

function sourceFiles(source: VolumeProjection, withCertificates: boolean): File[] | undefined {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  if (configMap?.items !== undefined) return filesOf(configMap.items, `ConfigMap ${goQuote(configMap.name ?? '')}`);
  if (secret?.items !== undefined) return filesOf(secret.items, `Secret ${goQuote(secret.name ?? '')}`);
  if (downwardAPI?.items !== undefined) return filesOf(downwardAPI.items, 'DownwardAPI');
  if (serviceAccountToken !== undefined) return filesOf([serviceAccountToken], 'ServiceAccountToken');
  if (clusterTrustBundle !== undefined) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? '';
    return filesOf([clusterTrustBundle], `ClusterTrustBundle ${goQuote(name)}`);
  }
  if (podCertificate === undefined || !withCertificates) return undefined;
  const { certificateChainPath = '', keyPath = '', credentialBundlePath = '' } = podCertificate;
  const files = [
    { path: certificateChainPath, source: 'PodCertificate chain' },
    { path: keyPath, source: 'PodCertificate key' },
    { path: credentialBundlePath, source: 'PodCertificate credential bundle' },
  ];
  return files.filter(({ path }) => path !== '');
}

function collisions(files: readonly File[]): string[] {
  const trimmed = files
    .map(({ path, source }) => ({ path: path.replace(/\/+$/, ''), source }))
    .filter(({ path }) => path !== '');
  return trimmed.flatMap((file, i) =>
    trimmed
      .slice(0, i)
      .filter((other) => overlaps(file.path, other.path))
      .map((other) => `${show(file)} with ${show(other)}`),
  );
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function show({ path, source }: File): string {
  return source === '' ? goQuote(path) : `${goQuote(path)} (${source})`;
}
