/** What a controller is: it watches objects and acts on them through the API, as its own user. */
import { type CertificateRequest } from '../apis/certificates/request.js';
import { type GroupResource } from '../apis/meta/v1.js';
import { type Client, type ObjectSource } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import { type TokenIssuer } from '../serviceaccount/issuer.js';
import { type Informers } from './informer.js';
import { type WorkQueue } from './workqueue.js';

/** How clients are trusted, for servers that are to trust them likewise. */
export interface ClusterAuthentication {
  /** PEM; undefined: none. */
  clientCA(): string | undefined;
  requestHeaderCA(): string | undefined;
  readonly requestHeader: {
    readonly allowedNames: readonly string[];
    readonly usernameHeaders: readonly string[];
    readonly uidHeaders: readonly string[];
    readonly groupHeaders: readonly string[];
    readonly extraHeaderPrefixes: readonly string[];
  };
  /** Calls back after every change. */
  onChanged(listener: () => void): void;
}

/** The nodes that are simulated, and the milliseconds that what their kubelets do takes. */
export interface Simulation {
  /** 0: none, and no controller runs that would make or move pods. */
  readonly nodes: number;
  /** Until a container has started. */
  readonly startDelay: number;
  /** For which a container of a Job runs before it completes. */
  readonly runDuration: number;
  /** Until a container has stopped. */
  readonly stopDelay: number;
}

/** What the signers of kubernetes.io sign with. */
export interface CertificateAuthority {
  /** When its own certificate ends, in milliseconds since the epoch. */
  readonly notAfter: number;
  /** A certificate in PEM for what a request names; milliseconds since the epoch. @throws Error for usages that are none. */
  signRequest(
    request: CertificateRequest,
    usages: readonly string[],
    validity: { readonly notBefore: number; readonly notAfter: number },
  ): string;
}

export interface ControllerDependencies {
  /** Any user's; each controller acts as its own. */
  readonly client: Client;
  /** Every stored object, for what looks at all kinds. */
  readonly objects: ObjectSource;
  /** What is known of the objects of a resource; controllers share it. */
  readonly informers: Informers;
  readonly clock: Clock;
  readonly random: Random;
  readonly features: Features;
  readonly tokenIssuer: TokenIssuer;
  /** PEM, for ca.crt in secrets and in kube-root-ca.crt; undefined: neither has one. */
  readonly rootCA: string | undefined;
  readonly clusterAuthentication: ClusterAuthentication;
  /** Signs certificate requests that were approved. */
  readonly certificateAuthority: CertificateAuthority;
  /** Approves every certificate request, whoever it is from. */
  readonly approvesCertificates: boolean;
  readonly simulation: Simulation;
  /** The stored, namespaced resources, which go when their namespace does. */
  readonly namespacedResources: readonly GroupResource[];
  /** Hears of work that failed; it is tried again. */
  readonly onError: (error: unknown, message: string) => void;
}

export interface RunningController {
  /** True while it has something to do that does not wait for the clock. */
  readonly busy: boolean;
  /** Resolves as soon as it is not busy. */
  idle(): Promise<void>;
  /** Acts no more. */
  stop(): void;
}

export interface Controller {
  /** Upstream's name of the controller. */
  readonly name: string;
  /** False in versions that lack it and where a gate turns it off. */
  runs(dependencies: ControllerDependencies): boolean;
  /** Resolves when it has dealt with all that was there before. */
  start(dependencies: ControllerDependencies): Promise<RunningController>;
}

/** The one shape that all have: queues, and whatever feeds them. */
export function running(queues: readonly WorkQueue[], feeds: readonly { stop(): void }[]): RunningController {
  return {
    get busy() {
      return queues.some((queue) => queue.busy);
    },
    async idle() {
      await Promise.all(queues.map((queue) => queue.idle()));
    },
    stop() {
      for (const feed of feeds) feed.stop();
      for (const queue of queues) queue.stop();
    },
  };
}
