/** The body of GET /version. Source: k8s.io/apimachinery/pkg/version/types.go. */
import { type Features } from '../features/features.js';

export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

export function versionInfo(features: Features): VersionInfo {
  const { major, minor, patch } = features.version;
  return {
    major: String(major),
    minor: String(minor),
    gitVersion: `v${String(major)}.${String(minor)}.${String(patch)}`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
