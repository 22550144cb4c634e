/** Every option of createServer, and its default. The command line and the configuration file fill in the same object. */
import { type KeyObject } from 'node:crypto';
import { type AuthenticationConfiguration } from '../apis/apiserver/authentication.js';
import { type AuthorizationConfiguration } from '../apis/apiserver/authorization.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type StaticToken } from '../authentication/token-file.js';
import { type AuditEvent } from '../audit/event.js';
import { type AuditLogOptions } from '../audit/log.js';
import { type AuditPolicy } from '../audit/policy.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';

export type AuthorizationMode = 'AlwaysAllow' | 'AlwaysDeny' | 'RBAC' | 'Node' | 'Webhook';

/** The flags --authentication-token-webhook-…: a server that is asked about tokens that nobody here knows. */
export interface AuthenticationWebhookOptions {
  /** Path of the kubeconfig that says where it is. */
  readonly kubeConfigFile: string;
  /** Of the TokenReview. Default v1beta1, as upstream has it. */
  readonly version?: 'v1' | 'v1beta1';
  /** Seconds for which an answer holds. Default 120. */
  readonly cacheTTL?: number;
}

/** The flags --authorization-webhook-…: where mode Webhook asks. */
export interface AuthorizationWebhookOptions {
  /** Path of the kubeconfig that says where it is. */
  readonly kubeConfigFile: string;
  /** Of the SubjectAccessReview. Default v1beta1, as upstream has it. */
  readonly version?: 'v1' | 'v1beta1';
  /** Seconds for which a permission holds. Default 300. */
  readonly authorizedTTL?: number;
  /** Seconds for which a refusal holds. Default 30. */
  readonly unauthorizedTTL?: number;
}

export { type StaticToken };

/** Receives log lines. Levels are klog's: 0 always, 2 a line per request, 4 and up for debugging. */
export interface Logger {
  info(verbosity: number, fields: Readonly<Record<string, unknown>>, message: string): void;
  /** The highest verbosity that is written, where that is known: what is above it need not be said. */
  readonly verbosity?: number;
  error(error: unknown, message: string): void;
}

/** The flags --requestheader-…: proxies that name users in headers. */
export interface RequestHeaderOptions {
  /** PEM bundle that the proxies' certificates are verified with. */
  readonly clientCA: string;
  /** Default: whatever certificate clientCA verifies. */
  readonly allowedNames?: readonly string[];
  /** Default: none, and nobody is named. */
  readonly usernameHeaders?: readonly string[];
  /** Default: none. Since 1.32. */
  readonly uidHeaders?: readonly string[];
  readonly groupHeaders?: readonly string[];
  readonly extraHeaderPrefixes?: readonly string[];
}

