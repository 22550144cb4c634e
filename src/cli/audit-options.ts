/** --audit-…: the policy and the log. */
import { type Features } from '../features/index.js';
import type { ServerOptions } from '../server/options.js';
import { readNamedFile } from './files.js';
import type { Settings } from './flags.js';
import { reasonOf, UsageError } from './usage-error.js';

export interface AuditSettings {
  readonly options: Pick<ServerOptions, 'auditPolicy' | 'auditLog'>;
  readonly warnings: readonly string[];
}

/** @throws UsageError. */
export async function auditOptions(settings: Settings, features: Features): Promise<AuditSettings> {
  const path = settings['audit-log-path'];
  const file = settings['audit-policy-file'];
  const auditLog = {
    path,
    // validateOptions looks whether it is one.
    format: settings['audit-log-format'] as 'json',
    maxSize: settings['audit-log-maxsize'],
    maxBackups: settings['audit-log-maxbackup'],
    maxAge: settings['audit-log-maxage'],
  };
  const log = path === '' ? {} : { auditLog };
  if (file === '') return { options: log, warnings: path === '' ? [] : [NO_POLICY] };
  // Loaded for those who want it.
  const { readAuditPolicy } = await import('../server/audit-policy.js');
  const text = await readNamedFile('audit-policy-file', file);
  try {
    const { policy, warnings } = readAuditPolicy(text, features);
    return {
      options: { ...log, auditPolicy: policy },
      warnings: warnings.map((warning) => `--audit-policy-file: ${file}: ${warning}`),
    };
  } catch (error) {
    throw new UsageError(`loading audit policy file: ${reasonOf(error)}: from file ${file}`);
  }
}

const NO_POLICY = '--audit-log-path: no event is written without --audit-policy-file';
