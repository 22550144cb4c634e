/** The auditor that the options ask for, if they do. Source: k8s.io/apiserver/pkg/server/options/audit.go (ApplyTo). */
import { Auditor } from '../audit/auditor.js';
import { type AuditEvent, type AuditSink } from '../audit/event.js';
import { LogSink } from '../audit/log.js';
import { type AuditPolicy } from '../audit/policy.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type Logger, type ServerOptions } from './options.js';

/** What a listener hears where no policy is given. */
const LISTENERS_POLICY: AuditPolicy = { rules: [{ level: 'Metadata' }] };

interface AuditDependencies {
  readonly clock: Clock;
  readonly features: Features;
  readonly logger: Logger;
}

/** Undefined where nobody wants to know. @throws Error with one line for a log that cannot be written. */
export function createAuditor(options: ServerOptions, dependencies: AuditDependencies): Auditor | undefined {
  const { auditPolicy, auditLog, onAudit } = options;
  const { clock, features, logger } = dependencies;
  const policy = auditPolicy ?? (onAudit === undefined ? undefined : LISTENERS_POLICY);
  // As upstream has it: without a policy nothing is logged.
  if (policy === undefined) return undefined;
  const sinks: AuditSink[] = [];
  if (auditLog !== undefined && auditPolicy !== undefined) {
    const onError = (error: unknown): void => logger.error(error, `writing the audit log ${auditLog.path}`);
    sinks.push(new LogSink(auditLog, clock, onError));
  }
  if (onAudit !== undefined) sinks.push(listener(onAudit, logger));
  return sinks.length === 0 ? undefined : new Auditor({ policy, sinks, clock, features });
}

function listener(onAudit: (event: AuditEvent) => void, logger: Logger): AuditSink {
  return {
    process: (event) => {
      try {
        onAudit(event());
      } catch (error) {
        logger.error(error, 'a listener to audit events failed');
      }
    },
    close: () => Promise.resolve(),
  };
}