export interface ServerOptions {
  /** `1.24` or `1.24.17`. Default: the newest known. */
  readonly kubernetesVersion?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Default 127.0.0.1. */
  readonly bindAddress?: string;
  /** 0 (the default of createServer; 6443 on the command line) picks a free one. */
  readonly securePort?: number;
  /** Plain HTTP beside TLS; 0 picks a free port. Default: off. */
  readonly httpPort?: number;
  /** The host in kubeconfigs, discovery and jwks_uri. Default: the bind address, 127.0.0.1 for a wildcard. */
  readonly advertiseAddress?: string;
  /** PEM. Default: made on the spot, by a CA made on the spot. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Further names and addresses in the made certificate. */
  readonly tlsSans?: readonly string[];
  /** Directory in which the made CA, certificate and signing key are kept and found again. Default: memory only. */
  readonly certDir?: string;
  /** PEM bundle that client certificates are verified with. Default: the made CA. */
  readonly clientCA?: string;
  /** Default: no header names a user. */
  readonly requestHeader?: RequestHeaderOptions;
  /** Accepts the tokens in secrets of type bootstrap.kubernetes.io/token in kube-system. Default false. */
  readonly bootstrapTokenAuth?: boolean;
  /** The first signs, all are accepted. Default https://kubernetes.default.svc.cluster.local. */
  readonly serviceAccountIssuers?: readonly string[];
  /** Default: an RSA 2048 key made on the spot. */
  readonly serviceAccountSigningKey?: KeyObject;
  /** Keys that verify. Default: the signing key's public half. */
  readonly serviceAccountKeys?: readonly KeyObject[];
  readonly serviceAccountJwksUri?: string;
  /** Seconds; default 0, no limit. */
  readonly serviceAccountMaxTokenExpiration?: number;
  /** Default true. */
  readonly serviceAccountExtendTokenExpiration?: boolean;
  /** Default true. */
  readonly serviceAccountLookup?: boolean;
  /** Default: the issuers. */
  readonly apiAudiences?: readonly string[];
  readonly staticTokens?: readonly StaticToken[];
  /** Approves every certificate signing request, whoever it is from. Default false: kubelets' own alone, as upstream does. */
  readonly approveCertificateSigningRequests?: boolean;
  /** Default true; false where AlwaysAllow is among the authorizers. */
  readonly anonymousAuth?: boolean;
  /** Other issuers whose tokens are accepted, and who is anonymous. Since 1.29; with one issuer at most in every version. */
  readonly authenticationConfiguration?: AuthenticationConfiguration;
  /** What their tokens may be signed with. Default: all of RS, PS and ES. */
  readonly oidcSigningAlgorithms?: readonly string[];
  /** Seconds for which a token that was good is not looked at again; upstream has 10. Default 0: a token that is revoked fails at once. */
  readonly authenticationTokenCacheTTL?: number;
  /** Default: none. */
  readonly authenticationTokenWebhook?: AuthenticationWebhookOptions;
  /** Default Node, RBAC. */
  readonly authorizationModes?: readonly AuthorizationMode[];
  /** Needed for mode Webhook. */
  readonly authorizationWebhook?: AuthorizationWebhookOptions;
  /** In place of authorizationModes and authorizationWebhook. Since 1.29. */
  readonly authorizationConfiguration?: AuthorizationConfiguration;
  /** Admission plug-ins by upstream's names. Default: those that the version runs by default. */
  readonly enableAdmissionPlugins?: readonly string[];
  /** Of those, the ones that do not run. */
  readonly disableAdmissionPlugins?: readonly string[];
  /** Default 300. */
  readonly defaultNotReadyTolerationSeconds?: number;
  /** Default 300. */
  readonly defaultUnreachableTolerationSeconds?: number;
  /** How many nodes schedule and run pods, as far as a client sees; no container runs. Default 1; 0: nothing but the API. */
  readonly simulateNodes?: number;
  /** Seconds that a simulated container takes to start; default 0.02. */
  readonly simulateStartDelay?: number;
  /** Seconds for which a simulated container of a Job runs before it completes; default 0.1. */
  readonly simulateRunDuration?: number;
  /** Seconds that a simulated container takes to stop; default 0.02. */
  readonly simulateStopDelay?: number;
  /** Directory below which the volumes of bound pods are kept as a kubelet keeps them. Default: none are written. */
  readonly kubeletRootDir?: string;
  /** Which requests are noted, and how much of them. Default: none; with onAudit all, at level Metadata. */
  readonly auditPolicy?: AuditPolicy;
  /** Where events are written; nothing is without a policy. */
  readonly auditLog?: AuditLogOptions;
  /** Hears of every event, as audit.k8s.io/v1 has it; tokens in it are cut short. */
  readonly onAudit?: (event: AuditEvent) => void;
  /** Objects created before the server says ready. */
  readonly manifests?: readonly KubeObject[];
  /** What the server's own clock, which can be moved, runs on. Default: the machine's clock. */
  readonly clock?: Clock;
  /** The bearer token of the control API below /_kubemint; without one there is none. */
  readonly controlToken?: string;
  /** Default: the operating system's random source. */
  readonly random?: Random;
  /** Default: silent. */
  readonly logger?: Logger;
}
