/** API versions in the order of discovery. Source: k8s.io/apimachinery/pkg/version/helpers.go. */

/** Stable before beta before alpha, the newest first of each; what is no such version comes last. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parseVersion(a), parseVersion(b)];
  if (x === undefined && y === undefined) return a < b ? -1 : a === b ? 0 : 1;
  if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
  return y.stage - x.stage || y.major - x.major || y.minor - x.minor;
}

const STAGES = ['alpha', 'beta', ''];

function parseVersion(version: string): { stage: number; major: number; minor: number } | undefined {
  const [, major, stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return major === undefined ? undefined : { stage: STAGES.indexOf(stage), major: Number(major), minor: Number(minor) };
}
