/** kubemint: a mock kube-apiserver for testing software that trusts Kubernetes identities. */
export { type Clock, ManualClock, RealClock } from './clock/clock.js';
export { type Random, SeededRandom, SystemRandom } from './clock/random.js';
export {
  type AuditEvent,
  type AuditLevel,
  type AuditObjectReference,
  type AuditResponseStatus,
  type AuditStage,
  type AuditUser,
} from './audit/event.js';
export { type AuditLogFormat, type AuditLogOptions } from './audit/log.js';
export { type AuditGroupResources, type AuditPolicy, type AuditPolicyRule } from './audit/policy.js';
export { type ServerClock } from './control/server-clock.js';
export { type KubeObject } from './apis/meta/v1.js';
export { type KubeconfigUser } from './server/kubeconfig.js';
export {
  type AuthorizationMode,
  type Logger,
  type RequestHeaderOptions,
  type ServerOptions,
  type StaticToken,
} from './server/options.js';
export { type RotationChoice, type ServerChanges } from './server/update.js';
export { createServer, type KubeconfigChoice, type Server } from './server/server.js';
